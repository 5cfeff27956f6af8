//! From the texts of a request and an extract to a plan, or to all that stands in its way.

use std::collections::BTreeSet;

use super::context::Context;
use super::inputs::Inputs;
use super::profiles::check_profiles;
use crate::diagnostics::{Checked, Diagnostic, Origin, Place, Pointer, Report};
use crate::extract::Extract;
use crate::ledger::{Content, MadeFrom};
use crate::model::{ClientId, StaffName, words_of};
use crate::plan::{Around, Plan, check_delivery, check_ids, plan};
use crate::render::{check_glyphs, check_language};
use crate::request::{self, Request, Wording, is_same};
use crate::rules::Accepted;
use crate::sections::counts;
use crate::source::{Source, Texts};

/// A request that was read.
#[derive(Debug)]
pub struct Asked {
    /// None where something is wrong with it.
    pub request: Option<Request>,
    /// What it says.
    pub content: Content,
    /// What stands in its file beside that.
    pub wording: Wording,
    /// Its ticket, also where something else is wrong.
    pub ticket: Option<String>,
    /// What there is to say about it.
    pub report: Report,
}

impl Asked {
    /// True where `crr print` makes the copy, because an encrypted e-mail carries it.
    pub fn is_by_encrypted_email(&self) -> bool {
        self.request.as_ref().is_some_and(Request::is_by_encrypted_email)
    }
}

/// Reads the text of a request.
pub fn ask(name: String, text: String, inputs: &mut Inputs) -> Asked {
    let source = inputs.keep(Source::toml(Origin::Request, name, text));
    let Checked { value, report } = Request::parse(source);
    Asked {
        request: value,
        content: Content::request(&source.root),
        wording: Wording::of(source),
        ticket: request::ticket_of(source),
        report,
    }
}

/// The flag that names an extract.
const EXTRACT: &str = "--extract";

/// The extracts of a request that were read, one for each profile.
#[derive(Debug)]
pub struct Supplied {
    /// None where something is wrong with one of them, or where there is none.
    pub extracts: Option<Vec<Extract>>,
    /// What they say.
    pub content: Option<Content>,
    /// What there is to say about them.
    pub report: Report,
    /// The flag that named them: hints say what to do with that one.
    pub flag: &'static str,
}

impl Supplied {
    /// No extract, and why.
    pub fn none(report: impl Into<Report>) -> Self {
        Self { extracts: None, content: None, report: report.into(), flag: EXTRACT }
    }
}

/// A name and a text that was read under it.
pub type Named = (String, String);

/// Reads the text of an extract.
pub fn extract_of(name: String, text: String, inputs: &mut Inputs) -> Supplied {
    extracts_of(vec![(name, text)], &[], inputs)
}

/// Reads the texts of the extracts of a client, in the order in which the request names the
/// profiles, whatever the order in which they were given.
pub fn extracts_of(
    mut texts: Vec<Named>,
    clients: &[ClientId],
    inputs: &mut Inputs,
) -> Supplied {
    if texts.len() > 1 {
        // What names nobody who was asked for comes last.
        let place = |(_, text): &Named| {
            let ids = Extract::peek_ids(text);
            let is_its = |it: &ClientId| ids.iter().any(|id| is_same(it, id));
            clients.iter().position(is_its).unwrap_or(clients.len())
        };
        texts.sort_by_cached_key(place);
    }
    let mut supplied = Supplied::none(Report::default());
    let (mut extracts, mut contents) = (Vec::new(), Vec::new());
    let n = texts.len();
    for (nth, (name, text)) in texts.into_iter().enumerate() {
        let source = inputs.keep(Source::json(Origin::Extract(nth), name, text));
        let Checked { value, report } = Extract::parse(source);
        contents.push(Content::extract(&source.root));
        extracts.extend(value);
        supplied.report.append(report);
    }
    let is_whole = n > 0 && extracts.len() == n;
    supplied.content = match contents.len() {
        1 => contents.pop(),
        _ if is_whole => Content::extracts(
            extracts.iter().map(|it| &it.client_id).zip(contents).collect(),
        ),
        _ => None,
    };
    supplied.extracts = is_whole.then_some(extracts);
    supplied
}

/// All that a package is made from, checked.
#[derive(Debug)]
pub struct Ready {
    /// What the request says, and the extracts.
    contents: [Content; 2],
    /// What is released.
    pub plan: Plan,
    /// Words of the whole record, released or not, that no passphrase may contain.
    pub record_words: BTreeSet<String>,
    /// Warnings and notes.
    pub report: Report,
}

impl Ready {
    /// What the ledger is to know of what the package is made from.
    pub fn made_from(&self, context: &Context, operator: &StaffName) -> MadeFrom {
        let [request, extract] = self.contents.clone();
        MadeFrom::plan(&self.plan, request, extract, context.circumstances(operator))
    }
}

/// Runs every check on a request and its extracts. All problems of a pass are reported at once:
/// those of the request and the extract together, then those of the rules and the fonts. A
/// strict check takes warnings for errors.
pub fn prepare(
    asked: Asked,
    supplied: Supplied,
    ticket_lines: &[String],
    context: &Context,
    is_strict: bool,
) -> Result<Ready, Report> {
    let Asked { request, content, wording, mut report, .. } = asked;
    let mut accepted = Accepted::default();
    if let Some(it) = &request {
        report.append(check_delivery(it, &context.site));
        report.append(check_ids(it, &context.site));
        accepted = Accepted::of(it, context.at);
    }
    report.append(supplied.report);
    accepted.answer(&mut report);
    if is_strict {
        report.harden();
    }
    let (Some(request), Some(extracts), Some(said), false) =
        (request, supplied.extracts, supplied.content, report.is_refused())
    else {
        return Err(report);
    };
    report.append(check_profiles(&request, &extracts, supplied.flag));
    if report.is_refused() {
        return Err(report);
    }
    let record_words = extracts.iter().flat_map(record_words).collect();
    let Context { site, edition, kit, at, .. } = context;
    let around = Around { wording: &wording, ticket_lines };
    let planned = plan(&request, around, extracts, site, edition, *at, &mut accepted);
    let Some(plan) = planned.noting(&mut report) else { return Err(report) };
    let mut of_pages = check_size(&plan);
    of_pages.append(check_glyphs(&plan, kit));
    of_pages.append(check_language(plan.handover().language, kit));
    accepted.answer(&mut of_pages);
    report.append(of_pages);
    report.append(edition.check_accepted(&accepted));
    if is_strict {
        report.harden();
    }
    if report.is_refused() {
        return Err(report);
    }
    Ok(Ready { contents: [content, said], plan, record_words, report })
}

/// The most rows that one record shows. Each takes about a hundred kilobytes of memory while
/// it is typeset: this many two gigabytes, and 1,400 pages.
const MAX_ROWS: usize = 20_000;

fn check_size(plan: &Plan) -> Report {
    let profiles = plan.record().profiles().iter();
    let n: usize = profiles.flat_map(counts).map(|(.., n)| n).sum();
    if n <= MAX_ROWS {
        return Report::default();
    }
    Diagnostic::error(
        "too-many-rows",
        format!("the record would show {n} rows; the most is {MAX_ROWS}"),
    )
    .at(Place::extract(Pointer::root()))
    .hint("name fewer sections in `release.sections`, and release the rest under a second ticket")
    .into()
}

/// Every word of a record, and its longer numbers with and without their separators.
fn record_words(extract: &Extract) -> BTreeSet<String> {
    let ids = extract.ids().into_iter();
    let mut words: BTreeSet<String> = ids.flat_map(|it| words_of(it.as_str())).collect();
    extract.texts(&Pointer::root(), &mut |_, text| {
        words.extend(words_of(text.as_str()));
        let digits: String = text.as_str().chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= 6 {
            words.insert(digits);
        }
    });
    if let Some(dob) = extract.profile.supplied().and_then(|it| it.dob) {
        words.extend(words_of(&dob.format("%Y %Y%m%d %m%d%Y %d%m%Y").to_string()));
    }
    words
}
