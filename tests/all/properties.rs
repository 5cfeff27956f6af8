//! Properties that hold for any input.

use client_record_request::diagnostics::{
    Checked, Diagnostic, Origin, Place, Pointer, Report, Sources, Span, emit,
    is_forbidden, mask_line, sanitise,
};
use client_record_request::extract::Extract;
use client_record_request::package::{Content, Passphrase, locker};
use client_record_request::request::{Format, Language, Request};
use client_record_request::sections::Catalog;
use client_record_request::source::Source;
use proptest::prelude::*;
use zeroize::Zeroizing;

struct One(Source);

impl Sources for One {
    fn name(&self, _: Origin) -> String {
        "file".into()
    }

    fn text(&self, _: Origin) -> Option<&str> {
        Some(&self.0.text)
    }

    fn locate(&self, _: Origin, pointer: &Pointer) -> Option<Span> {
        Some(self.0.locate(pointer))
    }

    fn line_at(&self, _: Origin, byte: usize) -> Option<(usize, usize)> {
        Some(self.0.line_at(byte))
    }

    fn client_ids(&self) -> Vec<String> {
        Vec::new()
    }

    fn to_hide(&self) -> Vec<String> {
        Vec::new()
    }

    fn is_key(&self, word: &str) -> bool {
        word == "client_id"
    }
}

/// JSON-like noise: mostly structure, some text.
fn noise() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("[".to_owned()),
        Just("]".to_owned()),
        Just("\"client_id\":".to_owned()),
        Just("\"profile\":".to_owned()),
        Just(",".to_owned()),
        Just("\n".to_owned()),
        Just("null".to_owned()),
        "[0-9eE.+-]{1,4}",
        "\"\\PC{0,6}\"",
        "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|it| it.concat())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_a_place(text in noise()) {
        let source = Source::json(Origin::Extract(0), "file".into(), text);
        let Checked { value: extract, report } = Extract::parse(&source);
        prop_assert!(extract.is_none());
        prop_assert!(report.is_refused());
        // Telling it works for every place that was found.
        prop_assert!(!emit(&report, &One(source)).is_empty());
    }

    #[test]
    fn any_toml_is_read_or_refused_with_a_place(text in "(?s)[a-z_=\"\\[\\]\n .0-9\\PC]{0,80}") {
        let source = Source::toml(Origin::Request, "file".into(), text);
        let Checked { value: request, report } = Request::parse(&source);
        prop_assert!(request.is_none());
        prop_assert!(!emit(&report, &One(source)).is_empty());
    }

    #[test]
    fn carets_stand_under_any_byte_range(text in "\\PC{0,30}\n?\\PC{0,30}", a in 0..70_usize, n in 0..70_usize) {
        let source = Source::json(Origin::Extract(0), "file".into(), text);
        let place = Place::Range { origin: Origin::Extract(0), span: a..a + n };
        let report: Report = Diagnostic::error("x", "y").at(place).into();
        prop_assert!(emit(&report, &One(source)).contains("error: y [x]"));
    }

    #[test]
    fn a_masked_line_shows_no_letter_but_of_keys(value in "[A-Za-zñ0-9 ]{1,20}", key in "[a-z_]{1,10}") {
        let line = format!("\"{key}\": \"{value}\", \"{}\"", value.to_uppercase());
        let masked = mask_line(&line, &|word| word == key, &[]);
        let rest = masked.replacen(&key, "", 1);
        prop_assert!(!rest.chars().any(char::is_alphanumeric), "{masked}");
    }

    #[test]
    fn what_is_printed_deceives_no_terminal(text in "\\PC*[\u{0}-\u{1F}\u{80}-\u{9F}\u{202A}-\u{202E}]*\\PC*") {
        prop_assert!(!sanitise(&text).chars().any(is_forbidden));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_locked_opens_to_the_same_and_no_flipped_byte_passes(
        cover in prop::collection::vec(any::<u8>(), 0..200),
        record in prop::collection::vec(any::<u8>(), 0..2000),
        at in any::<prop::sample::Index>(),
    ) {
        let members = [("cover.pdf", cover), ("record.pdf", record)]
            .map(|(name, bytes)| (name.to_owned(), Zeroizing::new(bytes)));
        let passphrase = Passphrase::to_open("abacus-zoom-crouton-dagger-ember");
        let zip = locker(Format::Zip);
        let words = Catalog::staff("").expect("no words");
        let content = Content::new(&members, &words, Language::En);
        let locked = zip.lock(&content, &passphrase, &|_: &mut [u8]| ()).expect("locked");
        let same = |bytes: &[u8]| {
            zip.open(bytes, &passphrase).is_ok_and(|opened| opened == members)
        };
        prop_assert!(same(&locked));
        // A flipped byte of the content is noticed by the HMAC. Headers also hold what no
        // reader checks (a date, a version): those are the receipt's to notice.
        let mut spoiled = locked.clone();
        let i = at.index(spoiled.len());
        spoiled[i] ^= 0x55;
        if let Ok(opened) = zip.open(&spoiled, &passphrase) {
            for ((_, it), (_, bytes)) in opened.iter().zip(&members) {
                prop_assert!(it == bytes, "byte {i}: other content opened");
            }
        }
    }
}
