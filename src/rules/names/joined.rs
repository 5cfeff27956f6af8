//! Parts of names run together with other words, as in the names of files, and one name written
//! as two: "vandermolenlease", "Vander Molen".

use super::Names;
use super::also_words::is_also_word;
use super::around::{Around, papers};
use super::atoms::Atom;
use super::letters::n_letters;
use super::sure::Certainty;

/// Letters from which a part of a name is found with the word of a paper.
const WITH_PAPER: usize = 4;

/// Letters from which it is surely the name; and from which one of two letters counts.
const SURE: usize = 5;

/// Letters from which a part of a name begins or ends any long word; and those of the rest: with
/// fewer it is mostly another name, as Daniela is.
const BESIDE_ANY: usize = 6;
const REST: usize = 4;

/// Letters from which an initial and a name are no other word ("bridge" is not B. Ridge).
const INITIAL: usize = 7;

impl Names {
    /// A part of a name in a longer word, or parted.
    pub(super) fn joined(&self, these: &Around<'_>, is_title: bool) -> Certainty {
        match &these.atoms[these.from..these.to] {
            [word] => match self.inside(word.folded()) {
                Certainty::None => Certainty::None,
                _ if these.is_in_a_city() => Certainty::None,
                found => found,
            },
            // "IDbrandon": the capitals of an abbreviation part no word.
            [first, second] if first.is_upper() && second.gap.is_empty() => {
                self.inside(&format!("{}{}", first.folded(), second.folded()))
            }
            [_, .., _] if these.to - these.from <= 3 => self.parted(these, is_title),
            _ => Certainty::None,
        }
    }

    fn inside(&self, word: &str) -> Certainty {
        if n_letters(word) < BESIDE_ANY || is_also_word(word) {
            return Certainty::None;
        }
        let is_in = |it: &&String| word.len() >= it.len() && word.contains(&***it);
        let initials = self.forms.initials.iter().filter(is_in);
        let initials = initials.filter(|it| n_letters(it) >= BESIDE_ANY);
        let initials = initials.map(|it| {
            let is_sure = n_letters(it) >= INITIAL && !self.own.initials.contains(it);
            let whole = if is_sure { Certainty::Sure } else { Certainty::Doubtful };
            if it == word { whole } else { beside(word, it, whole) }
        });
        let singles = self.forms.singles.iter().filter(is_in);
        let singles = singles.filter(|it| !self.own.singles.contains(*it));
        let singles = singles.map(|it| {
            let is_sure = n_letters(it) >= SURE && !is_also_word(it);
            beside(word, it, if is_sure { Certainty::Sure } else { Certainty::Doubtful })
        });
        initials.chain(singles).max().unwrap_or_default()
    }

    /// One part of a name, written as two or three words: with capitals, in the name of a file,
    /// or over the end of a line.
    fn parted(&self, these: &Around<'_>, is_title: bool) -> Certainty {
        let atoms = &these.atoms[these.from..these.to];
        let is_gap = |it: &Atom| it.gap == " " || it.gap.contains('\n');
        let is_written = is_title
            || atoms.iter().all(Atom::is_capital)
            || atoms[1..].iter().all(|it| it.gap.contains('\n'));
        if !is_written || !atoms[1..].iter().all(is_gap) {
            return Certainty::None;
        }
        let word: String = atoms.iter().map(Atom::folded).collect();
        let is_name = n_letters(&word) >= SURE
            && self.forms.singles.contains(&word)
            && !self.own.singles.contains(&word);
        if is_name { Certainty::Doubtful } else { Certainty::None }
    }
}

/// How certain a name is in a longer word: it stands with words of papers alone, or a long one
/// with another word.
fn beside(word: &str, name: &str, if_sure: Certainty) -> Certainty {
    let n = n_letters(name);
    let Some((before, after)) = word.split_once(name) else { return Certainty::None };
    let rest = n_letters(before) + n_letters(after);
    if n < WITH_PAPER || rest == 0 {
        return Certainty::None;
    }
    let is_paper = is_made_of_papers(before) && is_made_of_papers(after);
    let is_short = rest <= 2;
    let is_beside_any = n >= BESIDE_ANY
        && rest >= REST
        && (before.is_empty() || after.is_empty())
        && !is_also_word(name);
    if is_paper && !is_short {
        if_sure
    } else if (is_paper && n >= SURE) || is_beside_any {
        Certainty::Doubtful
    } else {
        Certainty::None
    }
}

/// True for nothing, and for words of papers one behind the other.
fn is_made_of_papers(text: &str) -> bool {
    text.is_empty()
        || papers().any(|it| text.strip_prefix(it).is_some_and(is_made_of_papers))
}
