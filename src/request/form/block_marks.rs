//! Which of several options is marked: by a box with something in it, or by being all that is
//! left.

use super::lines::Line;

/// The words of the options that are marked, each once.
pub(super) fn marked(line: &Line, value: &str) -> Vec<&'static str> {
    let lower = value.to_ascii_lowercase();
    // The longest first: "all" is part of others.
    let mut options: Vec<_> = line.options().to_vec();
    options.sort_by_key(|it| std::cmp::Reverse(it.1.len()));
    let option = |text: &str| {
        let text = text.trim_start();
        options
            .iter()
            .find(|it| text.starts_with(&it.1.to_ascii_lowercase()))
            .map(|it| it.0)
    };
    let boxes: Vec<(usize, bool, usize)> = boxes(&lower);
    let found: Vec<_> = if boxes.is_empty() {
        // The words alone, without any box.
        let text = lower.trim_matches(['"', '.', ' ', ':']);
        option(text).filter(|_| !text.is_empty()).into_iter().collect()
    } else {
        let ticked = boxes.iter().filter(|it| it.1);
        ticked.filter_map(|it| option(&lower[it.2..])).collect()
    };
    // In the order of the form.
    let all = line.options().iter().map(|it| it.0);
    all.filter(|it| found.contains(it)).collect()
}

/// The boxes of a text: where each begins, whether it is marked, where it ends. `[x]`, `(X)`,
/// `[ x ]` and `x[ ]`'s like are boxes; what stands in one is short.
fn boxes(text: &str) -> Vec<(usize, bool, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find(['[', '(']) {
        let from = at + open;
        let close = if text[from..].starts_with('[') { ']' } else { ')' };
        let inside = text[from + 1..].find(close).map(|n| &text[from + 1..from + 1 + n]);
        match inside.filter(|it| it.chars().count() <= 4) {
            Some(it) => {
                let is_marked = it.contains(['x', '*', '+', 'v', 'y', '1']);
                let is_box = is_marked || it.trim_matches(['_', ' ', '.']).is_empty();
                let end = from + 1 + it.len() + 1;
                if is_box {
                    found.push((from, is_marked, end));
                }
                at = end;
            }
            None => at = from + 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::lines::{Item, lines};
    use super::marked;

    #[test]
    fn a_mark_is_found_however_it_is_made() {
        let line = lines().find(|it| it.item == Item::Others).expect("a line");
        for (value, expected) in [
            ("[ ] no [x] yes [ ] not sure", &["yes"][..]),
            ("[] no [ X ] yes", &["yes"]),
            ("( ) no ( ) yes (*) not sure", &["unsure"]),
            ("[_] no [__] yes", &[]),
            ("[x] no [x] yes", &["no", "yes"]),
            ("not sure", &["unsure"]),
            ("No.", &["no"]),
            ("[x] perhaps (see below)", &[]),
            ("", &[]),
        ] {
            assert_eq!(marked(line, value), expected, "{value}");
        }
    }
}
