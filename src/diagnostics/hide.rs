//! A client's identifier or name is often the name of their extract, and so comes into messages
//! by way of paths: there too it is shown by its last two characters.

use super::mask::masked_id;
use super::paths::{folded, is_folder_of_an_extract, is_in_a_path, word_at};

/// The endings of files that are often named after a client.
const ENDINGS: [&str; 3] = [".json", ".sealed", ".toml"];

/// Lengths of Clarity's Unique Identifier and of a HUD PersonalID, hexadecimal both.
const LENGTHS: [usize; 2] = [9, 32];

/// Endings of extracts: what names such a file names a client.
const EXTRACTS: [&str; 2] = [".json", ".sealed"];

/// Words in names of extracts that are nobody's name, in small letters.
const NEUTRAL: &str = "adult almost alphabets anonymised archive autofill backup batch clarity client clients \
    copy custom dashboard data desk desktop details documents download downloads empty \
    enrollments export exported exports extract extracts fields file files first folder \
    folders from guardian hmis import imported imports inbox input intake items json large \
    latest list many merged minor newest other output package page parent person personal \
    private profile profiles receipt record records report request requests sample samples \
    schema sealed second services shared stays tables temp test third ticket typical \
    with wrong";

/// A text of ours with every identifier of these clients masked, in whatever case it stands
/// there; and so what looks like one and names a file, where the client is not known yet. An
/// identifier so short that it could be any word is masked only where it names a file. A name,
/// which has no digit, is masked in every part of a path; so is a folder of an extract that is
/// called by no word of ours.
pub fn hide_ids(text: &str, ids: &[String]) -> String {
    let lower = text.to_ascii_lowercase();
    let is_word = |it: &&String| it.chars().all(char::is_alphabetic);
    let names: Vec<String> = ids.iter().filter(is_word).map(|it| folded(it)).collect();
    let mut hidden = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let starts_word = !text[..at].ends_with(|c: char| c.is_alphanumeric());
        let rest = &lower[at..];
        let named = |id: &&String| is_named(rest, &id.to_ascii_lowercase());
        let known = || ids.iter().filter(named).map(String::len).max();
        let length = || {
            known()
                .or_else(|| looks_like_one(rest))
                .or_else(|| looks_like_a_name(rest))
                .or_else(|| names_somebody(text, at, &names))
                .or_else(|| names_a_folder(text, at))
        };
        match starts_word.then(length).flatten() {
            Some(n) => {
                hidden.push_str(&masked_id(&text[at..at + n]));
                at += n;
            }
            None => {
                let c = text[at..].chars().next().expect("before the end");
                hidden.push(c);
                at += c.len_utf8();
            }
        }
    }
    hidden
}

/// A path, with the same masked in it.
pub fn hide_in_path(path: &str, ids: &[String]) -> String {
    let hidden = hide_ids(&format!("`{path}`"), ids);
    hidden[1..hidden.len() - 1].to_owned()
}

/// True where a text in small letters begins with an identifier.
fn is_named(text: &str, id: &str) -> bool {
    let Some(after) = text.strip_prefix(id).filter(|_| !id.is_empty()) else {
        return false;
    };
    let is_telling = id.len() > 4 && id.bytes().any(|b| b.is_ascii_digit());
    let ends_word = !after.starts_with(char::is_alphanumeric);
    ends_word && (is_telling || names_a_file(after))
}

/// The length of what a text begins with, where that is of the form of an identifier and names
/// a file.
fn looks_like_one(text: &str) -> Option<usize> {
    let n = text.bytes().take_while(u8::is_ascii_hexdigit).count();
    let is_one = LENGTHS.contains(&n) && text[..n].bytes().any(|b| b.is_ascii_digit());
    (is_one && names_a_file(&text[n..])).then_some(n)
}

/// The length of the word that a text in small letters begins with, where it stands in the name
/// of an extract and may be somebody's name.
fn looks_like_a_name(text: &str) -> Option<usize> {
    let n = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let is_telling = text[..n].chars().count() >= MIN_NAME;
    // A name of a file ends before the next folder, quotation mark or line.
    let end = text.find(['/', '\\', '`', '"', '\n', ':', ',']).unwrap_or(text.len());
    let names_an_extract = EXTRACTS.iter().any(|it| {
        let after = text[..end].split_once(it).map(|it| it.1);
        after.is_some_and(|it| !it.starts_with(char::is_alphanumeric))
    });
    let is_ending = EXTRACTS.iter().any(|it| it[1..] == text[..n]);
    (is_telling && names_an_extract && !is_neutral(&text[..n]) && !is_ending).then_some(n)
}

/// Shorter words are not taken for names, in characters.
const MIN_NAME: usize = 4;

/// Shorter parts of a name that is known are too many other words, in characters.
const MIN_KNOWN: usize = 3;

/// The length of the word at a place of a text, where it is a name that is known, or has one in
/// it, and stands in a path.
fn names_somebody(text: &str, at: usize, names: &[String]) -> Option<usize> {
    let word = word_at(text, at);
    let here = folded(word);
    let is_one = |name: &String| match name.chars().count() {
        n if n >= MIN_NAME => here.contains(&**name),
        n => n >= MIN_KNOWN && here == *name,
    };
    (names.iter().any(is_one) && is_in_a_path(text, at)).then_some(word.len())
}

/// The length of the word at a place of a text, where an extract lies in a folder that is called
/// so, and nothing says that this is nobody's name.
fn names_a_folder(text: &str, at: usize) -> Option<usize> {
    let word = word_at(text, at);
    let is_telling = word.chars().count() >= MIN_NAME
        && !is_neutral(word)
        && word.chars().any(char::is_alphabetic);
    (is_telling && is_folder_of_an_extract(text, at, &is_neutral)).then_some(word.len())
}

/// True for a word that is nobody's name.
fn is_neutral(word: &str) -> bool {
    let word = word.to_lowercase();
    NEUTRAL.split_whitespace().any(|it| it == word)
}

fn names_a_file(after: &str) -> bool {
    ENDINGS.iter().any(|it| after.starts_with(it))
}

#[cfg(test)]
mod tests {
    use super::{hide_ids, hide_in_path};

    #[track_caller]
    fn check(ids: &[&str], text: &str, expected: &str) {
        let ids: Vec<String> = ids.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(hide_ids(text, &ids), expected);
    }

    #[test]
    fn a_known_one_is_masked_wherever_it_stands() {
        let ids = ["4A2B9C"];
        check(
            &ids,
            "`data/4a2b9c.json` was not found",
            "`data/····9c.json` was not found",
        );
        check(&ids, "x/4A2B9C/a.json:3:1", "x/····9C/a.json:3:1");
        check(&ids, "export-4A2B9C_2.json", "export-····9C_2.json");
        check(&ids, "4A2B9CD.json é4A2B9C 14A2B9C", "4A2B9CD.json é4A2B9C 14A2B9C");
        check(&["69E-44770D"], "a/69e-44770d.json", "a/········0d.json");
    }

    #[test]
    fn a_short_one_is_masked_where_it_names_a_file() {
        check(
            &["out", "P1"],
            "P1/a, out.json, p1.toml, P1",
            "P1/a, ···.json, ··.toml, P1",
        );
        check(&[""], "out", "out");
    }

    #[test]
    fn a_word_that_may_be_a_name_is_masked_where_it_names_an_extract() {
        check(&[], "x/Maria Nguyen-Lopez.json:3:1", "x/···ia ····en-···ez.json:3:1");
        check(&[], "`extracts/Đặng Thu.sealed`", "`extracts/···· Thu.sealed`");
        check(&[], "x/Client-record_new (2).json", "x/Client-record_new (2).json");
        check(&[], "ask Maria, requests/Maria.toml", "ask Maria, requests/Maria.toml");
        check(&[], "x/Lopez.json.bak", "x/···ez.json.bak");
        check(&[], "out/ledger.jsonl", "out/ledger.jsonl");
    }

    #[test]
    fn a_name_that_is_known_is_masked_in_every_part_of_a_path() {
        let names = ["Đặng", "Lopez", "Ann"];
        check(&names, "   at x/LOPEZ family/2026.txt", "   at x/···EZ family/2026.txt");
        check(&names, "`out/dang-ann/a.pdf`", "`out/····-···/a.pdf`");
        check(&names, "requests/MariaLopez.toml:1", "requests/········ez.toml:1");
        check(&names, "Da\u{323}\u{306}ng/a", "····ng/a");
        check(&names, "`Ann.pdf`, `out/Lopez`", "`···.pdf`, `out/···ez`");
        check(&names, "ask Ann Lopez: `annex/b`", "ask Ann Lopez: `annex/b`");
    }

    #[test]
    fn a_folder_of_an_extract_is_masked_unless_it_is_called_by_words_of_ours() {
        check(&[], "Maria/a.json", "···ia/a.json");
        check(&[], "`extracts/Ana Quiroga/2/a.json`", "`extracts/Ana ·····ga/2/a.json`");
        check(&[], "/home/desk/Quiroga/a.sealed", "/home/desk/·····ga/a.sealed");
        check(&[], "`C:\\hmis\\Quiroga\\a.json`", "`C:\\hmis\\·····ga\\a.json`");
        check(
            &[],
            "error\n   at extracts/Quiroga, m/new/a.json\n",
            "error\n   at extracts/·····ga, m/new/a.json\n",
        );
        check(&[], "Ana Quiroga/a.json", "Ana ·····ga/a.json");
        for ours in [
            "  --> data/samples/typical-adult/extract.json:3",
            "desk/out/a.pdf",
            "`2026/a.json`",
            "cannot read extracts/a.json, nor `extracts/b.json`",
        ] {
            check(&[], ours, ours);
        }
    }

    #[test]
    fn a_path_alone_is_masked_as_a_quoted_one() {
        let path = "Quiroga family/new/a.json";
        assert_eq!(hide_in_path(path, &["Quiroga".into()]), "·····ga family/new/a.json");
    }

    #[test]
    fn one_that_is_not_known_is_masked_by_its_form() {
        check(&[], "x/69E44770D.json", "x/·······0D.json");
        check(
            &[],
            "x/69E44770D.csv 69E44770.json cafebabee.toml",
            "x/69E44770D.csv 69E44770.json cafebabee.toml",
        );
        let long = "0f".repeat(16);
        check(&[], &format!("{long}.toml"), &format!("{}0f.toml", "·".repeat(30)));
    }
}
