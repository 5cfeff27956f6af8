//! The passphrase: six words of the EFF large list, or one that is as hard to guess.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use diceware_wordlists::EFF_LONG_WORDLIST;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::known::{Known, known_to_all};
use super::passphrase_error::{PassphraseError, check_characters};
use super::strength::is_strong;
use crate::model::words_of;

/// Words in a generated passphrase: 77 bits (`data/policy/what-opens-where.md`, 6).
const N_WORDS: usize = 6;

/// AES zip takes longer ones as their SHA-1 (RFC 2104), which readers disagree about.
const MAX_BYTES: usize = 64;

/// Fills a buffer with random bytes; the operating system's in `io`, fixed ones in tests.
pub type Randomness<'a> = &'a (dyn Fn(&mut [u8]) + Sync);

/// The human secret. It has no `Display`, its `Debug` is blank, and it wipes itself.
#[derive(Debug, Clone)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// Six words, each of the 7,772 of the list that hold no hyphen with equal chance.
    pub fn generate(random: Randomness<'_>) -> Self {
        let words = &*PLAIN_WORDS;
        let n = u16::try_from(words.len()).expect("a list of fewer than 65,536 words");
        // Numbers past the last whole multiple would favour the first words: draw again.
        let limit = u16::MAX - (u16::MAX % n + 1) % n;
        let mut text = Zeroizing::new(String::with_capacity(MAX_BYTES));
        let mut n_chosen = 0;
        while n_chosen < N_WORDS {
            let mut bytes = Zeroizing::new([0; 2]);
            random(&mut *bytes);
            let number = u16::from_be_bytes(*bytes);
            if number > limit {
                continue;
            }
            if n_chosen > 0 {
                text.push('-');
            }
            text.push_str(words[usize::from(number % n)]);
            n_chosen += 1;
        }
        Self(SecretString::from(text.as_str()))
    }

    /// A supplied passphrase, checked against the words of the record.
    pub fn supplied(
        text: &str,
        record: &BTreeSet<String>,
    ) -> Result<Self, PassphraseError> {
        check_characters(text)?;
        // All of them are ASCII by now: as many bytes as characters.
        if text.len() > MAX_BYTES {
            return Err(PassphraseError::TooLong);
        }
        match known_to_all(text) {
            Some(Known::Example) => return Err(PassphraseError::Example),
            Some(Known::Sentence) => return Err(PassphraseError::Famous),
            None => {}
        }
        if holds_any(text, record) {
            return Err(PassphraseError::HoldsRecordWord);
        }
        if !is_strong(text) {
            return Err(PassphraseError::Weak);
        }
        Ok(Self(SecretString::from(text)))
    }

    /// A passphrase to open something with; any text may be tried.
    pub fn to_open(text: &str) -> Self {
        Self(SecretString::from(text))
    }

    /// True where it looks like a generated one: six words in small letters, hyphens between.
    pub fn is_six_words(&self) -> bool {
        let mut words = self.expose().split('-');
        words.clone().count() == N_WORDS
            && words
                .all(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_lowercase()))
    }

    /// Its letters and digits alone, in small letters: what the web page takes, however the
    /// passphrase was typed. What this drops counts nothing towards its strength either.
    pub fn folded(&self) -> Zeroizing<String> {
        let mut folded = Zeroizing::new(String::with_capacity(self.expose().len()));
        folded.extend(
            self.expose()
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|it| it.to_ascii_lowercase()),
        );
        folded
    }

    /// Each word letter by letter, to be read aloud over the telephone (the spelling
    /// alphabet of ICAO Annex 10, volume II, 5.2.1.3; digits as English says them).
    pub fn spelled(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(1024));
        for word in self.expose().split('-') {
            text.push_str(word);
            text.push(':');
            for c in word.chars() {
                text.push(' ');
                if c.is_ascii_uppercase() {
                    text.push_str("capital ");
                }
                match spoken(c.to_ascii_lowercase()) {
                    Some(it) => text.push_str(it),
                    None => text.push(c),
                }
            }
            text.push('\n');
        }
        text
    }

    /// The text itself: for a locker, for the terminal, for `--passphrase-out`.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// Letters from which a word of the record is searched for inside longer words too.
const MIN_INSIDE: usize = 5;

fn holds_any(text: &str, record: &BTreeSet<String>) -> bool {
    let whole = text.to_lowercase();
    words_of(text).any(|it| record.contains(&it))
        || record.iter().any(|it| it.len() >= MIN_INSIDE && whole.contains(it.as_str()))
}

static PLAIN_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    EFF_LONG_WORDLIST.iter().copied().filter(|word| !word.contains('-')).collect()
});

fn spoken(c: char) -> Option<&'static str> {
    const LETTERS: [&str; 26] = [
        "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india",
        "juliett", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec",
        "romeo", "sierra", "tango", "uniform", "victor", "whiskey", "x-ray", "yankee",
        "zulu",
    ];
    const DIGITS: [&str; 10] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    match c {
        'a'..='z' => Some(LETTERS[usize::from(c as u8 - b'a')]),
        '0'..='9' => Some(DIGITS[usize::from(c as u8 - b'0')]),
        ' ' => Some("space"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashMap};
    use std::sync::atomic::{AtomicU64, Ordering};

    use sha2::{Digest, Sha256};

    use super::*;

    /// A small generator for tests: SplitMix64.
    fn numbers(seed: u64) -> impl Fn(&mut [u8]) + Sync {
        let seed = AtomicU64::new(seed);
        move |buffer| {
            for byte in buffer {
                let mut z = seed.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
                z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                *byte = u8::try_from((z ^ (z >> 31)) & 0xFF).expect("one byte");
            }
        }
    }

    #[test]
    fn the_list_is_the_effs() {
        let mut digest = Sha256::new();
        for (i, word) in EFF_LONG_WORDLIST.iter().enumerate() {
            let mut rest = i;
            let mut dice = [0; 5];
            for die in dice.iter_mut().rev() {
                *die = rest % 6 + 1;
                rest /= 6;
            }
            let dice: String = dice.iter().map(ToString::to_string).collect();
            digest.update(format!("{dice}\t{word}\n"));
        }
        assert_eq!(
            crate::render::hex(&digest.finalize()),
            "addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e"
        );
        assert_eq!(PLAIN_WORDS.len(), 7772);
    }

    #[test]
    fn a_generated_one_has_six_words_and_fits() {
        let random = numbers(1);
        for _ in 0..2000 {
            let it = Passphrase::generate(&random);
            assert!(it.expose().len() <= MAX_BYTES);
            assert_eq!(it.expose().split('-').count(), N_WORDS);
            assert!(it.is_six_words());
            assert!(Passphrase::supplied(it.expose(), &BTreeSet::new()).is_ok());
        }
    }

    #[test]
    fn what_is_typed_otherwise_is_told_from_six_words() {
        for other in [
            "abacus-zoom-crouton-dagger-ember",
            "Abacus-zoom-crouton-dagger-ember-fabric",
            "abacus zoom crouton dagger ember fabric",
            "abacus-zoom-crouton-dagger--fabric",
            "q7mzxkw4tvb2hd9cr5np",
        ] {
            assert!(!Passphrase::to_open(other).is_six_words(), "{other}");
        }
    }

    #[test]
    fn every_word_comes_up_about_as_often() {
        let random = numbers(2);
        let places: HashMap<&str, usize> =
            PLAIN_WORDS.iter().enumerate().map(|(i, word)| (*word, i)).collect();
        let mut seen = vec![0_u32; places.len()];
        let n = 1_000_000;
        for _ in 0..n {
            for word in Passphrase::generate(&random).expose().split('-') {
                seen[places[word]] += 1;
            }
        }
        let expected = f64::from(n * 6) / 7772.0;
        let square = |it: &u32| (f64::from(*it) - expected).powi(2) / expected;
        let chi2: f64 = seen.iter().map(square).sum();
        // 7,771 degrees of freedom: mean 7,771, standard deviation 125; four of them.
        assert!((7270.0..8272.0).contains(&chi2), "{chi2}");
    }

    #[track_caller]
    fn check(text: &str, expected: Option<PassphraseError>) {
        let record = words_of("Maria Nguyễn-Lopez, 1980").collect();
        assert_eq!(Passphrase::supplied(text, &record).err(), expected);
    }

    #[test]
    fn weak_ones_are_refused_and_near_misses_pass() {
        check("", Some(PassphraseError::Weak));
        check("password1", Some(PassphraseError::Weak));
        check("abacus-zoom-abacus-zoom-abacus-zoom", Some(PassphraseError::Weak));
        check("abacus-zoom-crouton-dagger", Some(PassphraseError::Weak));
        check("abacus-abdomen-abdominal-abide-abiding", Some(PassphraseError::Weak));
        check(
            "a b c d e f g h i j k l m n o p q r s t u v w x",
            Some(PassphraseError::Weak),
        );
        check("1 2 3 4 5 6 7 8 9 10 11 12 13", Some(PassphraseError::Weak));
        check("one two three four five six seven eight", Some(PassphraseError::Weak));
        check("abacus-zoom-crouton-dagger-ember", None);
        check("q7mzxkw4tvb2hd9c", Some(PassphraseError::Weak));
        check("q7mzxkw4tvb2hd9cr5np", None);
    }

    #[test]
    fn long_ones_and_foreign_signs_are_refused() {
        let long = "abacus-zoom-crouton-dagger-ember-fabric-gadget-habitat-iguana-jab";
        check(long, Some(PassphraseError::TooLong));
        check(&long[..64], None);
        check("ábacus-zoom-crouton-dagger-ember", Some(PassphraseError::NotAscii));
    }

    #[test]
    fn words_of_the_record_are_refused() {
        let refused = Some(PassphraseError::HoldsRecordWord);
        check("maria-abacus-zoom-crouton-dagger-ember", refused);
        check("Nguyen-abacus-zoom-crouton-dagger-ember", refused);
        check("abacus-zoom-crouton-dagger-ember-xlopezx", refused);
        check("abacus-zoom-crouton-dagger-ember-1980", refused);
        check("marimba-abacus-zoom-crouton-dagger-ember", None);
    }

    #[test]
    fn it_is_never_printed() {
        let it = Passphrase::to_open("abacus-zoom");
        assert!(!format!("{it:?}").contains("abacus"));
    }
}
