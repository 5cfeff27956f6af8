//! What the pages say of a site in another language than English.

use super::{Site, Url};
use crate::model::PlainText;
use crate::request::Language;
use crate::source::record;

record! {
    /// What a site is in one language; what is left out is said in English.
    #[derive(Debug, Clone)]
    pub struct Translation {
        /// The language.
        pub language: Language,
        /// The place its agencies serve.
        pub area: Option<PlainText>,
        /// The form on which to complain.
        pub grievance_url: Option<Url>,
    }
}

impl Site {
    /// The place its agencies serve, by its name in a language.
    pub fn area_in(&self, language: Language) -> &str {
        let own = self.translation(language).and_then(|it| it.area.as_ref());
        own.unwrap_or(&self.area).as_str()
    }

    /// The form on which to complain, in a language.
    pub fn grievance_url_in(&self, language: Language) -> Option<&Url> {
        self.translation(language).and_then(|it| it.grievance_url.as_ref())
    }

    fn translation(&self, language: Language) -> Option<&Translation> {
        self.translations.iter().find(|it| it.language == language)
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Origin;
    use crate::request::Language;
    use crate::site::{BUILT_IN, Site};
    use crate::source::Source;

    #[test]
    fn an_area_has_its_name_in_a_language_or_the_english_one() {
        let site = |text: &str| {
            let source = Source::toml(Origin::Site, String::new(), text.into());
            Site::parse(&source).into_result().expect("a site").0
        };
        let built_in = site(BUILT_IN);
        assert_eq!(built_in.area_in(Language::En), "Orange County");
        assert_eq!(built_in.area_in(Language::Vi), "Quận Cam");
        assert_eq!(built_in.grievance_url_in(Language::Vi), None);
        let (bare, _) = BUILT_IN.split_once("[[translations]]").expect("it has some");
        assert_eq!(site(bare).area_in(Language::Vi), "Orange County");
    }
}
