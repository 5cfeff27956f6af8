//! The columns of one table: which section it is, and which of its columns are which fields.

use super::fault::Wrong;
use super::label::{Fit, Forms};
use super::map::TableMap;
use super::shape::{SHAPES, Shape};

/// The columns of a table that has its section.
#[derive(Debug)]
pub(super) struct Columns {
    pub shape: &'static Shape,
    /// The column that says whose row it is.
    pub client: usize,
    /// Columns with Yes where a row is deleted.
    pub deleted: Vec<usize>,
    /// The columns of each field, the first to be asked first.
    pub fields: Vec<Vec<usize>>,
    /// What a page calls a field of the community's own, and its column.
    pub custom: Vec<(String, usize)>,
    /// Columns that say whether a row is private, where a record has no field for that.
    pub private: Vec<usize>,
    /// Columns that say something and are not used.
    pub unused: Vec<usize>,
    /// Columns without a name.
    pub nameless: Vec<usize>,
}

/// What is wrong with the columns of a table, and which column it is where that is one.
pub(super) type Misfit = (Wrong, Option<usize>);

/// Finds the section of a table, and its columns. Where the file's name says what it is, that
/// holds; otherwise the columns tell.
pub(super) fn columns(
    header: &[String],
    named: Option<&'static Shape>,
    map: &TableMap,
) -> Result<Columns, Misfit> {
    let forms: Vec<Forms> = header.iter().map(|it| Forms::of(it, &map.views)).collect();
    let is_refused = |it: &Forms| map.refused().iter().any(|words| it.has(words));
    if forms.iter().any(is_refused) {
        return Err((Wrong::CaseNotes, None));
    }
    let client = client(&forms, map)?;
    let claims = |shape| Claims::of(&forms, shape, map, client);
    let claims = match named {
        Some(shape) => claims(shape),
        None => nearest(SHAPES.iter().map(claims).collect())?,
    };
    let lacks = claims.lacks(claims.shape.needed);
    if !lacks.is_empty() {
        return Err((Wrong::Lacks(claims.shape.section, lacks), None));
    }
    claims.settled(&forms, map, client)
}

/// True where one of these names is that of the column that says whose a row is.
pub(super) fn names_client(header: &[String], map: &TableMap) -> bool {
    let forms: Vec<Forms> = header.iter().map(|it| Forms::of(it, &map.views)).collect();
    !matches!(client(&forms, map), Err((Wrong::NoIdentifier, _)))
}

fn client(forms: &[Forms], map: &TableMap) -> Result<usize, Misfit> {
    let fits = |it: &Forms| map.client.iter().any(|label| it.fit(label).is_some());
    let mut found = forms.iter().enumerate().filter(|it| fits(it.1)).map(|it| it.0);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (Some(_), Some(second)) => Err((Wrong::TwoColumns("client"), Some(second))),
        _ => Err((Wrong::NoIdentifier, None)),
    }
}

/// Of the sections whose needed columns are all there the one with most columns. Where one that
/// lacks some has more, or two have as many, nothing is guessed.
fn nearest(mut all: Vec<Claims>) -> Result<Claims, Misfit> {
    all.sort_by_key(|it| (std::cmp::Reverse(it.n()), !it.missing().is_empty()));
    let [first, second, ..] = &all[..] else { return Err((Wrong::NotKnown(None), None)) };
    let missing = first.missing();
    let is_tie = first.n() == second.n() && second.missing().is_empty();
    if first.n() == 0 || is_tie {
        return Err((Wrong::NotKnown(None), None));
    }
    if !missing.is_empty() {
        let nearest = (first.shape.section, missing);
        return Err((Wrong::NotKnown(Some(nearest)), None));
    }
    Ok(all.swap_remove(0))
}

/// What the columns of a table would be, were it this section.
struct Claims {
    shape: &'static Shape,
    /// Of each column the field that it fits best, how well, and by which of its labels.
    fields: Vec<Option<(usize, Fit, usize)>>,
}

impl Claims {
    fn of(forms: &[Forms], shape: &'static Shape, map: &TableMap, client: usize) -> Self {
        let claim = |(i, it): (usize, &Forms)| {
            if i == client {
                return None;
            }
            let fits = shape.fields.iter().enumerate().flat_map(|(field, _)| {
                let labels = map.columns(shape, field).iter().enumerate();
                labels.filter_map(move |(n, label)| Some((it.fit(label)?, field, n)))
            });
            let (fit, field, n) = fits.min()?;
            let ignored = map.ignored.iter().filter_map(|label| it.fit(label)).min();
            ignored.is_none_or(|it| fit <= it).then_some((field, fit, n))
        };
        Self { shape, fields: forms.iter().enumerate().map(claim).collect() }
    }

    /// How many columns fit.
    fn n(&self) -> usize {
        self.fields.iter().flatten().count()
    }

    fn has(&self, key: &str) -> bool {
        let field = self.shape.field(key).map(|it| it.0);
        self.fields.iter().flatten().any(|it| Some(it.0) == field)
    }

    /// What a table lacks whose name does not say what it is.
    fn missing(&self) -> Vec<&'static str> {
        let lacks = self.lacks(self.shape.needed);
        let is_told = self.shape.telling.is_empty() || !lacks.is_empty();
        if is_told { lacks } else { self.lacks(&[self.shape.telling]) }
    }

    /// What is missing of lists of which one field each is needed: the first of the list.
    fn lacks(&self, needed: &[&'static [&'static str]]) -> Vec<&'static str> {
        let missing = needed.iter().filter(|any| !any.iter().any(|it| self.has(it)));
        missing.filter_map(|any| any.first().copied()).collect()
    }

    fn settled(
        self,
        forms: &[Forms],
        map: &TableMap,
        client: usize,
    ) -> Result<Columns, Misfit> {
        let mut columns = Columns {
            shape: self.shape,
            client,
            deleted: Vec::new(),
            fields: Vec::new(),
            custom: Vec::new(),
            private: Vec::new(),
            unused: Vec::new(),
            nameless: Vec::new(),
        };
        for (i, field) in self.shape.fields.iter().enumerate() {
            let claims = self.fields.iter().enumerate();
            let mut own: Vec<(usize, usize)> = claims
                .filter_map(|(at, it)| it.filter(|it| it.0 == i).map(|it| (it.2, at)))
                .collect();
            own.sort_unstable();
            let same = own.windows(2).find(|it| it[0].0 == it[1].0);
            if let Some(same) = same {
                return Err((Wrong::TwoColumns(field.key), Some(same[1].1)));
            }
            columns.fields.push(own.into_iter().map(|it| it.1).collect());
        }
        for (at, it) in forms.iter().enumerate() {
            let fits =
                |labels: &[String]| labels.iter().any(|label| it.fit(label).is_some());
            let custom = map.custom_fields.iter().find(|(_, labels)| fits(labels));
            let is_profile = self.shape.section == crate::model::SectionKind::Profile;
            if at == client || self.fields[at].is_some() {
                continue;
            }
            if let Some((label, _)) = custom.filter(|_| is_profile) {
                columns.custom.push((label.clone(), at));
            } else if fits(&map.deleted) {
                columns.deleted.push(at);
            } else if fits(&map.ignored) && it.fit(PRIVATE).is_some() {
                columns.private.push(at);
            } else if it.is_empty() {
                columns.nameless.push(at);
            } else if !fits(&map.ignored) {
                columns.unused.push(at);
            }
        }
        Ok(columns)
    }
}

/// The label of a column that marks a row as private.
const PRIVATE: &str = "private";

/// The name that a spreadsheet gives a column: a header that the mapping does not know may be
/// data, and is not shown.
pub(super) fn letter(mut at: usize) -> String {
    let mut name = Vec::new();
    loop {
        name.push(b'A' + u8::try_from(at % 26).expect("below 26"));
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    name.reverse();
    String::from_utf8(name).expect("letters")
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn columns_have_the_names_of_a_spreadsheet() {
        let names: Vec<_> = [0, 25, 26, 51, 52, 701, 702].map(letter).into();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
