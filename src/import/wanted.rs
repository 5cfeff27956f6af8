//! What somebody wants of an export.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono_tz::Tz;

use super::mapping::Mapping;
use super::merge::Merge;

/// What is wanted of an export.
pub struct Wanted {
    /// The identifiers that were asked for; none means all.
    pub clients: Option<BTreeSet<String>>,
    /// The HMIS identifiers of each PersonalID; none where the PersonalID itself is it.
    pub ids: Option<Arc<Mapping>>,
    /// Sections from elsewhere, by HMIS identifier.
    pub merge: Merge,
    /// Goes on where rows cannot be read, without the clients whose rows they are. Where
    /// clients are asked for by name, other people's rows stop nobody as it is.
    pub skip_bad_rows: bool,
    /// The zone of the export's own clock.
    pub zone: Tz,
}
