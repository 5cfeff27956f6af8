//! Phone numbers and addresses of mail and of the web, however they are written.

use std::collections::BTreeMap;

use super::words::List;
use crate::rules::names::{Certainty, folded};
use crate::rules::plain::{digits, plain};
use crate::rules::runs::number_runs;

/// Numbers and addresses that are looked for.
pub(super) struct Numbers<T> {
    phones: BTreeMap<String, T>,
    /// Those without the code of their area, of all.
    local: BTreeMap<String, T>,
    /// What stands before the "@" and behind it, without signs.
    mail: BTreeMap<(String, String), T>,
    /// The names of people in them, and of hosts that are nobody's provider.
    handles: BTreeMap<String, T>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self {
            phones: BTreeMap::new(),
            local: BTreeMap::new(),
            mail: BTreeMap::new(),
            handles: BTreeMap::new(),
        }
    }
}

/// Digits of a phone number, with the code of its area and without.
const PHONE: usize = 10;
const LOCAL: usize = 7;

/// Letters from which what stands before an "@" tells whose it is.
const HANDLE: usize = 8;

impl<T: Copy> Numbers<T> {
    pub(super) fn add(&mut self, text: &str, value: T) {
        for run in number_runs(&plain(text)) {
            for phone in phones(run) {
                let local = phone[phone.len() - LOCAL..].to_owned();
                self.local.entry(local).or_insert(value);
                if phone.len() == PHONE {
                    self.phones.entry(phone).or_insert(value);
                }
            }
        }
        for (name, host) in mail(text) {
            let is_own = !List::Mail.has(&host);
            let handles = [Some(&name), Some(&host).filter(|_| is_own)];
            for it in handles.into_iter().flatten().filter(|it| it.len() >= HANDLE) {
                self.handles.entry(it.clone()).or_insert(value);
            }
            self.mail.entry((name, host)).or_insert(value);
        }
    }

    pub(super) fn found_in(&self, text: &str) -> Option<(Certainty, T)> {
        let phone = self.phone_in(text);
        let mail = || {
            let found = mail(text).into_iter().find_map(|it| self.mail.get(&it).copied());
            found.map(|it| (Certainty::Sure, it))
        };
        phone.or_else(mail).or_else(|| self.handle_in(text))
    }

    fn phone_in(&self, text: &str) -> Option<(Certainty, T)> {
        if self.local.is_empty() {
            return None;
        }
        let mut perhaps = None;
        for run in number_runs(&plain(text)) {
            let all = digits(run);
            let mut windows = all.as_bytes().windows(PHONE);
            let whole = windows.find_map(|it| {
                self.phones.get(std::str::from_utf8(it).unwrap_or_default())
            });
            if let Some(value) = whole {
                return Some((Certainty::Sure, *value));
            }
            let groups: Vec<&str> = groups(run).collect();
            let local = groups.windows(2).find_map(|it| {
                let is_local = it[0].len() == 3 && it[1].len() == 4;
                let is_other = groups.len() > 2;
                self.local.get(&it.concat()).filter(|_| is_local && !is_other)
            });
            if let Some(value) = local {
                return Some((Certainty::Sure, *value));
            }
            let known = groups.iter().find_map(|it| self.local.get(*it));
            let known = known.or_else(|| {
                let phones = phones(run);
                let local = |it: &String| self.phones.is_empty() && it.len() == PHONE;
                phones
                    .iter()
                    .filter(|it| local(it))
                    .find_map(|it| self.local.get(&it[PHONE - LOCAL..]))
            });
            perhaps = perhaps.or(known.map(|it| (Certainty::Doubtful, *it)));
        }
        perhaps
    }

    /// The first part of an address, or the name of its host, alone.
    fn handle_in(&self, text: &str) -> Option<(Certainty, T)> {
        if self.handles.is_empty() {
            return None;
        }
        let parts = text.split(|c: char| c.is_whitespace() || "@/,;<>()".contains(c));
        let mut parts = parts.map(tight);
        let found = parts.find_map(|it| {
            let host = it.strip_prefix("www").unwrap_or(&it);
            let ends = ["", "org", "com", "net", "pdf"];
            let named = |end: &&str| self.handles.get(host.strip_suffix(*end)?);
            ends.iter().find_map(named)
        });
        found.map(|it| (Certainty::Doubtful, *it))
    }
}

fn groups(run: &str) -> impl Iterator<Item = &str> {
    run.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty())
}

/// The phone numbers in a run of digits: of ten digits, or of seven that are parted so.
fn phones(run: &str) -> Vec<String> {
    let all = digits(run);
    let groups: Vec<&str> = groups(run).collect();
    let national = all.strip_prefix('1').filter(|it| it.len() == PHONE);
    if all.len() == PHONE || national.is_some() {
        return vec![national.unwrap_or(&all).to_owned()];
    }
    if let [a, b] = groups[..]
        && a.len() == 3
        && b.len() == 4
    {
        return vec![all];
    }
    // Several numbers may stand behind one another.
    let is_phone = |it: &&[&str]| matches!(it, [a, b, c] if (a.len(), b.len(), c.len()) == (3, 3, 4));
    let mut phones: Vec<String> =
        groups.windows(3).filter(is_phone).map(<[&str]>::concat).collect();
    phones.extend(groups.iter().filter(|it| it.len() == PHONE).map(ToString::to_string));
    phones
}

fn tight(text: &str) -> String {
    folded(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The addresses of a text: what stands before the "@", and the name of the host; of the web,
/// the name of the host.
fn mail(text: &str) -> Vec<(String, String)> {
    let words = text.split(|c: char| c.is_whitespace() || ",;<>()[]\"'".contains(c));
    let of = |word: &str| -> Option<(String, String)> {
        let word = word.trim_end_matches(['.', ':', '!', '?']);
        if let Some((name, host)) = word.split_once('@') {
            let name = name.rsplit(':').next().unwrap_or(name);
            let (host, _) = host.rsplit_once('.')?;
            return Some((tight(name), tight(host)));
        }
        let host = word.split("//").last()?.split('/').next()?;
        let (host, end) = host.rsplit_once('.')?;
        let is_web = ["org", "com", "net", "gov", "edu", "us", "info"].contains(&end);
        is_web.then(|| (String::new(), tight(host.trim_start_matches("www."))))
    };
    words.filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::Numbers;
    use crate::rules::names::Certainty;

    #[test]
    fn a_number_and_an_address_are_one_however_they_are_written() {
        let found = |held: &str, text: &str| {
            let mut numbers = Numbers::default();
            numbers.add(held, ());
            numbers.found_in(text).map_or(Certainty::None, |it| it.0)
        };
        let phone = "Safe phone (714) 555-0188 only";
        let mail = "write hidden.place@kingfishernest.org.";
        for (held, text) in [
            (phone, "call 714-555-0188"),
            (phone, "tel:+17145550188"),
            (phone, "714 555 01 88"),
            (phone, "1.714.555.0188, 2023"),
            (phone, "555-0188"),
            ("555-0188", "555 0188"),
            ("Unsafe 7145550188", "(714) 555-0188"),
            ("7145550188 or 6575550119", "657-555-0119"),
            (mail, "HIDDEN.PLACE@Kingfishernest.org"),
            (mail, "mailto:hiddenplace@kingfishernest.org"),
        ] {
            assert_eq!(found(held, text), Certainty::Sure, "{held}: {text}");
        }
        for (held, text) in [
            (phone, "5550188"),
            ("555-0188", "(714) 555-0188"),
            (mail, "intake@kingfishernest.org"),
            (mail, "www.kingfishernest.org/help"),
            (mail, "hidden.place on the app"),
        ] {
            assert_eq!(found(held, text), Certainty::Doubtful, "{held}: {text}");
        }
        for (held, text) in [
            (phone, "(657) 555-0188"),
            (phone, "714-555-0189"),
            (phone, "714"),
            ("me@gmail.com", "you@gmail.com"),
            (mail, "hidden"),
        ] {
            assert_eq!(found(held, text), Certainty::None, "{held}: {text}");
        }
    }
}
