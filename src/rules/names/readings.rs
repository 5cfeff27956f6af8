//! One text read in several ways: as it stands, with what addresses and web pages write for a
//! character, and as it was before its bytes were read in another encoding.

/// The readings of a text that differ from it.
pub(crate) fn readings(text: &str) -> Vec<String> {
    let all = [unescaped(text), in_utf8(text)];
    all.into_iter().flatten().filter(|it| it != text).collect()
}

/// A text in which "%61" and "&#97;" are the characters that they stand for.
fn unescaped(text: &str) -> Option<String> {
    if !text.contains(['%', '&']) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let escaped = in_percent(rest).or_else(|| in_entity(rest));
        if let Some((these, after)) = escaped {
            bytes.extend(these);
            rest = after;
        } else {
            let (these, after) = rest.split_at(c.len_utf8());
            bytes.extend(these.bytes());
            rest = after;
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The byte that "%61" stands for, and what follows.
fn in_percent(text: &str) -> Option<(Vec<u8>, &str)> {
    let digits = text.strip_prefix('%')?.get(..2)?;
    let is_hex = digits.bytes().all(|it| it.is_ascii_hexdigit());
    let byte = u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
    Some((vec![byte], &text[3..]))
}

/// The character that "&#97;" or "&apos;" stands for, and what follows.
fn in_entity(text: &str) -> Option<(Vec<u8>, &str)> {
    let (name, after) = text.strip_prefix('&')?.split_once(';')?;
    let c = match name {
        "apos" | "rsquo" | "lsquo" => '\'',
        "nbsp" => ' ',
        "shy" | "zwnj" | "zwj" => '\u{AD}',
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            let code = match hex {
                Some(it) => u32::from_str_radix(it, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((c.to_string().into_bytes(), after))
}

/// What Windows-1252 has for the bytes 0x80 to 0x9F; those that it does not use stand for
/// themselves.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
    '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ',
    '\u{9D}', 'ž', 'Ÿ',
];

/// A text whose bytes were read as Windows-1252 or Latin-1 and are UTF-8: "JosÃ©".
fn in_utf8(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let byte = |c: char| match u8::try_from(u32::from(c)) {
        Ok(it) => Some(it),
        Err(_) => {
            let at = WINDOWS.iter().position(|it| *it == c)?;
            u8::try_from(0x80 + at).ok()
        }
    };
    let bytes: Option<Vec<u8>> = text.chars().map(byte).collect();
    String::from_utf8(bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn what_stands_for_a_character_is_read_as_it() {
        for (text, expected) in [
            ("D%61shiell%20bc", "Dashiell bc"),
            ("Jos%C3%A9", "José"),
            ("D&#97;sh&#x69;ell", "Dashiell"),
            ("O&apos;Brien", "O'Brien"),
            ("JosÃ© PeÃ±a", "José Peña"),
            ("Nguyá»…n", "Nguyễn"),
        ] {
            assert_eq!(readings(text), [expected], "{text}");
        }
        for text in
            ["100% sure", "AT&T; 5%", "José", "Café & Bar", "%zz", "&;", "&#;", "%"]
        {
            assert!(readings(text).is_empty(), "{text}");
        }
    }
}
