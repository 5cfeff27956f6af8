//! How hard a supplied passphrase is to guess.

use std::collections::BTreeSet;

use diceware_wordlists::EFF_LONG_WORDLIST;

/// Bits of work that a supplied passphrase must cost: five words of the list have 64.6, and
/// zxcvbn, which counts no further than 2^64, stops just below 64.
const MIN_BITS: f64 = 63.9;

/// True for one that is as hard to guess as five words of the list.
pub(super) fn is_strong(text: &str) -> bool {
    bits(text) >= MIN_BITS
}

/// How hard to guess, in bits, at the least. Each different word of the list counts what a
/// throw of five dice gives, but not one that stands next to another in the list. The rest
/// is put together, without pieces of fewer than four characters, and counts what zxcvbn makes of
/// it, up to 2^64. Separators, capitals and order count nothing.
fn bits(text: &str) -> f64 {
    let words: Vec<String> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_lowercase).collect();
    let found: BTreeSet<usize> =
        words.iter().filter_map(|it| place_in_list(it)).collect();
    let n_thrown = found.iter().filter(|at| !found.contains(&(*at + 1))).count();
    let n_thrown = f64::from(u8::try_from(n_thrown).unwrap_or(u8::MAX));
    let n_list = f64::from(u16::try_from(EFF_LONG_WORDLIST.len()).unwrap_or(1));
    let is_rest = |it: &&String| it.len() >= 4 && place_in_list(it).is_none();
    let rest: String = words.iter().filter(is_rest).map(String::as_str).collect();
    let guessed = zxcvbn::zxcvbn(&rest, &[]).guesses_log10() / std::f64::consts::LOG10_2;
    n_thrown * n_list.log2() + guessed.max(0.0)
}

fn place_in_list(word: &str) -> Option<usize> {
    EFF_LONG_WORDLIST.iter().position(|it| *it == word)
}
