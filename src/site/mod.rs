//! The site file: names, addresses and local rules (`data/site.toml`).

use std::collections::BTreeSet;

use crate::diagnostics::{Checked, Diagnostic, Origin, Place, Pointer, Report};
use crate::model::{ClientId, PlainText, SectionKind, StaffName, fold};
use crate::request::{Format, Language, Part, check_list, check_parts, check_version};
use crate::source::{Source, record, tokens};

/// The site file built into the program; it describes OC HMIS.
pub const BUILT_IN: &str = include_str!("../../data/site.toml");

record! {
    /// One HMIS and its local rules.
    #[derive(Debug, Clone)]
    pub struct Site {
        /// The version of this format; a file without one is of version 1.
        pub format: Option<i64>,
        /// What the system is called.
        pub name: PlainText,
        /// The place its agencies serve.
        pub area: PlainText,
        /// IANA name of the time zone whose today counts.
        pub time_zone: Zone,
        /// The set of rules.
        pub edition: PlainText,
        /// The ledger, as seen from this file; default: `ledger.jsonl` beside it.
        pub ledger: Option<PlainText>,
        /// The file of the desk's keys, as seen from this file; default: `desk.key` beside it.
        pub key: Option<PlainText>,
        /// Where the desk keeps its requests, extracts, packages and passphrases.
        pub folders: Option<Folders>,
        /// True where the desk's group may read and write packages, ledger and key too.
        pub shared_with_group: Option<bool>,
        /// Who works here, by login or initials, for the ledger; default: the login name.
        pub operator: Option<StaffName>,
        /// The Client Record Requests guidance for clients.
        pub guidance_url: Url,
        /// The knowledge-base article for agencies.
        pub article_url: Option<Url>,
        /// The knowledge-base article "Adding Documents to a Client Profile".
        pub documents_article_url: Option<Url>,
        /// The system's web site.
        pub website: Option<Url>,
        /// Who takes a complaint that an agency has not settled.
        pub hmis_lead: PlainText,
        /// Its address, for a complaint by mail, in one line.
        pub hmis_lead_address: Option<PlainText>,
        /// The form on which to complain.
        pub grievance_url: Option<Url>,
        /// Who builds the packages.
        pub help_desk: HelpDesk,
        /// What an HMIS ID looks like here, as `9 hexadecimal`; default: any letters and digits.
        pub hmis_id: Option<IdForm>,
        /// The agencies that take part in the system now: edition 2025 asks for them.
        pub participating_agencies: Vec<PlainText>,
        /// Contacts of agencies, printed on the cover.
        pub agencies: Vec<Agency>,
        /// Names and forms in other languages.
        pub translations: Vec<Translation>,
        /// Categories of documents that programs need: where an export does not say.
        pub needed_for_eligibility: Vec<PlainText>,
        /// Agencies or projects paid as programs for runaway and homeless youth: where an
        /// export does not say.
        pub youth_programs: Vec<PlainText>,
        /// What reads a download that a record is built from.
        pub import: Option<ImportFiles>,
        /// What the message that carries a copy says.
        pub delivery: Option<SiteDelivery>,
        /// Languages whose pages somebody who speaks them has reviewed, besides English.
        pub languages_reviewed: Vec<Language>,
        /// False where the pages do not say in every language where to get help; default: true.
        pub help_lines: Option<bool>,
        /// What applies where a request says nothing.
        pub defaults: Defaults,
        /// What a client may have changed.
        pub revision: RevisionTable,
        /// Local limits.
        pub limits: Limits,
        /// How long the desk keeps what it has released, for `crr purge`.
        pub retention: Option<Retention>,
    }
}

impl Site {
    /// Reads a site file, collecting every problem.
    pub fn parse(source: &Source) -> Checked<Self> {
        source.read(Self::check)
    }

    /// What each key alone cannot tell.
    fn check(&self, report: &mut Report) {
        check_version(self.format, Origin::Site, report);
        let at = |pointer: &str| Place::value(Origin::Site, Pointer::from(pointer));
        self.limits.check(report);
        if let Some(it) = &self.retention {
            it.check(report);
        }
        check_list(&self.defaults.sections, at("/defaults/sections"), CHOICES, report);
        check_list(&self.defaults.formats, at("/defaults/formats"), CHOICES, report);
        check_parts(&self.defaults.not_in_export, at("/defaults/not_in_export"), report);
        for (i, it) in self.translations.iter().enumerate() {
            if self.translations[..i].iter().any(|other| other.language == it.language) {
                let at = at(&format!("/translations/{i}/language"));
                report.push(
                    Diagnostic::error("list-of-choices", "this language appears above")
                        .at(at)
                        .hint("put all that is said in one language into one entry"),
                );
            }
        }
        if !self.defaults.formats.contains(&self.defaults.attach) {
            report.push(
                Diagnostic::error(
                    "attach-not-built",
                    "`attach` names a format that is not built",
                )
                .at(at("/defaults/attach"))
                .hint("name one of the formats in `formats`"),
            );
        }
    }

    /// The contact of an agency, by its name without regard to case.
    pub fn agency(&self, name: &str) -> Option<&Agency> {
        let name = name.trim().to_lowercase();
        self.agencies.iter().find(|it| it.name.as_str().trim().to_lowercase() == name)
    }

    /// The names of the agencies that the site file has, each once, in order.
    pub fn agency_names(&self) -> Vec<&str> {
        let listed = self.participating_agencies.iter().map(|it| it.as_str());
        let reached = self.agencies.iter().map(|it| it.name.as_str());
        let names: BTreeSet<&str> = listed.chain(reached).collect();
        names.into_iter().collect()
    }

    /// What is odd about an identifier here, in words that do not repeat it.
    pub fn odd_id(&self, id: &ClientId) -> Option<String> {
        self.hmis_id.as_ref().and_then(|it| it.odd(id.as_str()))
    }

    /// True where a client who reads alone is told that something was held back for safety.
    pub fn tells_danger(&self) -> bool {
        self.defaults.safety_reason == SafetyReason::Told
    }

    /// True where the message that carries a copy names the agency.
    pub fn names_agency(&self) -> bool {
        self.delivery.as_ref().and_then(|it| it.name_agency) == Some(true)
    }

    /// True where nobody who speaks a language has reviewed its pages.
    pub fn is_unreviewed(&self, language: Language) -> bool {
        language != Language::En && !self.languages_reviewed.contains(&language)
    }

    /// True where the pages say in every language where to get help.
    pub fn prints_help(&self) -> bool {
        self.help_lines != Some(false)
    }

    /// True where programs need documents of a category.
    pub fn needs(&self, category: &str) -> bool {
        let plain = |it: &str| fold(it).split_whitespace().collect::<Vec<_>>().join(" ");
        let category = plain(category);
        self.needed_for_eligibility.iter().any(|it| plain(it.as_str()) == category)
    }
}

/// What to do about a list of choices of the site file.
const CHOICES: &str = "name at least one choice, and each only once";

record! {
    /// Who builds the packages.
    #[derive(Debug, Clone)]
    pub struct HelpDesk {
        /// What it is called.
        pub name: PlainText,
        /// Where tickets are filed.
        pub portal: Option<Url>,
        /// Its telephone.
        pub phone: Option<PlainText>,
        /// Its e-mail address.
        pub email: Option<PlainText>,
    }
}

record! {
    /// Where the desk keeps its things, each as seen from this file.
    #[derive(Debug, Clone)]
    pub struct Folders {
        /// Requests.
        pub requests: Option<PlainText>,
        /// Imported extracts.
        pub extracts: Option<PlainText>,
        /// Packages.
        pub packages: Option<PlainText>,
        /// Lists of passphrases.
        pub passphrases: Option<PlainText>,
    }
}

record! {
    /// What `--from` reads a download with, where the command line says nothing; each file as
    /// seen from this one.
    #[derive(Debug, Clone)]
    pub struct ImportFiles {
        /// The HMIS identifier of each PersonalID of a HUD CSV export, as CSV.
        pub ids: Option<PlainText>,
        /// The agency of each project of Clarity's JSON, as CSV.
        pub agencies: Option<PlainText>,
        /// The columns and answers of tables.
        pub map: Option<PlainText>,
    }
}

record! {
    /// What the message that carries a copy says.
    #[derive(Debug, Clone)]
    pub struct SiteDelivery {
        /// True where it names the agency: then whoever reads the mailbox learns of it.
        pub name_agency: Option<bool>,
    }
}

record! {
    /// How to reach an agency.
    #[derive(Debug, Clone)]
    pub struct Agency {
        /// The name that requests give.
        pub name: PlainText,
        /// Its telephone.
        pub phone: Option<PlainText>,
        /// Its e-mail address.
        pub email: Option<PlainText>,
    }
}

record! {
    /// What applies where a request says nothing.
    #[derive(Debug, Clone)]
    pub struct Defaults {
        /// The sections that are released.
        pub sections: Vec<SectionKind>,
        /// The locked forms that are built.
        pub formats: Vec<Format>,
        /// The one that a message carries.
        pub attach: Format,
        /// Whether clients are told that something was held back for safety.
        pub safety_reason: SafetyReason,
        /// What the vendor's export never has.
        pub not_in_export: Vec<Part>,
    }
}

tokens! {
    /// Whether a client who reads alone is told that something was held back because it could
    /// put somebody in danger. Nobody else ever is.
    pub enum SafetyReason default Told {
        /// The pages say that something was held back, and why.
        Told = "told",
        /// The pages only say to ask the agency.
        NotTold = "not-told",
    }
}

tokens! {
    /// What a client may have changed in a section.
    pub enum Revision default Ask {
        /// Any field.
        AnyField = "any-field",
        /// Nothing: it tells what happened.
        InformationOnly = "information-only",
        /// Items are added and deleted by the agency; some cannot be deleted.
        AddAndDelete = "add-and-delete",
        /// The policy does not say: the agency is asked.
        Ask = "ask",
    }
}

record! {
    /// What a client may have changed, section by section.
    #[derive(Debug, Clone)]
    pub struct RevisionTable {
        /// Client Profile.
        pub profile: Revision,
        /// Enrollment History.
        pub enrollments: Revision,
        /// Client Documentation.
        pub documents: Revision,
        /// Release of Information.
        pub release_of_information: Revision,
        /// Contact Information.
        pub contact_information: Revision,
        /// Assessments.
        pub assessments: Revision,
        /// Services.
        pub services: Revision,
        /// Alerts.
        pub alerts: Revision,
        /// Locations.
        pub locations: Revision,
    }
}

impl RevisionTable {
    /// The entry of a section.
    pub fn of(&self, kind: SectionKind) -> Revision {
        match kind {
            SectionKind::Profile => self.profile,
            SectionKind::Enrollments => self.enrollments,
            SectionKind::Documents => self.documents,
            SectionKind::ReleaseOfInformation => self.release_of_information,
            SectionKind::ContactInformation => self.contact_information,
            SectionKind::Assessments => self.assessments,
            SectionKind::Services => self.services,
            SectionKind::Alerts => self.alerts,
            SectionKind::Locations => self.locations,
        }
    }
}

mod id_form;
mod limits;
mod translation;
mod values;
pub use id_form::IdForm;
pub use limits::{ExtractsAfterRelease, Limits, Retention};
pub use translation::Translation;
pub use values::{Url, Zone};
