//! Names in scripts that put no blank between words (Thai, Lao, Myanmar, Khmer, kana, Han),
//! and in Hangul, where particles hang on to a name: they are found inside other text.

use std::collections::BTreeSet;

use super::also_words::is_also_word;
use super::around::{honorifics, is_korean_ending, longer};
use super::letters::{folded, is_hangul, is_run, is_syllable, is_unseen, n_letters};
use super::sure::Certainty;

/// What is found anywhere, folded.
#[derive(Debug, Default)]
pub(super) struct Runs {
    wholes: BTreeSet<String>,
    singles: BTreeSet<String>,
    /// The family's names, of one character too.
    families: BTreeSet<String>,
}

/// Families of China and Korea that are called by two characters.
const DOUBLE: [&str; 18] = [
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容",
    "令狐", "夏侯", "남궁", "황보", "제갈", "사공", "선우", "독고",
];

impl Runs {
    /// Adds one name, in its fields.
    pub(super) fn add(&mut self, fields: &[&str]) {
        let parts: Vec<String> = fields.iter().flat_map(|it| parts_of(it)).collect();
        if let [whole] = &*parts {
            if let Some((family, given)) = split(whole) {
                if let Some(given) = given {
                    self.wholes.insert(format!("{family} {given}"));
                    self.singles.extend(Some(given).filter(|it| n_letters(it) >= 2));
                }
                self.families.insert(family);
                self.wholes.insert(whole.clone());
            }
            self.add_single(whole);
        } else if let [first, others @ ..] = &*parts {
            self.families.insert(first.clone());
            for other in others {
                self.wholes.extend([
                    format!("{first}{other}"),
                    format!("{other}{first}"),
                    format!("{first} {other}"),
                    format!("{other} {first}"),
                ]);
            }
            self.wholes.extend([parts.concat(), parts.join(" ")]);
            for it in &parts {
                self.add_single(it);
            }
        }
    }

    /// One character alone is a part of too many words.
    fn add_single(&mut self, part: &str) {
        if n_letters(part) >= 2 {
            self.singles.insert(part.to_owned());
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.wholes.is_empty() && self.singles.is_empty() && self.families.is_empty()
    }

    /// What a text holds of them; single parts only where somebody wrote freely.
    pub(super) fn found_in(&self, text: &str, own: &Self, is_free: bool) -> Certainty {
        if self.is_empty() {
            return Certainty::None;
        }
        let text = run_text(text);
        let wholes = self.wholes.iter().filter(|it| text.contains(&***it));
        let wholes = wholes.map(|it| {
            if own.wholes.contains(it) || is_only_in_words(&text, it) {
                Certainty::Doubtful
            } else if n_letters(it) == 2 && it.chars().all(is_hangul) {
                // Two syllables begin or end many a word.
                single_in(&text, it, &BTreeSet::new())
            } else {
                Certainty::Sure
            }
        });
        let singles =
            self.singles.iter().filter(|it| is_free && !own.singles.contains(*it));
        let singles = singles.map(|it| single_in(&text, it, &self.families));
        let families = self.families.iter().filter(|it| !own.families.contains(*it));
        let honored = families.map(|it| {
            let is_said = |it: &str| is_free && text.contains(it);
            let is_one = honorifics().any(|title| {
                is_said(&format!("{it}{title}")) || is_said(&format!("{it} {title}"))
            });
            if is_one { Certainty::Doubtful } else { Certainty::None }
        });
        wholes.chain(singles).chain(honored).max().unwrap_or_default()
    }
}

/// How certain it is that a part of a name stands in a text.
fn single_in(text: &str, part: &str, families: &BTreeSet<String>) -> Certainty {
    let is_word = is_only_in_words(text, part);
    let found = text.match_indices(part).map(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + part.len()..]);
        let is_parted = !part.chars().all(is_hangul)
            || (is_begun(before, families) && is_ended(after));
        if is_word || is_also_word(part) || !is_parted || is_in_longer(text, at, part) {
            Certainty::Doubtful
        } else {
            Certainty::Sure
        }
    });
    found.max().unwrap_or_default()
}

/// True for a whole name that is a word of every day, or stands in words of every day alone.
fn is_only_in_words(text: &str, name: &str) -> bool {
    let of = |chars: &[char]| is_also_word(&chars.iter().collect::<String>());
    let chars: Vec<char> = name.chars().collect();
    let is_word = match &chars[..] {
        // "안정은" is a word with a particle.
        [word @ .., end] if is_hangul(*end) => {
            of(word) && is_korean_ending(end.encode_utf8(&mut [0; 4]))
        }
        all => all.len() == 2 && of(all),
    };
    // "于明" in "由于明天" is of two words.
    let is_over_two = |at: usize| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        let (first, last) = (chars.first(), chars.last());
        let begun = before.zip(first).is_some_and(|(a, b)| of(&[a, *b]));
        let ended = after.zip(last).is_some_and(|(b, a)| of(&[*a, b]));
        chars.len() == 2 && (begun || ended)
    };
    let mut found = text.match_indices(name);
    is_word || found.all(|(at, _)| is_in_longer(text, at, name) || is_over_two(at))
}

/// True where a part of a name is a part of a longer word there.
fn is_in_longer(text: &str, at: usize, part: &str) -> bool {
    let mut all = longer().flat_map(|it| text.match_indices(it));
    all.any(|(start, it)| start <= at && at + part.len() <= start + it.len())
}

/// In Korean a name begins a word, or stands behind the family's.
fn is_begun(before: &str, families: &BTreeSet<String>) -> bool {
    let word = before.rsplit(|c: char| !is_hangul(c)).next().unwrap_or_default();
    word.is_empty() || families.contains(word)
}

/// What hangs on to a name in Korean is a particle or a title.
fn is_ended(after: &str) -> bool {
    let word = after.split(|c: char| !is_hangul(c)).next().unwrap_or_default();
    word.is_empty() || is_korean_ending(word)
}

/// A text that can be searched: line ends part nothing, and what may stand between two parts
/// of a name is one blank.
fn run_text(text: &str) -> String {
    let mut joined = String::new();
    for c in folded(text).chars() {
        match c {
            '\n' | '\r' => {}
            _ if is_unseen(c) => {}
            _ if is_joint(c) && joined.ends_with(' ') => {}
            _ if is_joint(c) => joined.push(' '),
            _ => joined.push(c),
        }
    }
    joined
}

/// What may stand between two parts of a name; Katakana and Chinese write dots in names from
/// elsewhere.
fn is_joint(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            ',' | '-'
                | '_'
                | '='
                | '\u{B7}'
                | '\u{2022}'
                | '\u{2027}'
                | '\u{30FB}'
                | '、'
        )
}

/// The parts of a name in scripts without blanks between words, folded.
fn parts_of(name: &str) -> Vec<String> {
    let text = run_text(name);
    let parts = text.split(|c| !is_run(c)).filter(|it| !it.is_empty());
    parts.map(str::to_owned).collect()
}

/// The family's and the given name in a run that holds both: of two to four syllables, as in
/// Chinese and Korean.
fn split(run: &str) -> Option<(String, Option<String>)> {
    let chars: Vec<char> = run.chars().collect();
    if !matches!(chars.len(), 2..=4) || !chars.iter().all(|c| is_syllable(*c)) {
        return None;
    }
    let double = DOUBLE.iter().find(|it| run.starts_with(**it) && chars.len() > 2);
    let n = if double.is_some() || chars.len() == 4 { 2 } else { 1 };
    let given = (chars.len() > n).then(|| chars[n..].iter().collect());
    Some((chars[..n].iter().collect(), given))
}

#[cfg(test)]
mod tests {
    use super::{parts_of, run_text, split};

    #[test]
    fn runs_are_parted_by_what_parts_names_and_not_by_lines() {
        assert_eq!(run_text("王\u{200B}小\n明， 李·四"), "王小明 李 四");
        assert_eq!(parts_of("王 小明 (Wang)"), ["王", "小明"]);
        assert_eq!(split("王小明"), Some(("王".into(), Some("小明".into()))));
        assert_eq!(split("欧阳明"), Some(("欧阳".into(), Some("明".into()))));
        assert_eq!(split("김민수"), Some(("김".into(), Some("민수".into()))));
        assert_eq!((split("สมชา"), split("五个字的名")), (None, None));
    }
}
