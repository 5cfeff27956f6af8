//! The rows of an extract. Each carries the `client_id` it is about: that is how another
//! person's row is caught. Codes are HUD codes of the extract's standard.

use super::{ClientId, ClientText, Day};
use crate::source::{record, tokens};

tokens! {
    /// The sections of a dashboard, in the order in which they are printed.
    pub enum SectionKind {
        /// Basic demographic data.
        Profile = "profile",
        /// Permission to share, with its dates.
        ReleaseOfInformation = "release-of-information",
        /// Phone numbers, addresses.
        ContactInformation = "contact-information",
        /// Every stay in a project.
        Enrollments = "enrollments",
        /// The list of uploaded documents, never the files.
        Documents = "documents",
        /// Questions that staff asked, with the answers.
        Assessments = "assessments",
        /// Help that was given.
        Services = "services",
        /// Notes for other staff.
        Alerts = "alerts",
        /// Places.
        Locations = "locations",
    }
}

impl SectionKind {
    /// The key of the section in an extract.
    pub fn key(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::ReleaseOfInformation => "release_of_information",
            Self::Enrollments => "enrollments",
            Self::Documents => "documents",
            Self::ContactInformation => "contact_information",
            Self::Assessments => "assessments",
            Self::Services => "services",
            Self::Alerts => "alerts",
            Self::Locations => "locations",
        }
    }

    /// True for the sections that the newer policy offers besides the dashboard.
    pub fn is_offered(self) -> bool {
        matches!(
            self,
            Self::Assessments | Self::Services | Self::Alerts | Self::Locations
        )
    }
}

record! {
    /// Who the system says the client is (HUD 3.01–3.07, V1).
    #[derive(Debug, Clone)]
    pub struct Profile {
        /// Whose row this is.
        pub client_id: ClientId,
        /// True where only the agency that made the record may see it.
        pub private: Option<bool>,
        /// HUD 3.01.1.
        pub first_name: Option<ClientText> as OwnName,
        /// HUD 3.01.2.
        pub middle_name: Option<ClientText> as OwnName,
        /// HUD 3.01.3.
        pub last_name: Option<ClientText> as OwnName,
        /// HUD 3.01.4.
        pub name_suffix: Option<ClientText> as OwnName,
        /// The name the client goes by.
        pub alias: Option<ClientText> as OwnName,
        /// HUD list 3.01.5.
        pub name_data_quality: Option<i64>,
        /// Nine digits, or masked with `*` or `x`.
        pub ssn: Option<ClientText> as Listed,
        /// HUD list 3.02.2.
        pub ssn_data_quality: Option<i64>,
        /// HUD 3.03.1.
        pub dob: Option<Day>,
        /// HUD list 3.03.2.
        pub dob_data_quality: Option<i64>,
        /// FY2026: HUD list 3.06.1.
        pub sex: Option<i64>,
        /// FY2024: the names of the gender columns that are set.
        pub gender: Option<Vec<ClientText>> as Listed,
        /// FY2024: why no gender is set (8, 9, 99).
        pub gender_none: Option<i64>,
        /// FY2024, 3.06: gender, in the client's own words.
        pub different_identity: Option<ClientText>,
        /// The names of the race and ethnicity columns that are set.
        pub race_ethnicity: Vec<ClientText> as Listed,
        /// Why none is set (8, 9, 99).
        pub race_none: Option<i64>,
        /// HUD 3.04.2, free text.
        pub additional_race_ethnicity: Option<ClientText>,
        /// HUD list 1.8.
        pub veteran_status: Option<i64>,
        /// Answered only for veterans.
        pub veteran: Option<Veteran>,
        /// What the community added to the profile screen.
        pub custom_fields: Vec<CustomField>,
    }
}

record! {
    /// Service in the armed forces (HUD V1).
    #[derive(Debug, Clone)]
    pub struct Veteran {
        /// V1.1.
        pub year_entered_service: Option<i64>,
        /// V1.2.
        pub year_separated: Option<i64>,
        /// The names of the theater columns that are set (V1.3–V1.10).
        pub theaters: Vec<ClientText> as Listed,
        /// HUD list V1.11.
        pub military_branch: Option<i64>,
        /// HUD list V1.12.
        pub discharge_status: Option<i64>,
    }
}

impl Veteran {
    /// True where nothing of it is recorded.
    pub fn is_empty(&self) -> bool {
        let numbers = [
            self.year_entered_service,
            self.year_separated,
            self.military_branch,
            self.discharge_status,
        ];
        self.theaters.is_empty() && numbers.iter().all(Option::is_none)
    }
}

record! {
    /// A field of the community's own.
    #[derive(Debug, Clone)]
    pub struct CustomField {
        /// What is asked.
        pub label: ClientText as Listed,
        /// What is written.
        pub value: Option<ClientText>,
    }
}

record! {
    /// A release of information: it governs sharing between agencies, never the client's
    /// own right to a copy.
    #[derive(Debug, Clone)]
    pub struct Roi {
        /// Whose row this is.
        pub client_id: ClientId,
        /// Whether the client permitted sharing.
        pub permission: bool,
        /// First day.
        pub start_date: Option<Day>,
        /// Last day.
        pub end_date: Option<Day>,
        /// How it was given.
        pub documentation: Option<ClientText> as Listed,
        /// Where a paper is kept.
        pub location: Option<ClientText>,
        /// Who took it.
        pub agency: Option<ClientText> as Listed,
    }
}

record! {
    /// A stay in a project.
    #[derive(Debug, Clone)]
    pub struct Enrollment {
        /// Whose row this is.
        pub client_id: ClientId,
        /// HUD `EnrollmentID`.
        pub enrollment_id: ClientText as Listed,
        /// HUD `ProjectName`.
        pub project_name: Option<ClientText> as Listed,
        /// HUD list 2.02.6.
        pub project_type: Option<i64>,
        /// HUD `OrganizationName`.
        pub agency: Option<ClientText> as Listed,
        /// HUD list 3.15.1.
        pub relationship_to_hoh: Option<i64>,
        /// HUD 3.10.1; none where the first day is not written down.
        pub entry_date: Option<Day>,
        /// HUD 3.20.1.
        pub move_in_date: Option<Day>,
        /// HUD 3.11.1.
        pub exit_date: Option<Day>,
        /// HUD list 3.12.1.
        pub destination: Option<i64>,
        /// False where the project takes no part in HMIS: left out and counted.
        pub participating: Option<bool>,
        /// Who pays for the project (HUD list 2.06.1): to know programs for runaway and
        /// homeless youth; never printed.
        pub funders: Vec<i64>,
    }
}

record! {
    /// An entry of the list of uploaded documents; never the file.
    #[derive(Debug, Clone)]
    pub struct UploadedDocument {
        /// Whose row this is.
        pub client_id: ClientId,
        /// The document's id.
        pub document_id: ClientText as Listed,
        /// The community's category.
        pub category: Option<ClientText> as Listed,
        /// What it is called.
        pub name: Option<ClientText> as Title,
        /// The day it was added.
        pub added_on: Option<Day>,
        /// Who added it.
        pub agency: Option<ClientText> as Listed,
        /// True where it proves eligibility for a program and cannot be deleted.
        pub program_eligibility: Option<bool>,
    }
}

tokens! {
    /// What kind of contact it is.
    pub enum ContactKind {
        /// A telephone number.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
        /// A street or mailing address.
        Address = "address",
        /// A person to ask for.
        Person = "person",
        /// Anything else.
        Other = "other",
    }
}

record! {
    /// A way to reach the client.
    #[derive(Debug, Clone)]
    pub struct Contact {
        /// Whose row this is.
        pub client_id: ClientId,
        /// What it is.
        pub kind: ContactKind,
        /// The number or address.
        pub value: Option<ClientText>,
        /// A remark.
        pub note: Option<ClientText>,
        /// The day it was last changed.
        pub updated_on: Option<Day>,
    }
}

/// True for the vendor's filling where a client gave no name: words of the system, not a
/// name (Clarity, "Consent Refused").
pub fn is_filling(text: &str) -> bool {
    const FILLINGS: [&str; 4] =
        ["[generated]", "refused", "client refused", "consent refused"];
    FILLINGS.contains(&text.trim().to_lowercase().as_str())
}

/// What an SSN field really holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Ssn {
    /// All nine digits.
    Full(String),
    /// Only the last four.
    LastFour(String),
    /// Some digits, or none that the export shows.
    Partial,
    /// Nothing: empty, or the vendor's filling `000-00-0000`.
    None,
}

impl Ssn {
    /// Tells digits from masks (`*`, `x`, `X`) and from the vendor's zeros.
    pub fn of(text: Option<&ClientText>) -> Self {
        let Some(text) = text.filter(|it| !it.is_blank()) else { return Self::None };
        let signs: String = text
            .as_str()
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| if matches!(c, 'x' | 'X') { '*' } else { c })
            .collect();
        let digits: String = signs.chars().filter(char::is_ascii_digit).collect();
        let is_all_digits = digits.len() == signs.len();
        // The Social Security Administration issues no number of zeros.
        let is_zeros = !digits.is_empty() && digits.bytes().all(|b| b == b'0');
        let masked = signs.trim_start_matches('*');
        let is_four = masked.len() == 4 && masked == digits;
        match digits.len() {
            _ if is_all_digits && is_zeros => Self::None,
            9 if is_all_digits => Self::Full(digits),
            4 if is_four && !is_zeros => Self::LastFour(digits),
            _ => Self::Partial,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Origin;
    use crate::source::{Read, Reader, Source};

    #[track_caller]
    fn check(text: &str, expected: &Ssn) {
        let json = serde_json::to_string(text).expect("a string");
        let source = Source::json(Origin::Extract(0), String::new(), json);
        let text = ClientText::read(&source.root, &mut Reader::new(Origin::Extract(0)));
        assert!(Ssn::of(text.as_ref()) == *expected, "{text:?}");
    }

    #[test]
    fn an_ssn_is_told_from_its_masks() {
        check("123-45-6789", &Ssn::Full("123456789".into()));
        check("123456789", &Ssn::Full("123456789".into()));
        check("***-**-6789", &Ssn::LastFour("6789".into()));
        check("xxx-xx-6789", &Ssn::LastFour("6789".into()));
        check("6789", &Ssn::LastFour("6789".into()));
        check("000-00-0000", &Ssn::None);
        check("***-**-6789 ", &Ssn::LastFour("6789".into()));
        check("xxx-xx-xxxx", &Ssn::Partial);
        check("***-**-0000", &Ssn::Partial);
        check("123-xx-xxxx", &Ssn::Partial);
        check("12345", &Ssn::Partial);
        check("", &Ssn::None);
    }
}
