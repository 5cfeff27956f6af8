//! `--from` what Clarity's interfaces returned.

use super::kind::{List, Page};
use super::{Downloads, Imported, named};
use crate::cli::from_flags::FLAG;
use crate::cli::import_remarks::{not_merged, unknown_day};
use crate::cli::tables::{mapping, refused};
use crate::diagnostics::{Diagnostic, Failure, Place, Report};
use crate::import::{self, Clarity, Mapping};
use crate::model::ClientId;
use crate::pipeline::Inputs;
use crate::seal::DeskKeys;

impl Downloads<'_> {
    /// Imports every client of the pages, with the lists that are about them; of many requests,
    /// those that this one asks for.
    pub(super) fn clarity(
        &self,
        pages: &[Page],
        clients: &[ClientId],
        keys: &DeskKeys,
        inputs: &mut Inputs,
    ) -> Result<Imported, Failure> {
        let (people, lists): (Vec<_>, Vec<_>) =
            pages.iter().partition(|it| it.list == List::Client);
        if people.is_empty() {
            return Err(no_client());
        }
        let at = self.exported_at()?;
        let (mut texts, mut report) = (Vec::new(), Report::default());
        let is_asked = |it: &Page| {
            clients.iter().any(|id| it.client.as_deref() == Some(id.as_str()))
        };
        let is_others = |it: &Page| self.is_of_many && !is_asked(it);
        for (i, person) in people.iter().enumerate() {
            if is_others(person) && people.iter().any(|it| is_asked(it)) {
                continue;
            }
            let with = self.beside(clients, keys, inputs)?;
            let agencies =
                mapping(self.agencies.as_deref(), "--agencies", Mapping::agencies)?;
            // What is nobody's goes to the first, whose import refuses it.
            let of = |list| {
                let its = lists.iter().filter(move |it| it.list == list);
                let its = its.filter(|it| {
                    let owner = people.iter().position(|person| is_of(it, person));
                    owner.unwrap_or(0) == i
                });
                its.map(|it| it.text.as_str()).collect()
            };
            let retrieved = Clarity {
                client: &person.text,
                enrollments: of(List::Enrollments),
                files: of(List::Files),
                agencies: agencies.unwrap_or_default(),
            };
            let (_, bytes, left_out) = import::clarity(&retrieved, &at, &with.merge)
                .map_err(|err| refused(&err))?;
            report.append(not_merged(left_out.not_merged));
            report.extend(left_out.unknown_days.into_iter().map(unknown_day));
            report.append(with.report);
            let text = String::from_utf8(bytes).expect("JSON is UTF-8");
            texts.push((named(&self.flags.from[0]), text));
        }
        Ok(Imported { texts, report })
    }
}

/// True where a list is about a client.
fn is_of(list: &Page, person: &Page) -> bool {
    let whose = match list.list {
        List::Files => &person.client,
        List::Client | List::Enrollments => &person.of,
    };
    list.of.is_some() && list.of == *whose
}

fn no_client() -> Failure {
    Failure::refused(
        Diagnostic::error(
            "download-without-client",
            "`--from` names lists of Clarity's, but not the client's own JSON",
        )
        .at(Place::Outside(FLAG.into()))
        .hint("name the JSON file of the client too"),
    )
}
