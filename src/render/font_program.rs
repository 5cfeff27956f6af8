//! TrueType fonts as a PDF needs them (OpenType 1.9, "Font file"; ISO 32000-1, 9.9): Typst also
//! embeds the names of the font and of each letter, a tenth of a small one, which nothing reads.

use zeroize::Zeroizing;

/// The tables that letters are drawn by: those that ISO 32000-1, 9.9, names.
const NEEDED: [&[u8]; 9] =
    [b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep"];

/// Bytes before the list of tables, and of a row of the list.
const START: usize = 12;
const ROW: usize = 16;

/// What the words of a font add up to, and where in its table `head` the word stands that makes
/// it so.
const SUM: u32 = 0xB1B0_AFBA;
const ADJUSTMENT: usize = 8;

/// A font with the tables that it is drawn by; none where it is no TrueType font, or has no
/// others.
pub(super) fn with_needed_tables(font: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let rows = font.strip_prefix(&[0, 1, 0, 0])?;
    let n_rows = usize::from(u16::from_be_bytes(rows.get(..2)?.try_into().ok()?));
    let rows = font.get(START..START + n_rows * ROW)?.chunks_exact(ROW);
    let needed: Vec<_> = rows.filter(|it| NEEDED.contains(&&it[..4])).collect();
    if needed.len() == n_rows {
        return None;
    }

    let n = u16::try_from(needed.len()).ok()?;
    let power = n.checked_ilog2()?;
    let range = 16_u16 << power;
    let mut out = Zeroizing::new(Vec::with_capacity(font.len()));
    out.extend([0, 1, 0, 0]);
    for it in [n, range, u16::try_from(power).ok()?, n * 16 - range] {
        out.extend(it.to_be_bytes());
    }
    let mut tables = Zeroizing::new(Vec::with_capacity(font.len()));
    let mut adjustment = None;
    for row in needed {
        let (place, length) = (word(row, 8)?, word(row, 12)?);
        let from = usize::try_from(place).ok()?;
        let table = font.get(from..from + usize::try_from(length).ok()?)?;
        let place = START + usize::from(n) * ROW + tables.len();
        if row.starts_with(b"head") {
            adjustment = Some(place + ADJUSTMENT);
        }
        out.extend(&row[..8]);
        out.extend(u32::try_from(place).ok()?.to_be_bytes());
        out.extend(length.to_be_bytes());
        tables.extend(table);
        let length = tables.len().next_multiple_of(4);
        tables.resize(length, 0);
    }
    out.extend(&**tables);

    let adjustment = adjustment?;
    out.get_mut(adjustment..adjustment + 4)?.fill(0);
    let rest = SUM.wrapping_sub(sum(&out)).to_be_bytes();
    out[adjustment..adjustment + 4].copy_from_slice(&rest);
    Some(out)
}

/// A number of four bytes.
fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// What the words of a font add up to.
fn sum(font: &[u8]) -> u32 {
    let words = (0..font.len()).step_by(4).filter_map(|at| word(font, at));
    words.fold(0, u32::wrapping_add)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{NEEDED, ROW, START, SUM, sum, with_needed_tables, word};
    use crate::render::embedded::BASE_FONTS;

    /// The tables of a font, by their names.
    fn tables(font: &[u8]) -> BTreeMap<&[u8], &[u8]> {
        let n = usize::from(font[4]) * 256 + usize::from(font[5]);
        let rows = font[START..START + n * ROW].chunks_exact(ROW);
        let number = |row, at| word(row, at).expect("a number") as usize;
        rows.map(|it| (&it[..4], &font[number(it, 8)..][..number(it, 12)])).collect()
    }

    #[test]
    fn a_font_keeps_what_it_is_drawn_by() {
        let fonts = BASE_FONTS.iter().filter(|it| it.1.starts_with(&[0, 1, 0, 0]));
        let mut n = 0;
        for (name, font) in fonts {
            let small = with_needed_tables(font).expect("a smaller font");
            let (before, after) = (tables(font), tables(&small));
            assert!(before.contains_key(&b"name"[..]), "{name}");
            assert!(after.keys().all(|it| NEEDED.contains(it)), "{name}");
            for (table, bytes) in before.iter().filter(|it| NEEDED.contains(it.0)) {
                let kept = after[table];
                if *table == b"head" {
                    assert_eq!((&kept[..8], &kept[12..]), (&bytes[..8], &bytes[12..]));
                } else {
                    assert!(kept == *bytes, "{name}");
                }
            }
            assert_eq!(sum(&small), SUM, "{name}");
            assert_eq!(with_needed_tables(&small), None, "{name}");
            n += 1;
        }
        assert!(n > 2, "{n} fonts");
    }

    #[test]
    fn what_is_no_font_is_left_alone() {
        let (_, font) =
            BASE_FONTS.iter().find(|it| it.1[0] == 0).expect("a TrueType font");
        for end in [0, 3, 5, START, START + ROW, font.len() / 2] {
            assert_eq!(with_needed_tables(&font[..end]), None, "cut off at {end}");
        }
        assert_eq!(with_needed_tables(b"OTTO and more"), None);
    }
}
