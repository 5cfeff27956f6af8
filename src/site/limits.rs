//! Numbers of days: how old, how late, how long to keep.

use crate::diagnostics::{Diagnostic, Origin, Place, Pointer, Report};
use crate::model::Day;
use crate::source::{record, tokens};

record! {
    /// Local limits.
    #[derive(Debug, Clone)]
    pub struct Limits {
        /// Days after which an export is too old to release.
        pub max_export_age_days: i64,
        /// Business days from the client's asking to the copy; none switches the clock off.
        pub copy_within_business_days: Option<i64>,
        /// Business days from the client's asking to an answer, for `crr status`, where the
        /// rules set none.
        pub answer_within_business_days: Option<i64>,
        /// Business days within which an agency answers what is asked of it in writing: a
        /// correction, a list of agencies, a copy of a form; none where no notice says so.
        pub written_request_within_business_days: Option<i64>,
        /// Days on which the county's offices are closed, besides federal holidays.
        pub county_holidays: Vec<Day>,
    }
}

impl Limits {
    /// The business days within which a client is to have an answer: those of `late-copy`,
    /// where the edition has that rule and the site its number, else the site's own.
    pub fn answer_within(&self, has_late_copy: bool) -> Option<usize> {
        let by_rule = self.copy_within_business_days.filter(|_| has_late_copy);
        usize::try_from(by_rule.or(self.answer_within_business_days)?).ok()
    }

    pub(super) fn check(&self, report: &mut Report) {
        at_least_one(
            Some(self.max_export_age_days),
            "/limits/max_export_age_days",
            "write how many days old an export may be, as in `30`",
            report,
        );
        at_least_one(
            self.answer_within_business_days,
            "/limits/answer_within_business_days",
            "write how many business days an answer may take, as in `5`",
            report,
        );
        at_least_one(
            self.written_request_within_business_days,
            "/limits/written_request_within_business_days",
            "write how many business days a written request may take, as in `5`",
            report,
        );
    }
}

tokens! {
    /// What becomes of an extract whose package was released.
    pub enum ExtractsAfterRelease default Keep {
        /// It stays.
        Keep = "keep",
        /// `crr purge` removes it.
        Delete = "delete",
    }
}

record! {
    /// How long the desk keeps what it has released. Nothing is removed without a number.
    #[derive(Debug, Clone)]
    pub struct Retention {
        /// Days after its build that a package is kept, with its line in a list of passphrases;
        /// a letter, or what was built of a withdrawn ticket, after its ticket was closed.
        pub packages_days: Option<i64>,
        /// Days that a request is kept after its ticket was released or closed.
        pub requests_days: Option<i64>,
        /// What becomes of an extract whose package was released.
        pub extracts_after_release: ExtractsAfterRelease,
    }
}

impl Retention {
    pub(super) fn check(&self, report: &mut Report) {
        for (n, key) in [
            (self.packages_days, "/retention/packages_days"),
            (self.requests_days, "/retention/requests_days"),
        ] {
            let hint = "write how many days it is kept, as in `90`; leave the key out to keep it";
            at_least_one(n, key, hint, report);
        }
    }
}

/// A number of days is at least 1.
fn at_least_one(n: Option<i64>, key: &str, hint: &str, report: &mut Report) {
    if n.is_none_or(|it| it >= 1) {
        return;
    }
    let name = key.rsplit('/').next().unwrap_or_default();
    report.push(
        Diagnostic::error("site-limit", format!("`{name}` must be at least 1"))
            .at(Place::value(Origin::Site, Pointer::from(key)))
            .hint(hint),
    );
}
