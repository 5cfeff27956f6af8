//! `--templates` and `--fonts`: one file is replaced without copying the rest, and what is
//! wrong with it is told without a word of the record.

use std::fs;
use std::path::Path;

use super::support::{Case, ROOT};

fn with_template(path: &str, text: &str) -> Case {
    let case = Case::of("typical-adult");
    let file = case.dir.join("templates").join(path);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(file, text).expect("a template");
    case
}

#[test]
fn one_template_is_replaced_and_the_receipt_tells_another_kit() {
    let plain = Case::of("typical-adult");
    plain.built();
    let theme =
        fs::read_to_string(Path::new(ROOT).join("templates/theme.typ")).expect("it");
    let case = with_template("theme.typ", &theme.replace("#0b4a5e", "#00415a"));
    let ran = case.build(&["--templates", "templates"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let kit = |case: &Case| {
        let receipt: serde_json::Value =
            serde_json::from_str(&case.read("out/2026-0142/receipt.json")).expect("JSON");
        receipt["kit"].as_str().expect("a digest").to_owned()
    };
    assert_ne!(kit(&case), kit(&plain));
}

#[test]
fn a_template_with_a_fault_is_told_by_its_place() {
    let text = "#let glance(view) = { panic(repr(view.glance)) }\n";
    let case = with_template("sections/glance.typ", text);
    let before = case.tree();
    let ran = case.build(&["--templates", "templates"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: a template could not be set [template-error]
   at templates/sections/glance.typ:1:23
hint: with `--templates`: compare the file with the built-in one
hint: without it this is a fault of ours; please report it
refused: 1 error; nothing was written
"
    );
    assert_eq!(case.tree(), before);
}

#[test]
fn templates_reach_neither_files_nor_packages() {
    // This is how it is called.
    let case = with_template("sections/glance.typ", "#let glance(view) = none\n");
    assert_eq!(case.build(&["--templates", "templates"]).code, 0);
    for text in [
        "#let glance(view) = read(\"/../request.toml\")\n",
        "#let glance(view) = read(\"/request.toml\")\n",
        "#import \"@preview/example:0.1.0\": add\n#let glance(view) = none\n",
        "#let glance(view) = datetime.today().display()\n",
    ] {
        let case = with_template("sections/glance.typ", text);
        let ran = case.build(&["--templates", "templates"]);
        assert_eq!(ran.code, 1, "{text}");
        assert!(ran.stderr.contains("[template-error]"), "{}", ran.stderr);
    }
}

#[test]
fn a_catalog_that_lacks_words_is_refused() {
    let case = with_template("i18n/en/pages.toml", "cover-title = \"My record\"\n");
    let ran = case.build(&["--templates", "templates"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("[kit-not-usable]"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("no words for `after-label`, `alerts-lead`"),
        "{}",
        ran.stderr
    );
}

/// A program built without the fonts for Chinese and Korean is in the same case.
#[test]
fn a_language_whose_letters_no_font_has_is_refused() {
    let path = Path::new(ROOT).join("templates/i18n/ko/pages.toml");
    let korean = fs::read_to_string(path).expect("the Korean words");
    let (before, after) = korean.split_once("cover-title").expect("the title");
    let (key, rest) = after.split_once('"').expect("its text");
    let tamil = format!("{before}cover-title{key}\"\u{BA4} {rest}");
    let case = with_template("i18n/ko/pages.toml", &tamil);
    let nobody = "# languages_reviewed = [\"es\", \"vi\"]";
    case.speak("ko", "letter").edit("site.toml", nobody, "languages_reviewed = [\"ko\"]");
    let ran = case.build(&["--templates", "templates"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: no font has the letters of this language [no-fonts-for-language]
  --> request.toml:1:12
   at /language
  |
1 | language = \"··\"
  |            ^^^^
hint: put a font that has them in a folder and name the folder with `--fonts`
hint: or use a program that was built with the feature `fonts-cjk`
refused: 1 error; nothing was written
"
    );
    // In another language the same set is as good as ever.
    case.speak("vi", "letter");
    assert_eq!(case.check(&["--templates", "templates"]).code, 0);
}

#[test]
fn a_font_that_is_none_is_refused() {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("fonts")).expect("a folder");
    case.write("fonts/none.ttf", "not a font");
    let ran = case.build(&["--fonts", "fonts"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.stderr,
        "\
error: font file number 1 cannot be read [kit-not-usable]
   at --templates, --fonts
hint: compare the file with the built-in one
refused: 1 error; nothing was written
"
    );
}

#[test]
fn a_folder_in_the_place_of_a_request_is_told() {
    let case = Case::of("typical-adult");
    fs::create_dir(case.dir.join("requests")).expect("a folder");
    // Of many requests a folder would do; of one it does not.
    let ran =
        case.crr(["print", "requests", "--extract", "extract.json", "--to", "x.pdf"]);
    assert_eq!(ran.code, 3);
    assert_eq!(
        ran.stderr,
        "\
error: cannot read `requests`: is a directory [not-readable]
   at REQUEST
hint: name a file, not a folder
failed: 1 error; nothing was written
"
    );
}

#[test]
fn json_stays_json_whatever_a_path_holds() {
    let case = Case::empty();
    let ran = case.crr(["check", "a\u{202E}b.toml", "--json"]);
    assert_eq!(ran.code, 1);
    let envelope: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let message = envelope["diagnostics"][0]["message"].as_str().expect("a message");
    assert!(message.contains('\u{202E}'), "{message:?}");
    assert!(!ran.stdout.contains('\u{202E}'), "{:?}", ran.stdout);
}
