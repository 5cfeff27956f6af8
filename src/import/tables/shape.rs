//! What a table can hold of each section: its fields, what stands in them, and without which of
//! them it is no table of that section. The keys are those of a mapping file.

use crate::model::SectionKind;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text in one line.
    Text,
    /// A text that staff may have typed in several lines.
    Lines,
    /// A day.
    Day,
    /// A year.
    Year,
    /// A number that names something; Looker may write it with thousands marks.
    Id,
    /// Yes or no.
    YesNo,
    /// An answer of this list of HUD's.
    Code(&'static str),
    /// Several answers of this list, whose names are HUD's columns.
    Names(&'static str),
}

/// A field of a section.
#[derive(Debug)]
pub(super) struct Field {
    /// Its key in a mapping file.
    pub key: &'static str,
    /// What stands in it.
    pub kind: Kind,
}

/// A section that a table may be.
#[derive(Debug)]
pub(super) struct Shape {
    /// The section.
    pub section: SectionKind,
    /// Its fields.
    pub fields: &'static [Field],
    /// What it needs; of each list one field.
    pub needed: &'static [&'static [&'static str]],
    /// What it needs besides where its name does not say what it is; of the list one field.
    pub telling: &'static [&'static str],
}

impl Shape {
    /// The shape of a section, where tables can hold it.
    pub(super) fn of(section: SectionKind) -> Option<&'static Self> {
        SHAPES.iter().find(|it| it.section == section)
    }

    /// The field of a key.
    pub(super) fn field(&self, key: &str) -> Option<(usize, &'static Field)> {
        self.fields.iter().enumerate().find(|(_, it)| it.key == key)
    }
}

/// Every section that tables can hold, in the order of the pages.
pub(super) const SHAPES: &[Shape] = &[
    Shape {
        section: SectionKind::Profile,
        fields: PROFILE,
        needed: &[&["first_name", "last_name", "private"]],
        telling: &["dob", "ssn", "sex", "gender", "race_ethnicity", "veteran_status"],
    },
    Shape {
        section: SectionKind::ReleaseOfInformation,
        fields: RELEASE,
        needed: &[&["permission"], &["start_date"]],
        telling: &[],
    },
    Shape {
        section: SectionKind::ContactInformation,
        fields: CONTACT,
        needed: &[&["person", "phone", "email", "address"]],
        telling: &["phone", "email", "address"],
    },
    Shape {
        section: SectionKind::Enrollments,
        fields: ENROLLMENT,
        needed: &[&["enrollment_id"], &["entry_date"]],
        telling: &[],
    },
    Shape {
        section: SectionKind::Documents,
        fields: DOCUMENT,
        needed: &[&["name"], &["added_on"]],
        telling: &[],
    },
];

/// Columns of the theaters of war, each with the name that HUD gives it.
pub(super) const THEATERS: [(&str, &str); 8] = [
    ("theater_WorldWarII", "WorldWarII"),
    ("theater_KoreanWar", "KoreanWar"),
    ("theater_VietnamWar", "VietnamWar"),
    ("theater_DesertStorm", "DesertStorm"),
    ("theater_AfghanistanOEF", "AfghanistanOEF"),
    ("theater_IraqOIF", "IraqOIF"),
    ("theater_IraqOND", "IraqOND"),
    ("theater_OtherTheater", "OtherTheater"),
];

const fn field(key: &'static str, kind: Kind) -> Field {
    Field { key, kind }
}

const PROFILE: &[Field] = &[
    field("private", Kind::YesNo),
    field("first_name", Kind::Text),
    field("middle_name", Kind::Text),
    field("last_name", Kind::Text),
    field("name_suffix", Kind::Text),
    field("alias", Kind::Text),
    field("name_data_quality", Kind::Code("name_data_quality")),
    field("ssn", Kind::Text),
    field("ssn_data_quality", Kind::Code("ssn_data_quality")),
    field("dob", Kind::Day),
    field("dob_data_quality", Kind::Code("dob_data_quality")),
    field("sex", Kind::Code("sex")),
    field("gender", Kind::Names("gender")),
    field("race_ethnicity", Kind::Names("race_ethnicity")),
    field("additional_race_ethnicity", Kind::Lines),
    field("veteran_status", Kind::Code("veteran_status")),
    field("year_entered_service", Kind::Year),
    field("year_separated", Kind::Year),
    field("military_branch", Kind::Code("military_branch")),
    field("discharge_status", Kind::Code("discharge_status")),
    field(THEATERS[0].0, Kind::Code("theater_answer")),
    field(THEATERS[1].0, Kind::Code("theater_answer")),
    field(THEATERS[2].0, Kind::Code("theater_answer")),
    field(THEATERS[3].0, Kind::Code("theater_answer")),
    field(THEATERS[4].0, Kind::Code("theater_answer")),
    field(THEATERS[5].0, Kind::Code("theater_answer")),
    field(THEATERS[6].0, Kind::Code("theater_answer")),
    field(THEATERS[7].0, Kind::Code("theater_answer")),
];

const RELEASE: &[Field] = &[
    field("permission", Kind::YesNo),
    field("start_date", Kind::Day),
    field("end_date", Kind::Day),
    field("documentation", Kind::Text),
    field("location", Kind::Lines),
    field("agency", Kind::Text),
];

const CONTACT: &[Field] = &[
    field("person", Kind::Lines),
    field("phone", Kind::Lines),
    field("email", Kind::Lines),
    field("address", Kind::Lines),
    field("postal_code", Kind::Text),
    field("type", Kind::Text),
    field("note", Kind::Lines),
    field("updated_on", Kind::Day),
];

const ENROLLMENT: &[Field] = &[
    field("enrollment_id", Kind::Id),
    field("project_name", Kind::Text),
    field("project_type", Kind::Code("project_type")),
    field("agency", Kind::Text),
    field("relationship_to_hoh", Kind::Code("relationship_to_hoh")),
    field("entry_date", Kind::Day),
    field("move_in_date", Kind::Day),
    field("exit_date", Kind::Day),
    field("destination", Kind::Code("destination")),
];

const DOCUMENT: &[Field] = &[
    field("document_id", Kind::Id),
    field("category", Kind::Text),
    field("name", Kind::Lines),
    field("added_on", Kind::Day),
    field("agency", Kind::Text),
];
