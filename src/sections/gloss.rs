//! What agencies choose from short lists, said in the client's language beside the recorded word.

/// How a release was given, and kinds of papers: words of Clarity's lists as communities set
/// them up (`data/policy/client-record-requests.md`, 11.6); then how somebody wants to be
/// reached, as it is usually noted. What is not among them stands as it was recorded.
pub(super) const GLOSSED: [&str; 21] = [
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
    "Mail only",
    "Messages only",
    "Do not leave a message",
];

/// The word of a list that a recorded word is.
pub(super) fn listed(recorded: &str) -> Option<&'static str> {
    GLOSSED.into_iter().find(|it| it.eq_ignore_ascii_case(recorded.trim()))
}
