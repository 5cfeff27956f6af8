//! Numbers in sentences: the noun and the verb agree with them.

/// A number and what it counts: "1 row", "2 rows". A noun is given in the singular.
pub fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {}", plural(noun)) }
}

/// The word that goes with a number, most often a verb: "names" with one, "name" with others.
pub fn agreeing(n: usize, [one, many]: [&str; 2]) -> &str {
    if n == 1 { one } else { many }
}

fn plural(noun: &str) -> String {
    let is_vowel = |it: char| "aeiou".contains(it);
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(is_vowel) => format!("{stem}ies"),
        _ if noun.ends_with('s') => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{agreeing, counted};

    #[test]
    fn noun_and_verb_agree_with_the_number() {
        let told = |n| {
            let (rows, name) = (counted(n, "row"), agreeing(n, ["names", "name"]));
            format!("{rows} of Enrollment.csv {name} a project")
        };
        assert_eq!(told(0), "0 rows of Enrollment.csv name a project");
        assert_eq!(told(1), "1 row of Enrollment.csv names a project");
        assert_eq!(told(2), "2 rows of Enrollment.csv name a project");
    }

    #[test]
    fn nouns_are_spelled_as_english_spells_them() {
        for (noun, plural) in [
            ("entry", "2 entries"),
            ("business day", "2 business days"),
            ("address", "2 addresses"),
            ("JSON file", "2 JSON files"),
        ] {
            assert_eq!(counted(2, noun), plural);
            assert_eq!(counted(1, noun), format!("1 {noun}"));
        }
    }
}
