//! The HMIS identifiers of the clients of an export. A client may have several: their record is
//! one, under the first. An identifier of two clients is nobody's.

use std::collections::{BTreeSet, HashSet};

use super::bad_row::BadRow;
use super::client::CLIENT;
use super::counts::Counts;
use super::error::ExportError;
use super::mapping::Mapping;
use super::pass::Part;
use super::wanted::Wanted;
use crate::model::ClientId;

/// The HMIS identifiers of clients, each given once.
pub(super) struct Ids<'a> {
    mapping: Option<&'a Mapping>,
    /// The identifiers that were asked for; none means all.
    asked: Option<&'a BTreeSet<String>>,
    /// Those that are PersonalIDs, as they are compared.
    given: HashSet<String>,
    /// Those of clients with an extract.
    pub found: BTreeSet<String>,
}

impl<'a> Ids<'a> {
    pub(super) fn of(wanted: &'a Wanted) -> Self {
        Self {
            mapping: wanted.ids.as_deref(),
            asked: wanted.clients.as_ref(),
            given: HashSet::new(),
            found: BTreeSet::new(),
        }
    }

    /// The identifiers of a PersonalID: the first names the extract. None where there is no
    /// extract for want of one, which is counted.
    pub(super) fn take(
        &mut self,
        personal: &str,
        counts: &mut Counts,
    ) -> Result<Option<Vec<String>>, ExportError> {
        // Where there is a mapping, a PersonalID is nobody's HMIS identifier.
        let Some(mapping) = self.mapping else {
            if ClientId::new(personal).is_none() {
                counts.without_id += 1;
                return Ok(None);
            }
            // A file system may not tell small letters from capitals.
            return if self.given.insert(personal.to_lowercase()) {
                Ok(Some(vec![personal.to_owned()]))
            } else {
                Err(ExportError::SameId(CLIENT.file))
            };
        };
        let all = mapping.all(personal);
        let shared = all.iter().find(|it| mapping.is_shared(it));
        if let (Some(id), None) = (shared, self.asked) {
            counts.shared_id(id);
            return Ok(None);
        }
        // Who is asked for by an identifier of their own is known by it; what leads to somebody
        // else too is not theirs for sure.
        let is_own = |it: &&String| ClientId::new(it).is_some() && !mapping.is_shared(it);
        let mut own: Vec<String> = all.iter().filter(is_own).cloned().collect();
        if own.is_empty() {
            counts.without_id += 1;
            return Ok(None);
        }
        let is_asked = |it: &String| self.asked.is_some_and(|asked| asked.contains(it));
        if let Some(first) = own.iter().position(is_asked) {
            own[..=first].rotate_right(1);
        }
        counts.ids_not_taken += all.len() - own.len();
        Ok(Some(own))
    }
}

/// Takes the clients away of whom a row of identifiers cannot be read.
pub(super) fn lose(part: &mut Part, mapping: Option<&Mapping>) {
    let Some(mapping) = mapping else { return };
    let losses = part.clients.keys().map(|it| (it.clone(), mapping.losses(it)));
    let losses: Vec<_> = losses.filter(|it| !it.1.is_empty()).collect();
    for (personal, rows) in losses {
        part.clients.remove(&personal);
        part.lost.insert(personal, rows);
    }
}

/// Notes the clients that lost a row.
pub(super) fn leave_out<'l>(
    lost: impl IntoIterator<Item = (&'l String, &'l Vec<BadRow>)>,
    ids: &mut Ids<'_>,
    counts: &mut Counts,
) -> Result<(), ExportError> {
    let not_taken = counts.ids_not_taken;
    for (personal, rows) in lost {
        if let Some(own) = ids.take(personal, counts)? {
            counts.left_out(&own[0], rows.clone());
        }
    }
    // Of whom there is no extract, none lacks an identifier.
    counts.ids_not_taken = not_taken;
    Ok(())
}
