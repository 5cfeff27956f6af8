//! The forms of people's names that are searched for: the whole name in every order, run
//! together, with an initial; and its single parts.

use std::collections::BTreeSet;
use std::ops::Bound::{Included, Unbounded};

use super::around::is_particle;
use super::atoms::{Atom, Part, parts};
use super::letters::n_letters;
use super::runs::Runs;
use crate::model::is_filling;

/// The forms of some people's names, folded.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// Parts that name somebody alone, where somebody wrote freely.
    pub(super) singles: BTreeSet<String>,
    /// Several parts of one name, without what may stand between them.
    pub(super) wholes: BTreeSet<String>,
    /// An initial and another part: of e-mail addresses, and after "T.".
    pub(super) initials: BTreeSet<String>,
    /// What is found anywhere, in scripts without blanks between words.
    pub(super) runs: Runs,
    /// The letters of the longest form.
    pub(super) longest: usize,
}

/// Letters from which parts of a name are searched for run together, as in the name of a
/// file: fewer are too often another word.
const RUN_TOGETHER: usize = 4;

/// Parts of one name beyond which no order is tried.
const MAX_PARTS: usize = 8;

impl Forms {
    /// Adds the name of one person, in its fields: the family's first, where that is known.
    pub(super) fn add(&mut self, fields: &[&str]) {
        let fields: Vec<&str> =
            fields.iter().copied().filter(|it| !is_filling(it)).collect();
        let all: Vec<Part> = fields.iter().flat_map(|it| parts(it)).collect();
        let telling: Vec<Part> =
            all.iter().filter(|it| !is_particle(&it.forms[0])).cloned().collect();
        for part in &telling {
            let alone = part.forms.iter().chain(&part.inside);
            let alone = alone.filter(|it| n_letters(it) >= 2 && !is_particle(it));
            self.singles.extend(alone.cloned());
            // "O'Brien" is "O Brien" to many.
            self.wholes
                .extend(part.forms.iter().filter(|_| !part.inside.is_empty()).cloned());
        }
        // With "de la" between its parts and without.
        for parts in [&all, &telling] {
            for order in orders(parts) {
                self.add_whole(&order);
            }
        }
        self.add_initials(&telling);
        self.runs.add(&fields);
        let lengths = self.wholes.iter().chain(&self.singles).map(|it| it.len());
        self.longest = self.longest.max(lengths.max().unwrap_or(0));
    }

    fn add_whole(&mut self, order: &[&Part]) {
        let letters: usize = order.iter().map(|it| n_letters(&it.forms[0])).sum();
        let several = order.iter().filter(|it| n_letters(&it.forms[0]) > 1).count();
        if letters < RUN_TOGETHER || several < 2 {
            return;
        }
        for i in 0..2 {
            let form = |it: &&Part| it.forms.get(i).unwrap_or(&it.forms[0]).clone();
            self.wholes.insert(order.iter().map(form).collect());
        }
    }

    fn add_initials(&mut self, parts: &[Part]) {
        for (i, part) in parts.iter().enumerate() {
            for (_, other) in parts.iter().enumerate().filter(|(j, _)| *j != i) {
                let Some(initial) = part.forms[0].chars().next() else { continue };
                for form in other.forms.iter().filter(|it| n_letters(it) >= 2) {
                    self.initials.insert(format!("{initial}{form}"));
                    self.initials.insert(format!("{form}{initial}"));
                }
            }
        }
    }

    /// False for a piece with which no form begins, as nearly all do not: it may still have one
    /// inside, and a capital may part it from the next.
    pub(super) fn may_begin(&self, piece: &Atom) -> bool {
        let word = piece.folded();
        // Other scripts write words on to names, and some letters are two.
        if !word.is_ascii() || piece.forms.len() > 1 {
            return true;
        }
        let begins = |forms: &BTreeSet<String>| {
            let mut next = forms.range::<str, _>((Included(word), Unbounded));
            next.next().is_some_and(|it| it.starts_with(word))
        };
        [&self.singles, &self.wholes, &self.initials].into_iter().any(begins)
    }

    /// True where there is nothing to search for.
    pub(super) fn is_empty(&self) -> bool {
        self.singles.is_empty() && self.wholes.is_empty() && self.runs.is_empty()
    }
}

/// The orders in which people write the parts of a name: any two, all from each on, and some of
/// them one behind the other, as in "delacruz".
fn orders(parts: &[Part]) -> Vec<Vec<&Part>> {
    let n = parts.len();
    if n > MAX_PARTS {
        return Vec::new();
    }
    let others = |i: usize| (0..n).filter(move |j| *j != i);
    let pairs = (0..n).flat_map(|i| others(i).map(move |j| vec![&parts[i], &parts[j]]));
    let all =
        (0..n).filter(|_| n > 2).map(|i| (i..i + n).map(|it| &parts[it % n]).collect());
    let some =
        (0..n).flat_map(|i| (i + 3..=n).map(move |j| parts[i..j].iter().collect()));
    pairs.chain(all).chain(some).collect()
}
