//! Numbers of lines, "P3" or "E7": what the client writes on the worksheet, or says on the
//! telephone, to name a line. They are the same in every language and edition, and no two lines
//! of a copy have one number, also where it shows several profiles.

use std::collections::BTreeMap;

use super::profile_pages::ProfilePages;

/// A line that has a number.
pub(super) trait Numbered {
    /// Where the number stands.
    fn number(&mut self) -> &mut String;
}

macro_rules! numbered {
    ($($line:ty),+) => {
        $(impl Numbered for $line {
            fn number(&mut self) -> &mut String {
                &mut self.number
            }
        })+
    };
}

numbered!(
    super::words::Fact,
    super::roi::Row,
    super::contacts::Row,
    super::enrollments::Row,
    super::documents::Row,
    super::offered::TableRow
);

/// The next number of each section, by the letter of the section.
#[derive(Default)]
struct Numbers(BTreeMap<char, usize>);

impl Numbers {
    fn give<'a, T: Numbered + 'a>(
        &mut self,
        letter: char,
        lines: impl IntoIterator<Item = &'a mut T>,
    ) {
        let last = self.0.entry(letter).or_default();
        for line in lines {
            *last += 1;
            *line.number() = format!("{letter}{last}");
        }
    }
}

/// Numbers the lines of every section, in the order in which they are printed. The letter is
/// that of the English name; N is for alerts ("notes").
pub(super) fn number(profiles: &mut [ProfilePages]) {
    let mut numbers = Numbers::default();
    for it in profiles {
        if let Some(view) = &mut it.profile.body {
            numbers.give('P', &mut view.facts);
            numbers.give('P', view.veteran.iter_mut().flatten());
            numbers.give('P', &mut view.custom);
        }
        if let Some(view) = &mut it.release_of_information.body {
            numbers.give('R', &mut view.rows);
        }
        if let Some(view) = &mut it.contact_information.body {
            numbers.give('C', &mut view.rows);
        }
        if let Some(view) = &mut it.enrollments.body {
            numbers.give('E', view.groups.iter_mut().flat_map(|it| &mut it.rows));
        }
        if let Some(view) = &mut it.documents.body {
            numbers.give('D', &mut view.rows);
        }
        if let Some(view) = &mut it.assessments.body {
            numbers.give('A', view.rows.iter_mut().flat_map(|it| &mut it.answers));
        }
        let tables =
            [('S', &mut it.services), ('N', &mut it.alerts), ('L', &mut it.locations)];
        for (letter, table) in tables {
            if let Some(view) = &mut table.body {
                numbers.give(letter, &mut view.rows);
            }
        }
    }
}
