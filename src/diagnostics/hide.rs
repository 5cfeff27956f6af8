//! A client's identifier or name is often the name of their extract, and so comes into messages
//! by way of paths: there too it is shown by its last two characters.

use super::mask::masked_id;

/// The endings of files that are often named after a client.
const ENDINGS: [&str; 3] = [".json", ".sealed", ".toml"];

/// Lengths of Clarity's Unique Identifier and of a HUD PersonalID, hexadecimal both.
const LENGTHS: [usize; 2] = [9, 32];

/// Endings of extracts: what names such a file names a client.
const EXTRACTS: [&str; 2] = [".json", ".sealed"];

/// Words in names of extracts that are nobody's name, in small letters.
const NEUTRAL: &str = "batch clarity client clients copy custom dashboard data details \
    documents download enrollments export exported exports extract extracts fields file \
    files first hmis items latest list merged newest other package page person personal \
    profile profiles receipt record records report request requests schema sealed \
    second services stays test third ticket wrong";

/// A text of ours with every identifier of these clients masked, in whatever case it stands
/// there; and so what looks like one and names a file, where the client is not known yet. An
/// identifier so short that it could be any word is masked only where it names a file.
pub fn hide_ids(text: &str, ids: &[String]) -> String {
    let lower = text.to_ascii_lowercase();
    let mut hidden = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let starts_word = !text[..at].ends_with(|c: char| c.is_alphanumeric());
        let rest = &lower[at..];
        let named = |id: &&String| is_named(rest, &id.to_ascii_lowercase());
        let known = || ids.iter().filter(named).map(String::len).max();
        let length = || {
            known().or_else(|| looks_like_one(rest)).or_else(|| looks_like_a_name(rest))
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
    let is_neutral = NEUTRAL.split_whitespace().any(|it| it == &text[..n]);
    let is_ending = EXTRACTS.iter().any(|it| it[1..] == text[..n]);
    (is_telling && names_an_extract && !is_neutral && !is_ending).then_some(n)
}

/// Shorter words are not taken for names, in characters.
const MIN_NAME: usize = 4;

fn names_a_file(after: &str) -> bool {
    ENDINGS.iter().any(|it| after.starts_with(it))
}

#[cfg(test)]
mod tests {
    use super::hide_ids;

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
            "out/a, out.json, p1.toml, P1",
            "out/a, ···.json, ··.toml, P1",
        );
        check(&[""], "out", "out");
    }

    #[test]
    fn a_word_that_may_be_a_name_is_masked_where_it_names_an_extract() {
        check(&[], "x/Maria Nguyen-Lopez.json:3:1", "x/···ia ····en-···ez.json:3:1");
        check(&[], "`extracts/Đặng Thu.sealed`", "`extracts/···· Thu.sealed`");
        check(&[], "x/Client-record_new (2).json", "x/Client-record_new (2).json");
        check(
            &[],
            "Maria/a.json, requests/Maria.toml",
            "Maria/a.json, requests/Maria.toml",
        );
        check(&[], "x/Lopez.json.bak", "x/···ez.json.bak");
        check(&[], "out/ledger.jsonl", "out/ledger.jsonl");
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
