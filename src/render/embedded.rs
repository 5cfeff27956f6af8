//! The templates, catalogs and fonts that are built into the program.

macro_rules! embed {
    ($folder:literal: $($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../templates/", $folder, $path)))),*]
    };
}

/// A file by its path.
pub(super) type File = (&'static str, &'static [u8]);

/// The templates and catalogs; a test compares the list with the folder.
pub(super) const TEMPLATES: &[File] = embed!("":
    "agency-guide.typ",
    "components/badge.typ",
    "components/columns.typ",
    "components/fields.typ",
    "components/help-lines.typ",
    "components/index.typ",
    "components/notice.typ",
    "components/reach.typ",
    "components/recorded.typ",
    "components/table.typ",
    "components/tick.typ",
    "components/timeline.typ",
    "cover.typ",
    "denial.typ",
    "how-to-open.typ",
    "i18n/ar/delivery.toml",
    "i18n/ar/form.toml",
    "i18n/ar/hud.toml",
    "i18n/ar/opening.toml",
    "i18n/ar/pages.toml",
    "i18n/en/delivery.toml",
    "i18n/en/opening.toml",
    "i18n/en/pages.toml",
    "i18n/es/delivery.toml",
    "i18n/es/form.toml",
    "i18n/es/hud.toml",
    "i18n/es/opening.toml",
    "i18n/es/pages.toml",
    "i18n/fa/delivery.toml",
    "i18n/fa/form.toml",
    "i18n/fa/hud.toml",
    "i18n/fa/opening.toml",
    "i18n/fa/pages.toml",
    "i18n/ko/delivery.toml",
    "i18n/ko/form.toml",
    "i18n/ko/hud.toml",
    "i18n/ko/opening.toml",
    "i18n/ko/pages.toml",
    "i18n/languages.toml",
    "i18n/staff.toml",
    "i18n/vi/delivery.toml",
    "i18n/vi/form.toml",
    "i18n/vi/hud.toml",
    "i18n/vi/opening.toml",
    "i18n/vi/pages.toml",
    "i18n/zh-Hans/delivery.toml",
    "i18n/zh-Hans/form.toml",
    "i18n/zh-Hans/hud.toml",
    "i18n/zh-Hans/opening.toml",
    "i18n/zh-Hans/pages.toml",
    "i18n/zh-Hant/delivery.toml",
    "i18n/zh-Hant/form.toml",
    "i18n/zh-Hant/hud.toml",
    "i18n/zh-Hant/opening.toml",
    "i18n/zh-Hant/pages.toml",
    "page.typ",
    "passphrase-sheet.typ",
    "record.typ",
    "request-form.typ",
    "sections/contact-information.typ",
    "sections/cover.typ",
    "sections/documents.typ",
    "sections/enrollments.typ",
    "sections/glance.typ",
    "sections/offered.typ",
    "sections/part.typ",
    "sections/profile.typ",
    "sections/release-of-information.typ",
    "sections/worksheet.typ",
    "theme.typ",
    "words.typ",
);

/// The built-in templates and catalogs, by their paths.
pub fn templates() -> impl Iterator<Item = (&'static str, &'static [u8])> + Clone {
    TEMPLATES.iter().copied()
}

/// The fonts that every page may need; `templates/fonts/README.md` tells where they come
/// from.
pub(super) const BASE_FONTS: &[File] = embed!("fonts/":
    "SourceSans3_400Regular.ttf",
    "SourceSans3_600SemiBold.ttf",
    "Vazirmatn_400Regular.ttf",
    "Vazirmatn_600SemiBold.ttf",
    "HelpLines_400Regular.ttf",
);

/// Chinese and Korean; loaded only where a text needs them.
#[cfg(feature = "fonts-cjk")]
pub(super) const CJK_FONTS: &[File] = embed!("fonts/":
    "NotoSansSC_400Regular_GB2312.ttf",
    "NotoSansTC_400Regular_Big5.ttf",
    "NotoSansKR_400Regular_Hangul.ttf",
);
/// Chinese and Korean are left out of this build.
#[cfg(not(feature = "fonts-cjk"))]
pub(super) const CJK_FONTS: &[File] = &[];

/// SHA-256 of every font file; a test compares them.
pub(super) const FONT_SUMS: &str = include_str!("../../templates/fonts/SHA256SUMS");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{BASE_FONTS, CJK_FONTS, FONT_SUMS, TEMPLATES};
    use crate::package::digest;

    #[test]
    fn every_template_and_font_of_the_folder_is_built_in() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        let found: BTreeSet<String> = walkdir::WalkDir::new(root)
            .into_iter()
            .map(|it| it.expect("a readable folder"))
            .filter(|it| it.file_type().is_file())
            .map(|it| it.path().strip_prefix(root).expect("below").display().to_string())
            .filter(|it| [".typ", ".toml", ".ttf"].iter().any(|end| it.ends_with(end)))
            .collect();
        let fonts = BASE_FONTS.iter().chain(CJK_FONTS);
        let listed: BTreeSet<String> = TEMPLATES
            .iter()
            .map(|(path, _)| (*path).to_owned())
            .chain(fonts.map(|(name, _)| format!("fonts/{name}")))
            .collect();
        assert_eq!(found, listed);
        for (path, bytes) in TEMPLATES {
            assert!(std::str::from_utf8(bytes).is_ok(), "{path} is no text");
        }
    }

    #[test]
    fn the_fonts_are_those_of_the_checksums() {
        for (name, bytes) in BASE_FONTS.iter().chain(CJK_FONTS) {
            let line = format!("{}  {name}\n", digest(bytes));
            assert!(FONT_SUMS.contains(&line), "{name}");
        }
        let n_bytes: usize =
            BASE_FONTS.iter().chain(CJK_FONTS).map(|it| it.1.len()).sum();
        assert!(n_bytes <= 8_500_000, "{n_bytes} bytes of fonts");
    }
}
