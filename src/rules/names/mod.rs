//! What a person is called, found in what was written: in any script, in capitals or small
//! letters, in either order, run together. The one place that knows what a name is.
//!
//! What it cannot find, `crr explain` says of each rule that uses it (`limits`): a name that is
//! misspelled or shortened ("Quirroga", "Lupita"), and a name written in another alphabet than
//! the one we were given ("Olena" for "Олена"). Each way of writing one script in another has
//! many spellings, and most of them are somebody else's name: a guess would stop clean records
//! and still miss.

mod also_words;
mod around;
mod atoms;
mod endings;
mod forms;
mod joined;
mod letters;
mod mail;
mod readings;
mod runs;
mod sure;
mod unknown;

pub(super) use around::is_kin;
pub(super) use letters::{folded, in_one_script};
pub(super) use readings::readings;
pub(super) use sure::Certainty;
pub(super) use unknown::is_unknown;

use also_words::is_also_word;
use around::Around;
use atoms::{Atom, is_end_of_name, pieces};
use endings::{bare, is_case_of};
use forms::Forms;
use letters::{is_caseless, n_letters};

use crate::model::{ClientText, Profile};
use crate::source::Written;

/// Names, as they are searched for.
#[derive(Default)]
pub(super) struct Names {
    forms: Forms,
    /// The client's, where others are searched for: a family shares its name.
    own: Forms,
}

/// The most pieces that one name is put together from.
const MAX_PIECES: usize = 9;

/// Letters from which a whole name is found inside a longer word, and those of that word.
const INSIDE: usize = 8;

/// "On" in Arabic, which is Ali but for the dots below its last letter.
const ON: &str = "على";

/// Letters below which several words of every day are not taken for a name at all.
const TELLING: usize = 7;

impl Names {
    /// The names of a client, in one profile or several.
    pub(super) fn of_client<'a>(profiles: impl IntoIterator<Item = &'a Profile>) -> Self {
        let mut names = Self::default();
        for it in profiles {
            let fields = [&it.last_name, &it.first_name, &it.middle_name];
            let fields = fields.into_iter().flatten().map(ClientText::as_str);
            names.forms.add(&fields.collect::<Vec<_>>());
            names.forms.add(&it.alias.iter().map(ClientText::as_str).collect::<Vec<_>>());
        }
        names
    }

    /// The names of others of the household; what is the client's own is doubtful in them.
    pub(super) fn of_others<'a>(
        others: impl IntoIterator<Item = &'a ClientText>,
        own: Self,
    ) -> Self {
        Self::of_texts(others.into_iter().map(ClientText::as_str), own)
    }

    /// The same, of names that stand elsewhere than in a list.
    pub(super) fn of_texts<'a>(
        others: impl IntoIterator<Item = &'a str>,
        own: Self,
    ) -> Self {
        let mut names = Self { forms: Forms::default(), own: own.forms };
        for it in others {
            names.forms.add(&[it]);
        }
        names
    }

    /// True where there is nothing to search for.
    pub(super) fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// How certain it is that a text holds one of the names. Single parts of a name count
    /// only where somebody wrote freely.
    pub(super) fn found_in(&self, text: &str, written: Written) -> Certainty {
        if self.is_empty() || written == Written::OwnName {
            return Certainty::None;
        }
        let others = readings(text);
        let all = others.iter().map(String::as_str).chain([text]);
        all.map(|it| self.in_text(it, written)).max().unwrap_or_default()
    }

    fn in_text(&self, text: &str, written: Written) -> Certainty {
        let is_free = written.is_free();
        let found = self.forms.runs.found_in(text, &self.own.runs, is_free);
        let found = found.max(self.in_pieces(text, written));
        found.max(mail::found_in(&self.forms, &self.own, text))
    }

    fn in_pieces(&self, text: &str, written: Written) -> Certainty {
        let is_title = written == Written::Title;
        let (atoms, tail) = pieces(text);
        let mut found = Certainty::None;
        for from in 0..atoms.len() {
            found = found.max(self.spelled_out(&atoms[from..]));
            let most = if self.forms.may_begin(&atoms[from]) { MAX_PIECES } else { 2 };
            for to in from + 1..=atoms.len().min(from + most) {
                let these = Around { atoms: &atoms, from, to, tail: &tail };
                let n: usize = atoms[from..to].iter().map(|it| it.folded().len()).sum();
                // An ending may follow, or two letters stand for one.
                if n > self.forms.longest + 12 && to > from + 1 {
                    break;
                }
                let forms = Self::together(&these);
                found = found.max(self.whole(&these, &forms, is_title));
                found = found.max(self.with_initial(&these));
                if written.is_free() {
                    found = found.max(self.single(&these, &forms, is_title));
                    found = found.max(self.joined(&these, is_title));
                }
                if found == Certainty::Sure {
                    return found;
                }
            }
        }
        found
    }

    /// What several pieces may be together.
    fn together(these: &Around<'_>) -> Vec<String> {
        let atoms = &these.atoms[these.from..these.to];
        let form = |i: usize| -> String {
            atoms
                .iter()
                .map(|it| it.forms.get(i).unwrap_or(&it.forms[0]).as_str())
                .collect()
        };
        let mut forms = bare(&form(0), atoms[0].is_capital());
        if atoms.iter().any(|it| it.forms.len() > 1) {
            forms.push(form(1));
        }
        forms
    }

    /// The whole name of somebody, whatever stands between its parts.
    fn whole(&self, these: &Around<'_>, forms: &[String], is_title: bool) -> Certainty {
        let atoms = &these.atoms[these.from..these.to];
        let mut found: Vec<String> =
            forms.iter().filter(|it| self.is_whole(it)).cloned().collect();
        // "Tomas J. Quiroga".
        if let [first, middle, last] = atoms
            && middle.text.chars().count() == 1
        {
            let form = format!("{}{}", first.folded(), last.folded());
            found.extend(Some(form).filter(|it| self.is_whole(it)));
        }
        if let [long] = atoms
            && n_letters(long.folded()) > INSIDE
        {
            let mut wholes = self.forms.wholes.iter();
            let inside =
                |it: &&String| n_letters(it) >= INSIDE && long.folded().contains(&***it);
            found.extend(wholes.find(inside).cloned());
        }
        let Some(whole) = found.first() else { return Certainty::None };
        if self.own.wholes.contains(whole) {
            return Certainty::Doubtful;
        }
        let is_every_day =
            |it: &Atom| is_also_word(it.folded()) || n_letters(it.folded()) < 3;
        if these.is_in_a_city() || these.is_public_place() {
            return Certainty::Doubtful;
        }
        let is_plain = atoms.iter().any(|it| !is_every_day(it) && atoms.len() > 1);
        let is_alone = atoms.len() == 1 && !is_also_word(atoms[0].folded());
        if is_plain || is_alone {
            return Certainty::Sure;
        }
        let is_joined = atoms.len() > 1 && atoms[1..].iter().all(Atom::is_joined);
        // "Li, May" is written in lists of names.
        let is_turned = atoms.len() > 1 && atoms[1].gap.starts_with(',');
        match atoms.iter().all(Atom::is_capital) {
            true if these.is_place() || these.is_address() => Certainty::Doubtful,
            true => Certainty::Sure,
            false if is_joined => Certainty::Sure,
            false if n_letters(whole) >= TELLING || is_turned || is_title => {
                Certainty::Doubtful
            }
            // Nothing else is written: "mai le".
            false if atoms.len() == these.atoms.len() => Certainty::Doubtful,
            false if these.is_spoken_of() => Certainty::Doubtful,
            false => Certainty::None,
        }
    }

    fn is_whole(&self, form: &str) -> bool {
        let wholes = &self.forms.wholes;
        wholes.contains(form)
            || (!form.is_ascii() && wholes.iter().any(|it| is_case_of(form, it)))
    }

    /// "T. Quiroga", "Quiroga, T.", "t_quiroga".
    fn with_initial(&self, these: &Around<'_>) -> Certainty {
        let [first, second] = &these.atoms[these.from..these.to] else {
            return Certainty::None;
        };
        let is_short = |it: &Atom| it.text.chars().count() == 1;
        let form = format!("{}{}", first.folded(), second.folded());
        if is_short(first) == is_short(second)
            || !self.forms.initials.contains(&form)
            || second.gap.starts_with(atoms::INNER)
        {
            return Certainty::None;
        }
        let is_dotted = second.gap.starts_with('.') || second.is_joined();
        let other = if is_short(first) { second } else { first };
        let is_doubtful = self.own.initials.contains(&form)
            || (is_also_word(other.folded()) && !is_dotted && !second.gap.contains(','));
        match first.is_capital() && second.is_capital() || second.is_joined() {
            true if is_doubtful => Certainty::Doubtful,
            true => Certainty::Sure,
            false => Certainty::None,
        }
    }

    /// A part of a name, alone.
    fn single(&self, these: &Around<'_>, forms: &[String], is_title: bool) -> Certainty {
        let atoms = &these.atoms[these.from..these.to];
        let is_word = atoms[1..].iter().all(Atom::is_inner);
        if !is_word || is_end_of_name(these.atoms, these.from) {
            return Certainty::None;
        }
        let singles = &self.forms.singles;
        let is_one = |it: &&String| {
            singles.contains(*it)
                || (!it.is_ascii() && singles.iter().any(|name| is_case_of(it, name)))
        };
        let Some(found) = forms.iter().find(is_one) else { return Certainty::None };
        if self.own.singles.contains(found) {
            // Of the family it may be the client.
            let is_other = these.has_title() || these.is_kin();
            return if is_other { Certainty::Doubtful } else { Certainty::None };
        }
        let is_on = these.atoms[these.from].text == ON;
        if is_on || is_also_word(found) || n_letters(found) < 3 {
            every_day(these, found, is_title)
        } else if these.is_in_a_city() || these.is_date() {
            Certainty::None
        } else if these.is_place() || these.is_land() || these.is_vietnamese_word() {
            Certainty::Doubtful
        } else {
            Certainty::Sure
        }
    }

    /// "T o m a s".
    fn spelled_out(&self, atoms: &[Atom]) -> Certainty {
        let is_one = |it: &&Atom| it.text.chars().count() == 1;
        let n = atoms.iter().take_while(is_one).count();
        let word: String = atoms[..n].iter().map(|it| it.folded()).collect();
        let is_name =
            self.forms.singles.contains(&word) || self.forms.wholes.contains(&word);
        if n > 3 && is_name { Certainty::Sure } else { Certainty::None }
    }
}

/// How certain it is that a word of every day is a name where it stands.
fn every_day(these: &Around<'_>, found: &str, is_title: bool) -> Certainty {
    let first = &these.atoms[these.from];
    if these.is_in_a_city() || these.is_date() {
        return Certainty::None;
    }
    if is_caseless(&first.text) {
        let is_word = (is_also_word(found) || first.text == ON) && !these.has_title();
        return if is_word { Certainty::Doubtful } else { Certainty::Sure };
    }
    if !first.is_capital() {
        let is_person = these.is_spoken_of() && !these.is_place();
        let is_called = is_title && n_letters(found) >= 3;
        if is_person || is_called { Certainty::Doubtful } else { Certainty::None }
    } else if these.has_title() {
        Certainty::Sure
    } else if these.is_place()
        || these.is_address()
        || these.is_land()
        || these.is_kind_of_place()
    {
        Certainty::Doubtful
    } else if !is_also_word(found) && !these.is_all_capital() {
        Certainty::Sure
    } else if these.is_start() || these.is_all_capital() || these.is_abbreviation() {
        Certainty::Doubtful
    } else {
        Certainty::Sure
    }
}

#[cfg(test)]
mod tests;
