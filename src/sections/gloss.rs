//! What agencies choose from short lists, said in the client's language beside the recorded word.

use super::words::Words;

/// How a release was given, and kinds of papers: words of Clarity's lists as communities in
/// California have them set up (the source of the first five is
/// `data/policy/client-record-requests.md`, 8.1; of categories of papers, 11 and 12 there). What
/// is not among them stands as it was recorded.
pub(super) const GLOSSED: [&str; 18] = [
    "Electronic Signature",
    "Attached PDF",
    "Signed Paper Document",
    "Verbal Consent",
    "Household",
    "Personal Identification",
    "Release of Information",
    "Client Revocation of Consent Form",
    "Homeless Verification",
    "Homeless Verification Form",
    "Income",
    "Income Verification",
    "Benefits",
    "Housing",
    "Health",
    "School",
    "Military Service",
    "Other",
];

/// What a recorded word means in the language of the page; none where that is English, or where
/// the word is of no list.
pub(super) fn gloss(words: &Words<'_>, recorded: Option<&str>) -> Option<String> {
    let recorded = recorded?.trim();
    let listed = GLOSSED.iter().find(|it| it.eq_ignore_ascii_case(recorded))?;
    let meant = words.catalog.hud(listed);
    (meant != *listed).then(|| meant.to_owned())
}
