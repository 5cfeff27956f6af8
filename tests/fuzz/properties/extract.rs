//! An extract: read or refused; where a fixed request can be met from it, no row is another
//! client's; the same each time; told without its values.

use std::sync::LazyLock;

use client_record_request::diagnostics::{Checked, Origin, Report};
use client_record_request::extract::Extract;
use client_record_request::pipeline::{
    Context, Files, Inputs, Ready, ask, extract_of, prepare, sample_day,
};
use client_record_request::source::{Node, Source, Value};

use super::told::told;

/// The request that is to be met, and whom it is about.
const REQUEST: &str = include_str!("../../../data/samples/typical-adult/request.toml");
const CLIENT: &str = "69E44770D";

static CONTEXT: LazyLock<Context> = LazyLock::new(|| {
    let mut inputs = Inputs::default();
    Context::new(Files::default(), Some(sample_day()), |_| sample_day(), &mut inputs)
        .expect("the built-in site and looks are in order")
});

/// What must hold for any bytes.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let source = Source::json(Origin::Extract(0), "extract.json".into(), text.to_owned());
    let Checked { value: extract, report } = Extract::parse(&source);
    assert_eq!(extract.is_none(), report.is_refused());
    if let Some(extract) = &extract {
        let peeked = Extract::peek_ids(text);
        assert_eq!(peeked.iter().collect::<Vec<_>>(), extract.ids());
    }
    let (planned, inputs) = planned(text);
    match &planned {
        Err(report) => {
            assert!(report.is_refused());
            told(report, text, &inputs);
        }
        Ok(ready) => {
            assert!(extract.is_some() && !ready.report.is_refused());
            told(&ready.report, text, &inputs);
            owned(&source.root);
        }
    }
    let again = self::planned(text).0.map(|it| it.report);
    assert_eq!(again, planned.map(|it| it.report), "another report the second time");
}

fn planned(text: &str) -> (Result<Ready, Report>, Inputs) {
    let mut inputs = Inputs::default();
    let asked = ask("request.toml".into(), REQUEST.into(), &mut inputs);
    let extract = extract_of("extract.json".into(), text.to_owned(), &mut inputs);
    (prepare(asked, extract, &[], &CONTEXT, false), inputs)
}

/// What a page could show.
const SECTIONS: &[&str] = &[
    "profile",
    "release_of_information",
    "enrollments",
    "documents",
    "contact_information",
    "assessments",
    "services",
    "alerts",
    "locations",
];

/// Whatever says whose it is says that it is the client's.
fn owned(root: &Node) {
    let Value::Map(sections) = &root.value else { return };
    for section in sections.iter().filter(|it| SECTIONS.contains(&&*it.key)) {
        match &section.node.value {
            Value::Map(_) => owner(&section.node),
            Value::List(rows) => rows.iter().for_each(owner),
            _ => {}
        }
    }
    owner(root);
}

fn owner(node: &Node) {
    let Value::Map(entries) = &node.value else { return };
    if entries.iter().any(|it| it.key == "unavailable") {
        return;
    }
    for it in entries.iter().filter(|it| it.key == "client_id") {
        let is_theirs = matches!(&it.node.value, Value::Text(it) if it == CLIENT);
        assert!(is_theirs, "a row of somebody else was planned");
    }
}
