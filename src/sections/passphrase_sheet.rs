//! The sheet with the passphrase, for the recipient's hand. It holds no client data.

use serde::Serialize;

/// What the template of the passphrase sheet sees.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PassphraseSheet<'a> {
    /// As it is typed.
    passphrase: &'a str,
    /// Its words, where hyphens part it into words.
    words: Vec<&'a str>,
}

/// The sheet for a passphrase.
pub fn passphrase_sheet(passphrase: &str) -> PassphraseSheet<'_> {
    let words: Vec<_> = passphrase.split('-').collect();
    let is_word =
        |it: &&str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_lowercase());
    let is_words = words.len() > 1 && words.iter().all(is_word);
    PassphraseSheet { passphrase, words: if is_words { words } else { Vec::new() } }
}
