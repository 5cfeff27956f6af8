//! What lies beside a record takes no more paper than it may, in any language: how to open it,
//! the agency guide, the letter of a denial.

use client_record_request::model::Day;
use client_record_request::pipeline::{
    Context, Files, Inputs, Ready, ask, documents, extracts_of, pool, prepare,
    sample_day, sample_texts,
};
use client_record_request::plan::deny;
use client_record_request::render::{Document, Rendered, render};
use client_record_request::request::{DenialReason, Language, Layout};
use client_record_request::site::BUILT_IN;

const SAMPLE: &str = "typical-adult";

fn context(site: String) -> Context {
    let site = Some(("site.toml".to_owned(), site));
    let files = Files { site, ..Files::default() };
    let day: Day = sample_day();
    Context::new(files, Some(day), |_| day, &mut Inputs::default()).expect("a context")
}

/// A site that builds every form and mails one of them.
fn all_forms(attach: &str) -> Context {
    let formats = "formats  = [\"zip\", \"pdf\"]";
    let attached = "attach   = \"pdf\"";
    assert!(BUILT_IN.contains(formats) && BUILT_IN.contains(attached));
    let site = BUILT_IN.replace(formats, "formats  = [\"zip\", \"pdf\", \"html\"]");
    context(site.replace(attached, &format!("attach   = \"{attach}\"")))
}

/// The sample's request with edits, in a language and a layout, planned.
fn ready(
    edits: &[(&str, &str)],
    language: Language,
    layout: Layout,
    context: &Context,
) -> Ready {
    let (request, extract) = sample_texts(SAMPLE);
    let mut text = request.to_owned();
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replace(from, to);
    }
    let mut inputs = Inputs::default();
    let mut asked = ask("request.toml".to_owned(), text, &mut inputs);
    let request = asked.request.as_mut().expect("a request");
    (request.language, request.layout) = (language, layout);
    let clients = request.clients().to_vec();
    let extracts = vec![("extract.json".to_owned(), extract.to_owned())];
    let supplied = extracts_of(extracts, &clients, &mut inputs);
    prepare(asked, supplied, &[], context, false).expect("a plan")
}

fn n_pages(document: Document, ready: &Ready, context: &Context) -> usize {
    let mut all = documents(&ready.plan, context);
    all.retain(|it| it.document() == document);
    let rendered = render(&all, &context.kit, &pool()).expect("pages");
    rendered.get(document).map_or(0, Rendered::n_pages)
}

/// Whatever form is mailed, and whatever is built beside it.
#[test]
fn how_to_open_is_one_side_and_with_large_letters_two() {
    for attach in ["pdf", "zip", "html"] {
        let context = all_forms(attach);
        for language in Language::ALL {
            for (layout, most) in [(Layout::Letter, 1), (Layout::LargePrint, 2)] {
                let ready = ready(&[], *language, layout, &context);
                let n = n_pages(Document::HowToOpen, &ready, &context);
                let case = format!("{attach} {} {}", language.token(), layout.token());
                assert!((1..=most).contains(&n), "{case}: {n} pages");
            }
        }
    }
}

/// Late, by telephone, to a trusted contact, in every form: all that a guide may have to say.
#[test]
fn the_agency_guide_is_one_sheet() {
    let context = all_forms("pdf");
    let edits = [
        ("requested_on = 2026-11-16", "requested_on = 2026-11-02"),
        ("intake       = \"ticket\"", "intake = \"phone\"\ncalled_on = 2026-11-16"),
        (
            "recipient = \"requester\"",
            "recipient = \"trusted-contact\"\nrelation = \"cousin\"\n\
             approved_in_writing_on = 2026-11-16",
        ),
    ];
    for language in Language::ALL {
        let ready = ready(&edits, *language, Layout::Letter, &context);
        assert_eq!(ready.plan.handover().late, ["late-submission"]);
        let n = n_pages(Document::AgencyGuide, &ready, &context);
        assert_eq!(n, 2, "{}", language.token());
    }
}

/// Both sides of one sheet, whatever the reason, with a long law and an address.
#[test]
fn a_letter_of_denial_is_one_sheet() {
    let lead = "hmis_lead     = ";
    let address =
        "hmis_lead_address = \"18012 Example Ave., Suite 100, Sampletown, CA 90000\"";
    let context = context(BUILT_IN.replace(lead, &format!("{address}\n{lead}")));
    let text = sample_texts(SAMPLE).0.to_owned();
    let asked = ask("request.toml".to_owned(), text, &mut Inputs::default());
    let mut request = asked.request.expect("a request");
    let law =
        "the Violence Against Women Act, 34 USC 12291(b)(2), and what follows from it";
    let pool = pool();
    for language in Language::ALL {
        request.language = *language;
        for reason in DenialReason::ALL {
            let Context { site, edition, at, .. } = &context;
            let denial =
                deny(&request, *reason, Some(law.to_owned()), site, edition, *at);
            let package =
                client_record_request::pipeline::denial_letter(&denial, &context, &pool)
                    .expect("a letter");
            let letter = lopdf::Document::load_mem(&package.files()[0].1).expect("PDF");
            let n = letter.get_pages().len();
            assert!(n <= 2, "{} {}: {n} pages", language.token(), reason.token());
        }
    }
}
