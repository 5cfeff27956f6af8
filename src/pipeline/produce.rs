//! From a plan to a package in memory: every document is typeset, what holds client data is
//! locked and opened again.

use rayon::ThreadPool;

use super::context::Context;
use super::documents::{
    Guides, denial_sheet, guide_sheets, passphrase_document, record_sheets,
};
use super::prepare::Ready;
use crate::diagnostics::{Diagnostic, Failure};
use crate::package::{self, Content, Package, Parts, Passphrase, Randomness, pack};
use crate::render::{Rendered, Sheet, render};
use crate::request::Language;
use crate::sections::{Denial, message};

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
    let (request, plan) = (&ready.request, &ready.plan);
    let formats = site.formats(request);
    let [cover, record] = record_sheets(plan, &ready.hud, context);
    // The longest work comes first.
    let mut sheets = vec![record, cover];
    let known = guide_sheets(request, plan, context).map(|it| (guides.get(&it), it));
    sheets.extend(known.iter().filter(|it| it.0.is_none()).map(|it| it.1.clone()));
    if with_sheet {
        sheets.push(passphrase_document(passphrase, plan, context));
    }
    let rendered =
        render(&sheets, kit, pool).map_err(|report| context.template_fault(report))?;
    let mut rendered = rendered.into_iter();
    let mut next = || rendered.next().expect("one for each sheet");
    let (record, cover) = (next(), next());
    let made = known.map(|(known, sheet)| {
        known.unwrap_or_else(|| {
            let made = next();
            guides.keep(&sheet, &made);
            made
        })
    });
    let sheet = with_sheet.then(next);
    let members = [cover, record];
    let (words, english) = (kit.catalog(plan.language), kit.catalog(Language::En));
    let parts = Parts {
        content: Content { members: &members, words, language: plan.language },
        guides: &made,
        formats,
        message: message(request, plan.at, site, words, english),
    };
    let package = pool.install(|| pack(&parts, passphrase, random, plan, kit.digest()));
    let package = package.map_err(|err| {
        Failure::fault(
            Diagnostic::error("not-locked", err.to_string())
                .hint("run the build again; if it comes back, please report it"),
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
    let [_, record] = record_sheets(&ready.plan, &ready.hud, context);
    one(record, context, pool)
}

/// Typesets the letter that gives no copy, and puts its package together.
pub fn denial_letter(
    denial: &Denial<'_>,
    context: &Context,
    pool: &ThreadPool,
) -> Result<Package, Failure> {
    let letter = one(denial_sheet(denial, context), context, pool)?;
    Ok(package::denial(denial, &letter, context.kit.digest()))
}

fn one(sheet: Sheet, context: &Context, pool: &ThreadPool) -> Result<Rendered, Failure> {
    let rendered = render(&[sheet], &context.kit, pool);
    let rendered = rendered.map_err(|report| context.template_fault(report))?;
    Ok(rendered.into_iter().next().expect("one for each sheet"))
}
