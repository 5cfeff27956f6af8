//! `--from` what Clarity's interfaces returned.

use super::kind::{List, Page};
use super::opened::named;
use super::{Downloads, Imported};
use crate::cli::clarity_remarks::{clarity_left_out, clarity_remarks};
use crate::cli::extract_file::shown;
use crate::cli::from_flags::FLAG;
use crate::cli::tables::{mapping, refused};
use crate::diagnostics::{Diagnostic, Failure, Place, Report};
use crate::import::{self, Clarity, Mapping};
use crate::model::ClientId;
use crate::pipeline::Inputs;
use crate::seal::DeskKeys;

impl Downloads<'_> {
    /// Imports every client of the pages, with the lists that are about them; of many requests,
    /// those that this one asks for.
    // Long: the steps of one import, in their order.
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
        let is_wanted = |it: &Page| !self.is_of_many || is_asked(it);
        if lists.iter().any(|it| may_be_of_several(it, &people, is_wanted)) {
            return Err(of_several());
        }
        let is_others = |it: &Page| self.is_of_many && !is_asked(it);
        for (i, person) in people.iter().enumerate() {
            if is_others(person) && people.iter().any(|it| is_asked(it)) {
                continue;
            }
            let with = self.beside(clients, keys, inputs)?;
            let agencies =
                mapping(self.agencies.as_deref(), "--agencies", Mapping::agencies)?;
            // What is nobody's goes to the first, whose import refuses it.
            let of = |list| -> Vec<&Page> {
                let its = lists.iter().filter(move |it| it.list == list);
                let its = its.filter(|it| {
                    let owner = people.iter().position(|person| is_of(it, person));
                    owner.unwrap_or(0) == i
                });
                its.copied().collect()
            };
            let [stays, files] = [of(List::Enrollments), of(List::Files)];
            let retrieved = Clarity {
                client: &person.text,
                enrollments: texts_of(&stays),
                files: texts_of(&files),
                agencies: agencies.unwrap_or_default(),
            };
            let named_by = |report| match people.len() {
                1 => report,
                _ => by_file(report, person, &stays, &files),
            };
            let (_, bytes, left_out) = import::clarity(&retrieved, &at, &with.merge)
                .map_err(|err| {
                    let failure = refused(&err);
                    Failure { report: named_by(failure.report), ..failure }
                })?;
            report.append(named_by(clarity_remarks(&left_out)));
            report.append(named_by(clarity_left_out(&left_out)));
            report.append(with.report);
            report.append(with.left_out);
            let text = String::from_utf8(bytes).expect("JSON is UTF-8");
            texts.push((named(&person.path), text));
        }
        Ok(Imported { texts, report })
    }
}

fn texts_of<'a>(pages: &[&'a Page]) -> Vec<&'a str> {
    pages.iter().map(|it| it.text.as_str()).collect()
}

/// The same report with the file of each place: of several clients, the flag names none.
fn by_file(report: Report, person: &Page, stays: &[&Page], files: &[&Page]) -> Report {
    let page_of = |name: &str| {
        let lists = [("--enrollments", stays), ("--files", files)];
        if name == "--client" {
            return Some(person);
        }
        lists.into_iter().find_map(|(flag, pages)| {
            let rest = name.strip_prefix(flag)?;
            let which = rest.strip_prefix(" (").and_then(|it| it.split(' ').next());
            let i = which.map_or(Some(1), |it| it.parse().ok())?;
            pages.get(usize::checked_sub(i, 1)?).copied()
        })
    };
    let mut named = Report::default();
    for mut it in report.into_items() {
        for place in &mut it.places {
            if let Place::Outside(name) | Place::Input { file: name, .. } = place
                && let Some(page) = page_of(name)
            {
                *name = format!("{FLAG}/{}", shown(&page.path));
            }
        }
        named.push(it);
    }
    named
}

/// True where a list is about a client.
fn is_of(list: &Page, person: &Page) -> bool {
    let whose = match list.list {
        List::Files => &person.client,
        List::Client | List::Enrollments => &person.of,
    };
    list.of.is_some() && list.of == *whose
}

/// True where a list may be of one client or of another, and one of them is wanted.
fn may_be_of_several(
    list: &Page,
    people: &[&Page],
    is_wanted: impl Fn(&Page) -> bool,
) -> bool {
    let owners: Vec<_> = people.iter().filter(|it| is_of(list, it)).collect();
    let is_nobodys = list.of.is_none() && people.len() > 1;
    is_nobodys || (owners.len() > 1 && owners.iter().any(|it| is_wanted(it)))
}

/// A list that does not say of which of two profiles it is: both are one person's to Clarity.
fn of_several() -> Failure {
    Failure::refused(
        Diagnostic::error(
            "list-of-two-clients",
            "a list may be of either of two clients that `--from` names",
        )
        .at(Place::Outside(FLAG.into()))
        .hint(
            "import each with `crr import clarity-json`, and pass the extracts with `--extract`",
        ),
    )
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
