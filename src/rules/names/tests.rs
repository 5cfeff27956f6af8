use super::{Certainty, Names};
use crate::source::Written;

/// A name in its fields, texts that hold it, and texts that do not.
type Row = (&'static [&'static str], &'static [&'static str], &'static [&'static str]);

#[track_caller]
fn check(rows: &[Row]) {
    for (fields, holding, harmless) in rows {
        let mut names = Names::default();
        names.forms.add(fields);
        for text in *holding {
            let found = names.found_in(text, Written::Freely);
            assert_ne!(found, Certainty::None, "{fields:?} in {text:?}");
        }
        for text in *harmless {
            let found = names.found_in(text, Written::Freely);
            assert_eq!(found, Certainty::None, "{fields:?} in {text:?}");
        }
    }
}

#[test]
fn what_is_no_name_is_not_searched_for() {
    check(&[
        (&["Baby Girl Lopez"], &["lopez"], &["baby clothes for a girl"]),
        (&["Client 1234"], &["Client 1234"], &["room 1234"]),
        (&["[Generated]", "Refused"], &[], &["[Generated]", "Refused", "generated"]),
        (&["Ana Lopez Jr."], &["lopez"], &["Jr. high school"]),
        (&["", " "], &[], &["", " ", "nobody"]),
    ]);
}

#[test]
fn a_name_in_its_fields_is_found_in_any_order() {
    check(&[
        (
            &["Tran", "Juan"],
            &["juantran", "tranjuan", "juan tran", "jtran@example.org"],
            &["tranche"],
        ),
        (&["王", "小明"], &["王小明", "小明王", "王·小明"], &["明天", "李明"]),
        (&["김", "준"], &["김준은", "김 준"], &["기준"]),
    ]);
}

#[test]
fn what_is_the_clients_own_is_nobody_elses_name() {
    let mut names = Names::default();
    names.own.add(&["Lopez", "Maria"]);
    names.forms.add(&["Maria Lopez"]);
    names.forms.add(&["Tomás Lopez"]);
    let found = |text: &str| names.found_in(text, Written::Freely);
    assert_eq!(found("maria"), Certainty::None);
    assert_eq!(found("Lopez"), Certainty::None);
    assert_eq!(found("Maria Lopez"), Certainty::Doubtful);
    assert_eq!(found("Mr. Lopez"), Certainty::Doubtful);
    assert_eq!(found("TomasLopez"), Certainty::Sure);
    assert!(Names::default().is_empty() && !names.is_empty());
}

#[test]
fn where_nobody_wrote_freely_only_a_whole_name_counts() {
    let mut names = Names::default();
    names.forms.add(&["Tomas Quiroga"]);
    assert_eq!(names.found_in("Tomas", Written::Listed), Certainty::None);
    assert_eq!(names.found_in("Quiroga, Tomas", Written::Listed), Certainty::Sure);
    assert_eq!(names.found_in("Tomas Quiroga", Written::OwnName), Certainty::None);
}

#[test]
fn how_certain_a_name_is_depends_on_what_stands_around_it() {
    for (name, text, expected) in [
        ("Bo Ridge", "over the bridge", Certainty::None),
        ("Ana Lopez", "lopezlease", Certainty::Sure),
        ("Hope Winters", "He left. Hope to see him again", Certainty::Doubtful),
        ("Hope Winters", "he asks Hope to call", Certainty::Sure),
        ("Will Stone", "call 5Will", Certainty::Sure),
        ("Will Stone", "at 5 Will Road", Certainty::Doubtful),
        ("Forest Lake", "moved to Lake Forest", Certainty::Doubtful),
        ("Forest Lake", "moved with Forest Lake", Certainty::Sure),
        ("Ana Ho", "at 12 Ho Chi Minh Street", Certainty::Doubtful),
        ("Mai Le", "mai le", Certainty::Doubtful),
        ("Mai Le", "ngay 3 Mai 2025", Certainty::None),
        ("Mai Le", "em Mai", Certainty::Sure),
        ("علي حسن", "الكتاب على الطاولة", Certainty::Doubtful),
        ("علي حسن", "مع علي", Certainty::Sure),
        ("이수", "이수증 제출", Certainty::Doubtful),
        ("이수", "이수에게", Certainty::Doubtful),
        ("김준", "김준은 학생", Certainty::Sure),
        ("김준", "김준비", Certainty::Doubtful),
        ("রুবিনা আক্তার", "রুবিনার ফোন", Certainty::Sure),
        ("सुनीता शर्मा", "सुनीताला", Certainty::Sure),
        ("ሰላማዊት ተስፋዬ", "ተስፋዬን", Certainty::Sure),
    ] {
        let mut names = Names::default();
        names.forms.add(&[name]);
        assert_eq!(names.found_in(text, Written::Freely), expected, "{name} in {text:?}");
    }
}

#[test]
fn an_address_has_a_name_in_it_wherever_it_stands() {
    let mut names = Names::default();
    names.forms.add(&["Ana Li"]);
    for text in ["mail ali@example.org now", "@ali", "https://example.org/@ali"] {
        assert_eq!(names.found_in(text, Written::Listed), Certainty::Sure, "{text}");
    }
    assert_eq!(names.found_in("ali", Written::Listed), Certainty::None);
}
