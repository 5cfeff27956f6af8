//! From a plan to a package in memory: every document is typeset, what holds client data is
//! locked and opened again.

use rayon::ThreadPool;

use super::context::Context;
use super::documents::{self, Guides};
use super::prepare::Ready;
use crate::diagnostics::{Diagnostic, Failure, Place};
use crate::model::Ticket;
use crate::package::{
    self, BY_HAND, GUIDES, Package, Parts, Passphrase, Randomness, TO_AGENCY, pack,
};
use crate::plan::Denial;
use crate::render::{Document, Manuscript, Rendered, TEXT, render};
use crate::request::Language;
use crate::sections::{message, to_agency};

/// What a build makes.
#[derive(Debug)]
pub struct Produced {
    /// The package.
    pub package: Package,
    /// The sheet with its passphrase, where one was asked for.
    pub sheet: Option<Rendered>,
}

/// Typesets all documents, locks those that hold client data, opens them again.
pub fn produce(
    ready: &Ready,
    passphrase: &Passphrase,
    with_sheet: bool,
    context: &Context,
    guides: &Guides,
    random: Randomness<'_>,
    pool: &ThreadPool,
) -> Result<Produced, Failure> {
    let Context { site, kit, .. } = context;
    let plan = &ready.plan;
    let handover = plan.handover();
    // The longest work comes first.
    let view = documents::view_of(plan, context);
    let mut manuscripts = Vec::from(documents::record(&view, handover, context));
    let mut known = Vec::new();
    for guide in documents::guides(handover, passphrase.is_six_words(), context) {
        match guides.get(&guide) {
            Some(rendered) => known.push(rendered),
            None => manuscripts.push(guide),
        }
    }
    if with_sheet {
        let (ticket, language) = (&handover.ticket, handover.language);
        manuscripts.push(documents::passphrase(passphrase, ticket, language, context));
    }
    let rendered = render(&manuscripts, kit, pool);
    let mut rendered = rendered.map_err(|report| context.template_fault(report))?;
    for it in known {
        rendered.add(it);
    }
    guides.keep(&manuscripts, &rendered);
    let sheet = rendered.take(Document::PassphraseSheet);
    let (words, english) = (kit.catalog(handover.language), kit.catalog(Language::En));
    let message = message(handover, site, words, english, kit.staff());
    let beside = GUIDES.map(|it| it.name_beside(handover.ticket.as_str()));
    let to_agency =
        to_agency(handover, site, kit.staff(), beside.each_ref().map(String::as_str));
    let plain = documents::plain(&view, handover, context);
    let parts = Parts::new(rendered, plain, words, &handover.formats, message, to_agency);
    let package = pool.install(|| pack(parts, passphrase, random, plan, kit.digest()));
    let package = package.map_err(|err| {
        Failure::fault(
            Diagnostic::error("not-locked", err.to_string())
                .hint("run the build again; if this happens again, please report it"),
        )
    })?;
    Ok(Produced { package, sheet })
}

/// Typesets the record alone, unlocked.
pub fn print(
    ready: &Ready,
    context: &Context,
    pool: &ThreadPool,
) -> Result<Rendered, Failure> {
    let view = documents::view_of(&ready.plan, context);
    let [record, _] = documents::record(&view, ready.plan.handover(), context);
    one(record, context, pool)
}

/// A copy that an encrypted e-mail carries: nothing of it is locked.
#[derive(Debug)]
pub struct Unlocked {
    /// Names and bytes, the record first.
    pub files: Vec<(String, Vec<u8>)>,
    /// The pages of the record.
    pub n_pages: usize,
}

/// Typesets the record, unlocked, and what goes with it to the agency; with the last line of
/// the ledger before it.
pub fn unlocked(
    ready: &Ready,
    context: &Context,
    head: Option<&str>,
    pool: &ThreadPool,
) -> Result<Unlocked, Failure> {
    let Context { site, kit, .. } = context;
    let handover = ready.plan.handover();
    let view = documents::view_of(&ready.plan, context);
    let [record, _] = documents::record(&view, ready.plan.handover(), context);
    let [_, guide] = documents::guides(handover, true, context);
    let (of_record, of_guide) = (record.document(), guide.document());
    let rendered = render(&[record, guide], kit, pool);
    let mut rendered = rendered.map_err(|report| context.template_fault(report))?;
    let mut take = |it| rendered.take(it).expect("what was typeset is there");
    let (record, guide) = (take(of_record), take(of_guide));
    let (words, english) = (kit.catalog(handover.language), kit.catalog(Language::En));
    let message = message(handover, site, words, english, kit.staff());
    let beside = GUIDES.map(|it| it.name_beside(handover.ticket.as_str()));
    let names = beside.each_ref().map(String::as_str);
    let text = to_agency(handover, site, kit.staff(), names).with_head(head);
    let mut files = vec![(handover.attached(), record.bytes().to_vec())];
    let plain = documents::plain(&view, handover, context).into_iter();
    let plain = plain.filter(|(name, _)| name == TEXT);
    files.extend(plain.map(|(_, it)| (handover.as_text(), it.to_vec())));
    files.extend(message.map(|it| (BY_HAND.to_owned(), it.by_hand.into_bytes())));
    files.push((TO_AGENCY.to_owned(), text.into_bytes()));
    files.push((of_guide.name_beside(handover.ticket.as_str()), guide.bytes().to_vec()));
    Ok(Unlocked { files, n_pages: record.n_pages() })
}

/// Typesets the sheet with the passphrase of a package that exists.
pub fn passphrase_sheet(
    passphrase: &Passphrase,
    ticket: &Ticket,
    language: Language,
    context: &Context,
    pool: &ThreadPool,
) -> Result<Rendered, Failure> {
    one(documents::passphrase(passphrase, ticket, language, context), context, pool)
}

/// Typesets the letter that gives no copy, and puts its package together.
pub fn denial_letter(
    denial: &Denial,
    context: &Context,
    pool: &ThreadPool,
) -> Result<Package, Failure> {
    let letter = one(documents::denial(denial, context), context, pool)?;
    Ok(package::denial(denial, &letter, context.kit.digest()))
}

/// Typesets the form that the agency fills in with a client of a language.
pub fn request_form(
    language: Language,
    context: &Context,
    pool: &ThreadPool,
) -> Result<Rendered, Failure> {
    let form = documents::request_form(language, context).map_err(|err| {
        let it = Diagnostic::error("kit-not-usable", err.to_string())
            .at(Place::Outside("--templates, --fonts".into()))
            .hint("compare the file with the built-in one");
        Failure::refused(it)
    })?;
    one(form, context, pool)
}

/// Typesets a single document.
pub(super) fn one(
    manuscript: Manuscript,
    context: &Context,
    pool: &ThreadPool,
) -> Result<Rendered, Failure> {
    let document = manuscript.document();
    let rendered = render(&[manuscript], &context.kit, pool);
    let mut rendered = rendered.map_err(|report| context.template_fault(report))?;
    Ok(rendered.take(document).expect("what was typeset is among the documents"))
}
