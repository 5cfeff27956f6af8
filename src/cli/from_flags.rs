//! Flags of a download that a record is built from, without an import before.

use std::path::PathBuf;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat, TimeZone};
use chrono_tz::Tz;
use clap::Args as ClapArgs;

/// The flag that names a download.
pub(super) const FLAG: &str = "--from";

/// What `build`, `check` and `print` take in place of an extract.
#[derive(Debug, ClapArgs)]
pub(super) struct FromFlags {
    /// Import this in memory, in place of an extract: a HUD HMIS CSV export, Clarity's JSON, or
    /// the client's tables; repeat for each file, or for each profile. `-` reads standard input.
    #[arg(
        long,
        value_name = "DOWNLOAD",
        conflicts_with_all = ["extract", "extracts"]
    )]
    pub from: Vec<PathBuf>,
    /// When Clarity's JSON or the tables were retrieved: a day, or a moment as
    /// `2026-11-18T14:05:00-08:00`. A day alone is its beginning.
    #[arg(long, value_name = "DAY", requires = "from")]
    pub exported_at: Option<ExportedAt>,
    /// With a HUD CSV: CSV file with the columns PersonalID and UniqueIdentifier; default: what
    /// the site file says.
    #[arg(long, value_name = "FILE", requires = "from")]
    pub ids: Option<PathBuf>,
    /// With Clarity's JSON: CSV file with the columns ProjectID and OrganizationName; default:
    /// what the site file says.
    #[arg(long, value_name = "FILE", requires = "from")]
    pub agencies: Option<PathBuf>,
    /// With tables, those of `--with` too: TOML file with columns and answers; default: what the
    /// site file says.
    #[arg(long, value_name = "FILE", requires = "from")]
    pub map: Option<PathBuf>,
    /// With a HUD CSV or Clarity's JSON: releases, documents and contacts from elsewhere, as
    /// extracts or tables; may be repeated.
    #[arg(long, value_name = "PATH", requires = "from")]
    pub with: Vec<PathBuf>,
}

/// When data was retrieved.
#[derive(Debug, Clone, Copy)]
pub(super) enum ExportedAt {
    /// A moment.
    Moment(DateTime<FixedOffset>),
    /// A day where the help desk is.
    Day(NaiveDate),
}

impl FromStr for ExportedAt {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let moment = DateTime::parse_from_rfc3339(text).map(Self::Moment);
        moment
            .or_else(|_| text.parse().map(Self::Day))
            .map_err(|_| "write `YYYY-MM-DD`, or `YYYY-MM-DDThh:mm:ss-08:00`")
    }
}

impl ExportedAt {
    /// The moment as an extract gives it (RFC 3339).
    pub(super) fn text_in(self, zone: Tz) -> String {
        self.in_zone(zone).to_rfc3339_opts(SecondsFormat::Secs, false)
    }

    /// The moment. The record is no newer than it says, so a day is its first moment.
    fn in_zone(self, zone: Tz) -> DateTime<FixedOffset> {
        match self {
            Self::Moment(it) => it,
            Self::Day(day) => {
                // Where the clock skips midnight, the day begins an hour later.
                let hours = (0..24).filter_map(|it| day.and_hms_opt(it, 0, 0));
                let mut moments =
                    hours.filter_map(|it| zone.from_local_datetime(&it).earliest());
                let utc = || day.and_time(NaiveTime::MIN).and_utc().fixed_offset();
                moments.next().map_or_else(utc, |it| it.fixed_offset())
            }
        }
    }
}
