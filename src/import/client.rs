//! Client.csv: its columns, a row of it, and the profile that the row becomes (HMIS CSV Format
//! Specifications, FY2024 and FY2026). Coded columns are those of `model/coded.rs`.

use super::bad_row::{BadRow, TableFile, Wrong};
use super::layout::{DELETED, Layout};
use super::rounded::is_rounded;
use super::table::Row;
use crate::extract::Fields;
use crate::model::{
    Coded, Codes, Day, Hud, Named, Profile, Standard, Veteran, is_digest,
};

pub(super) const CLIENT: Layout = Layout {
    file: TableFile::Export("Client.csv"),
    is_needed: true,
    needed: &["PersonalID"],
    optional: &[
        &first(&TEXTS),
        &coded::<_, { Profile::CODED.len() }>(Profile::CODED),
        &["DOB", DELETED],
        &first(&YEARS),
        &coded::<_, { Veteran::CODED.len() }>(Veteran::CODED),
        &named::<_, { n_columns(Profile::NAMED) }>(Profile::NAMED),
        &named::<_, { n_columns(Veteran::NAMED) }>(Veteran::NAMED),
    ],
};

/// Texts of the profile: the column, the key.
const TEXTS: [(&str, &str); 7] = [
    ("FirstName", "first_name"),
    ("MiddleName", "middle_name"),
    ("LastName", "last_name"),
    ("NameSuffix", "name_suffix"),
    ("SSN", "ssn"),
    ("AdditionalRaceEthnicity", "additional_race_ethnicity"),
    (OWN_WORDS, "different_identity"),
];

/// Where the Social Security number is among them.
const SSN: usize = 4;

/// Gender in the client's own words, which FY2024 alone asks for.
const OWN_WORDS: &str = "DifferentIdentityText";

/// Years of a veteran's service: the column, the key.
const YEARS: [(&str, &str); 2] =
    [("YearEnteredService", "year_entered_service"), ("YearSeparated", "year_separated")];

const fn first<const N: usize>(
    rows: &[(&'static str, &'static str); N],
) -> [&'static str; N] {
    let mut columns = [""; N];
    let mut i = 0;
    while i < N {
        columns[i] = rows[i].0;
        i += 1;
    }
    columns
}

const fn coded<T, const N: usize>(rows: &[Coded<T>]) -> [&'static str; N] {
    let mut columns = [""; N];
    let mut i = 0;
    while i < N {
        columns[i] = rows[i].column;
        i += 1;
    }
    columns
}

const fn n_columns<T>(rows: &[Named<T>]) -> usize {
    let (mut i, mut n) = (0, 0);
    while i < rows.len() {
        n += rows[i].columns.len();
        i += 1;
    }
    n
}

const fn named<T, const N: usize>(rows: &[Named<T>]) -> [&'static str; N] {
    let mut columns = [""; N];
    let (mut i, mut n) = (0, 0);
    while i < rows.len() {
        let mut j = 0;
        while j < rows[i].columns.len() {
            columns[n] = rows[i].columns[j];
            n += 1;
            j += 1;
        }
        i += 1;
    }
    columns
}

/// Which columns are of the other standard only, so that nobody misses them.
pub(super) fn is_of_other(standard: Standard, column: &str) -> bool {
    if column == OWN_WORDS {
        return standard != Standard::Fy2024;
    }
    if let Some(field) = Profile::CODED.iter().find(|it| it.column == column) {
        return field.only.is_some_and(|it| it != standard);
    }
    // A list of one standard does not have the columns of the other.
    let hud = Hud::of(standard);
    let field = Profile::NAMED.iter().find(|it| it.columns.contains(&column));
    field.is_some_and(|it| hud.plain(it.key, column).is_none())
}

/// The column that FY2026 spells otherwise than FY2024; some exports do not.
pub(super) const SPELLINGS: [&str; 2] = ["HispanicLatinaeo", "HispanicLatinao"];

/// The name of a column as the standard spells it.
fn spelled(column: &'static str, standard: Standard) -> &'static str {
    match standard {
        _ if !SPELLINGS.contains(&column) => column,
        Standard::Fy2024 => SPELLINGS[0],
        Standard::Fy2026 => SPELLINGS[1],
    }
}

/// A row of Client.csv.
#[derive(PartialEq)]
pub(super) struct Client {
    texts: [Option<String>; TEXTS.len()],
    codes: [Option<i64>; Profile::CODED.len()],
    names: [Vec<&'static str>; Profile::NAMED.len()],
    dob: Option<Day>,
    veteran: Option<Service>,
    /// Columns of yes-or-no questions that say neither.
    odd_answers: Vec<&'static str>,
}

/// What only veterans answer.
#[derive(PartialEq)]
struct Service {
    years: [Option<i64>; YEARS.len()],
    codes: [Option<i64>; Veteran::CODED.len()],
    names: [Vec<&'static str>; Veteran::NAMED.len()],
}

impl Client {
    pub(super) fn of(row: &Row<'_>) -> Result<Self, BadRow> {
        check_not_hashed(row)?;
        check_whole_ssn(row)?;
        let mut texts = [const { None }; TEXTS.len()];
        for (text, (column, _)) in texts.iter_mut().zip(TEXTS) {
            *text = row.kept(column)?;
        }
        texts[SSN] = whole_number(texts[SSN].take());
        let mut odd_answers = Vec::new();
        Ok(Self {
            texts,
            codes: codes(row, Profile::CODED)?,
            names: names(row, Profile::NAMED, &mut odd_answers)?,
            dob: row.day("DOB")?,
            veteran: Service::of(row, &mut odd_answers)?,
            odd_answers,
        })
    }

    /// Columns of yes-or-no questions that say neither: no page has a place for that.
    pub(super) fn odd_answers(&self) -> impl Iterator<Item = &'static str> {
        self.odd_answers.iter().copied()
    }

    /// Columns that say something, and that the standard of the export does not have.
    pub(super) fn of_other(&self, standard: Standard) -> Vec<&'static str> {
        let is_other = |only: Option<Standard>| only.is_some_and(|it| it != standard);
        let texts = TEXTS.iter().zip(&self.texts).filter(|(it, text)| {
            it.0 == OWN_WORDS && standard != Standard::Fy2024 && text.is_some()
        });
        let codes = Profile::CODED.iter().zip(self.codes).filter(|(field, code)| {
            is_other(field.only) && code.is_some_and(|it| it != NOT_COLLECTED)
        });
        let names =
            Profile::NAMED.iter().zip(&self.names).filter(|it| is_other(it.0.only));
        texts
            .map(|it| it.0.0)
            .chain(codes.map(|it| it.0.column))
            .chain(names.flat_map(|it| it.1.iter().copied()))
            .collect()
    }

    /// The profile, as the extract has it.
    pub(super) fn profile(&self, id: &str, standard: Standard) -> Fields {
        let mut profile = Fields::of(id);
        for ((column, key), text) in TEXTS.iter().zip(&self.texts) {
            if *column != OWN_WORDS || standard == Standard::Fy2024 {
                profile.set(key, text.as_deref());
            }
        }
        let codes = |is_older: bool, profile: &mut Fields| {
            for (field, code) in Profile::CODED.iter().zip(self.codes) {
                let is_asked = field.only.is_none_or(|it| it == standard);
                if is_asked && is_older == (field.only == Some(Standard::Fy2024)) {
                    profile.code(field, code);
                }
            }
        };
        codes(false, &mut profile);
        profile.day("dob", self.dob);
        for (field, names) in Profile::NAMED.iter().zip(&self.names) {
            if field.only.is_none_or(|it| it == standard) {
                let names: Vec<_> =
                    names.iter().map(|it| spelled(it, standard)).collect();
                profile.names(field, &names);
            }
        }
        // Why no gender is set comes after the genders.
        codes(true, &mut profile);
        if let Some(it) = &self.veteran {
            profile.part("veteran", it.fields());
        }
        profile
    }
}

impl Service {
    /// None where no column says anything.
    fn of(
        row: &Row<'_>,
        odd_answers: &mut Vec<&'static str>,
    ) -> Result<Option<Self>, BadRow> {
        let mut years = [None; YEARS.len()];
        for (year, (column, _)) in years.iter_mut().zip(YEARS) {
            *year = row.code(column)?;
        }
        let codes = codes(row, Veteran::CODED)?;
        let names = names(row, Veteran::NAMED, odd_answers)?;
        let says_something = years.iter().chain(&codes).any(Option::is_some)
            || names.iter().any(|it| !it.is_empty());
        Ok(says_something.then_some(Self { years, codes, names }))
    }

    fn fields(&self) -> Fields {
        let mut fields = Fields::default();
        for ((_, key), year) in YEARS.iter().zip(self.years) {
            fields.set(key, year);
        }
        for (field, names) in Veteran::NAMED.iter().zip(&self.names) {
            fields.names(field, names);
        }
        for (field, code) in Veteran::CODED.iter().zip(self.codes) {
            fields.code(field, code);
        }
        fields
    }
}

fn codes<T, const N: usize>(
    row: &Row<'_>,
    fields: &[Coded<T>],
) -> Result<[Option<i64>; N], BadRow> {
    let mut codes = [None; N];
    for (code, field) in codes.iter_mut().zip(fields) {
        *code = row.code(field.column)?;
    }
    Ok(codes)
}

/// HUD's code for data that nobody asked for, in every list.
const NOT_COLLECTED: i64 = 99;

/// The columns that are set to 1; those that say neither yes nor no are noted.
fn names<T, const N: usize>(
    row: &Row<'_>,
    fields: &[Named<T>],
    odd_answers: &mut Vec<&'static str>,
) -> Result<[Vec<&'static str>; N], BadRow> {
    let mut names = [const { Vec::new() }; N];
    for (names, field) in names.iter_mut().zip(fields) {
        for column in field.columns {
            match row.code(column)? {
                Some(1) => names.push(*column),
                None | Some(0 | NOT_COLLECTED) => {}
                Some(_) => odd_answers.push(*column),
            }
        }
    }
    Ok(names)
}

/// HUD list 3.04.2: "Approximate or partial SSN reported".
const PARTIAL_SSN: i64 = 2;

/// A number without the fraction that a spreadsheet adds to a whole one.
fn whole_number(text: Option<String>) -> Option<String> {
    let is_number = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    text.map(|it| match it.split_once('.') {
        Some((whole, "0" | "00")) if is_number(whole) => whole.to_owned(),
        _ => it,
    })
}

/// Of a number that is not said to be a part, eight or seven digits are what a spreadsheet left.
fn check_whole_ssn(row: &Row<'_>) -> Result<(), BadRow> {
    let is_short =
        |it: &str| [7, 8].contains(&it.len()) && it.bytes().all(|b| b.is_ascii_digit());
    let ssn = whole_number(row.kept("SSN")?);
    if ssn.as_deref().is_some_and(is_rounded) {
        return Err(row.bad(Wrong::Rounded("SSN")));
    }
    let is_part = row.code("SSNDataQuality")? == Some(PARTIAL_SSN);
    if !is_part && ssn.as_deref().is_some_and(is_short) {
        return Err(row.bad(Wrong::LostZero("SSN")));
    }
    Ok(())
}

/// A digest is nobody's name, whatever Export.csv says of it.
fn check_not_hashed(row: &Row<'_>) -> Result<(), BadRow> {
    for column in ["FirstName", "MiddleName", "LastName"] {
        if row.text(column)?.is_some_and(is_digest) {
            return Err(row.bad(Wrong::Hashed(column)));
        }
    }
    // HUD CSV, hashed for RHY: the last four, then the digest.
    let is_ssn = |it: &str| is_digest(it) || it.get(4..).is_some_and(is_digest);
    if row.text("SSN")?.is_some_and(is_ssn) {
        return Err(row.bad(Wrong::Hashed("SSN")));
    }
    Ok(())
}
