//! What a line tells of a disclosure: who asked whom for what, when, under which rules. All of
//! it is about the request and the desk; none of it is client data.

use serde::{Deserialize, Serialize};

use super::binding::Content;
use crate::model::{ClientId, Day, StaffName};
use crate::plan::{Denial, Handover, Plan};
use crate::request::{DenialReason, Format, NOT_TOLD};

/// Who asked whom for what, when, under which rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Who approved a withholding or a denial.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approved_by: Vec<StaffName>,
    /// The agency that asked.
    pub agency: String,
    /// How the request came in.
    pub intake: String,
    /// By hand or by e-mail.
    pub method: String,
    /// What protects it on its way, where that is no passphrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protection: Option<String>,
    /// What the recipient is.
    pub recipient: String,
    /// The language of the pages.
    pub language: String,
    /// The layout of the pages.
    pub layout: String,
    /// The locked forms that were built; a letter has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<String>,
    /// Profiles of HMIS; a letter has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profiles: Option<usize>,
    /// The name of the rules.
    pub edition: String,
    /// SHA-256 of the rules.
    pub rules: String,
    /// SHA-256 of the site file.
    pub site: String,
    /// The day the client asked the agency.
    pub requested_on: Day,
    /// The day the agency told the help desk.
    pub submitted_on: Day,
    /// The day by which the client was to have an answer; none where no rule said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
    /// True where a law lifted the deadline.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_exempt: bool,
    /// The day of the export; a letter has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exported_on: Option<Day>,
    /// The day of the build.
    pub built_on: Day,
    /// True where that day was given by hand.
    #[serde(default, skip_serializing_if = "is_false")]
    pub at_given: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(it: &bool) -> bool {
    !*it
}

/// What the whole run has in common.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// SHA-256 of the rules.
    pub rules: &'a str,
    /// SHA-256 of the site file.
    pub site: &'a str,
    /// True where the day of the build was given by hand.
    pub at_given: bool,
    /// Who runs the program.
    pub operator: &'a StaffName,
}

/// All that the ledger is to know of what a package or a letter was made from.
#[derive(Debug, Clone)]
pub struct MadeFrom {
    /// Who asked whom for what.
    pub account: Account,
    /// Who ran the program.
    pub operator: StaffName,
    /// Why no copy is given, for a letter, as far as the letter tells it.
    pub reason: Option<&'static str>,
    /// Whose record it is, or would have been: the identifiers that were asked for.
    pub clients: Vec<ClientId>,
    /// What the request says.
    pub request: Content,
    /// What the extracts say; a letter has none.
    pub extract: Option<Content>,
}

impl MadeFrom {
    /// What a package is made from.
    pub fn plan(
        plan: &Plan,
        request: Content,
        extract: Content,
        run: Circumstances<'_>,
    ) -> Self {
        let handover = plan.handover();
        let profiles = plan.record().profiles();
        Self {
            account: Account {
                formats: handover
                    .formats
                    .iter()
                    .map(|it| Format::token(*it).into())
                    .collect(),
                profiles: Some(profiles.len()),
                exported_on: profiles.iter().map(|it| it.exported_on).min(),
                ..Account::of(handover, run)
            },
            operator: run.operator.clone(),
            reason: None,
            clients: plan.record().clients().to_vec(),
            request,
            extract: Some(extract),
        }
    }

    /// What the letter of a denial is made from.
    pub fn denial(
        denial: &Denial,
        clients: Vec<ClientId>,
        approved_by: Option<StaffName>,
        request: Content,
        run: Circumstances<'_>,
    ) -> Self {
        let mut account = Account::of(&denial.handover, run);
        // What a copy would have held back was approved for a copy.
        account.approved_by = approved_by.into_iter().collect();
        let operator = run.operator.clone();
        let reason = denial.reason.map_or(NOT_TOLD, DenialReason::token);
        Self { account, operator, reason: Some(reason), clients, request, extract: None }
    }
}

impl Account {
    fn of(handover: &Handover, run: Circumstances<'_>) -> Self {
        Self {
            approved_by: handover.approved_by.clone(),
            agency: handover.agency.as_str().into(),
            intake: handover.intake.token().into(),
            method: handover.method.token().into(),
            protection: handover
                .is_by_encrypted_email()
                .then(|| handover.protection.token().into()),
            recipient: handover.recipient.token().into(),
            language: handover.language.token().into(),
            layout: handover.layout.token().into(),
            formats: Vec::new(),
            profiles: None,
            edition: handover.edition.clone(),
            rules: run.rules.into(),
            site: run.site.into(),
            requested_on: handover.requested_on,
            submitted_on: handover.submitted_on,
            due_on: handover.due_on,
            is_exempt: handover.is_exempt,
            exported_on: None,
            built_on: handover.at,
            at_given: run.at_given,
        }
    }
}
