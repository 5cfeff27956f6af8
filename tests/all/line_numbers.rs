//! Every line that is shown has a number of its own, by which a client asks for its correction.

use std::collections::BTreeMap;

use super::support::{Case, samples};

/// The letters of the sections that have lines (`src/sections/numbers.rs`).
const LETTERS: [char; 9] = ['P', 'R', 'C', 'E', 'D', 'A', 'S', 'N', 'L'];

/// "E3 Winter Shelter" is line 3 of E.
fn number(line: &str) -> Option<(char, usize)> {
    let (first, _) = line.split_once(' ')?;
    let letter = first.chars().next().filter(|it| LETTERS.contains(it))?;
    Some((letter, first[1..].parse().ok()?))
}

/// The numbers of a record as plain text, by section, in the order in which they stand there.
fn numbers(case: &Case) -> BTreeMap<char, Vec<usize>> {
    let members = case.members();
    let (_, text) = members.iter().find(|it| it.0 == "record.txt").expect("the text");
    let text = std::str::from_utf8(text).expect("UTF-8");
    let mut numbers = BTreeMap::<char, Vec<usize>>::new();
    for (letter, n) in text.lines().filter_map(number) {
        numbers.entry(letter).or_default().push(n);
    }
    numbers
}

#[test]
fn no_two_lines_of_a_copy_have_one_number() {
    for sample in samples() {
        for (letter, found) in numbers(&Case::of(&sample)) {
            let counted: Vec<usize> = (1..=found.len()).collect();
            assert_eq!(found, counted, "{sample}: {letter}");
        }
    }
    // Of two profiles the second goes on where the first ended.
    let both = numbers(&Case::of("two-profiles"));
    assert_eq!((both[&'P'].len(), both[&'E'].len()), (17, 3));
    let typical = numbers(&Case::of("typical-adult"));
    let rows: Vec<_> = typical.iter().map(|(letter, all)| (*letter, all.len())).collect();
    assert_eq!(rows, [('C', 4), ('D', 8), ('E', 12), ('P', 11), ('R', 2)]);
}

#[test]
fn a_number_is_the_same_in_every_language_and_edition() {
    let case = |language, layout| {
        let case = Case::of("typical-adult");
        case.speak(language, layout);
        numbers(&case)
    };
    let english = case("en", "letter");
    for (language, layout) in
        [("es", "phone"), ("ko", "large-print"), ("zh-Hant", "letter")]
    {
        assert_eq!(case(language, layout), english, "{language} {layout}");
    }
}
