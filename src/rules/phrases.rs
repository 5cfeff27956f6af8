//! Words of names and places, so folded that one text can be looked for in another.

use super::shapes::spaced;

/// True for more than one word: one word of a released text is found in prose by chance.
pub(super) fn is_many(phrase: &str) -> bool {
    !phrase.is_ascii() || phrase.split_whitespace().nth(1).is_some()
}

/// True where a folded text holds a phrase. What is not written in Latin letters may stand
/// within a word or without blanks.
pub(super) fn holds(text: &str, phrase: &str) -> bool {
    if phrase.is_ascii() {
        return text.contains(phrase);
    }
    let tight = |it: &str| it.replace(' ', "");
    text.contains(phrase.trim()) || tight(text).contains(&tight(phrase))
}

/// The words of an address as the Postal Service cuts them short (USPS Publication 28,
/// Appendix C), so that "Avenue" and "Ave." are the same.
const CUT_SHORT: [(&str, &str); 18] = [
    ("apartment", "apt"),
    ("av", "ave"),
    ("avenue", "ave"),
    ("boulevard", "blvd"),
    ("circle", "cir"),
    ("court", "ct"),
    ("drive", "dr"),
    ("east", "e"),
    ("highway", "hwy"),
    ("lane", "ln"),
    ("north", "n"),
    ("parkway", "pkwy"),
    ("place", "pl"),
    ("road", "rd"),
    ("south", "s"),
    ("square", "sq"),
    ("street", "st"),
    ("west", "w"),
];

/// A text folded to words between single blanks, with one at each end.
pub(super) fn phrase(text: &str) -> String {
    let spaced = spaced(text);
    let words = spaced.split_whitespace().filter(|it| !["and", "the"].contains(it));
    let short = |it| CUT_SHORT.iter().find(|(long, _)| *long == it).map_or(it, |it| it.1);
    padded(&words.map(short).collect::<Vec<_>>())
}

/// The lines of streets among some words: a number and two words of letters.
pub(super) fn streets(words: &[&str]) -> Vec<String> {
    let is_letters = |it: &str| it.chars().all(char::is_alphabetic);
    let is_street = |it: &&[&str]| {
        it[0].starts_with(|c: char| c.is_ascii_digit())
            && it[1..].iter().all(|it| is_letters(it))
    };
    words.windows(3).filter(is_street).map(padded).collect()
}

fn padded(words: &[&str]) -> String {
    if words.is_empty() { String::new() } else { format!(" {} ", words.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::{holds, phrase};

    #[test]
    fn a_place_is_known_however_it_is_written() {
        for (text, place) in [
            ("Seen at ST. MARY\u{2019}S house", "St. Mary's House"),
            ("410 Example Ave., Unit 3", "410 example avenue"),
            ("Food & Shelter, office", "The Food and Shelter"),
            ("Cầu Cảng Sum Vầy", "Cau Cang Sum Vay"),
            ("住在花园收容所", "花园收容所"),
            ("하버 브리지에서", "하버브리지"),
        ] {
            assert!(holds(&phrase(text), &phrase(place)), "{text}");
        }
        for (text, place) in [("Casablanca", "Casa"), ("14 Example Ave", "4 Example Ave")]
        {
            assert!(!holds(&phrase(text), &phrase(place)), "{text}");
        }
    }
}
