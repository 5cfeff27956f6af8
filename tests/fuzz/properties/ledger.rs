//! A ledger: what is read of any text can be chained anew; a chain that holds goes on holding
//! with one line more; one that was touched is found out.

use client_record_request::ledger::{
    Action, Because, Entry, Head, LedgerEvent, conflicts, is_newer, line_after, merge,
    readable, receipts, states, verify,
};
use client_record_request::model::StaffName;

/// What must hold for any bytes.
pub fn holds(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match verify(&text) {
        Ok(entries) => {
            assert_eq!(entries, readable(&text));
            assert_eq!(entries.len(), text.lines().count());
        }
        Err(broken) => {
            assert!((1..=text.split_inclusive('\n').count()).contains(&broken.line));
        }
    }
    // Whatever the last line is, asking for the next one is no accident.
    let operator = StaffName::of_login("desk");
    let because = Some(Because::Mistake);
    let event = LedgerEvent::of("T-1", Action::Reopen, because, &operator);
    let now = || "2026-11-20T10:00:00Z".to_owned();
    let last = text.lines().next_back();
    if let Some(line) = line_after(last, &event, now()) {
        assert_eq!(readable(&line).len(), 1);
    }
    // Of a later version no line is ever merged.
    let known: Vec<_> = text.lines().filter(|it| !is_newer(it)).collect();
    let entries = readable(&known.join("\n"));
    let (one, two) = entries.split_at(entries.len() / 2);
    let _ = conflicts(&[one.to_vec(), two.to_vec()]);
    let merged = merge(vec![one.to_vec(), two.to_vec()], None);
    let chained = verify(&merged).expect("what was merged is a chain");
    assert!(chained.len() <= entries.len());
    assert_eq!(tickets(&chained), tickets(&entries));
    same_states(&chained);
    let next =
        line_after(merged.lines().next_back(), &event, now()).expect("a next line");
    let longer = format!("{merged}{next}\n");
    assert_eq!(verify(&longer).map(|it| it.len()), Ok(chained.len() + 1));
    assert!(Head::of(&merged).is_in(&longer) && Head::of(&longer).is_in(&longer));
    assert!(!Head::of(&longer).is_in(&merged), "the end was cut off");
    touched(&longer, data.first().copied().unwrap_or_default());
}

/// One ledger merged with itself says what it said.
fn same_states(entries: &[Entry]) {
    let text = merge(vec![entries.to_vec(), entries.to_vec()], None);
    let again = verify(&text).expect("a chain");
    assert_eq!(again.len(), entries.len(), "a line was told twice, or lost");
    assert_eq!(states(&again), states(entries));
    assert_eq!(receipts(&again), receipts(entries));
}

/// A character changed, a line taken out, the end cut off: each is found, but for what takes
/// whole lines off the end.
fn touched(text: &str, at: u8) {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = usize::from(at);
    if lines.len() > 1 {
        let mut removed = lines.clone();
        removed.remove(at % (lines.len() - 1));
        assert!(verify(&removed.concat()).is_err(), "a line was removed");
        let mut swapped = lines.clone();
        swapped.swap(0, 1 + at % (lines.len() - 1));
        assert!(verify(&swapped.concat()).is_err(), "two lines changed places");
    }
    let (last, before) = lines.split_last().expect("at least the line that was added");
    let mut edited = before.concat().into_bytes();
    if let Some(byte) = edited.get_mut(at) {
        *byte ^= 0x01;
        let edited = String::from_utf8_lossy(&edited).into_owned() + last;
        assert!(verify(&edited).is_err(), "a character was changed");
    }
    assert!(verify(&text[..text.len() - 1]).is_err(), "the end was cut off");
}

fn tickets(entries: &[Entry]) -> std::collections::BTreeSet<&str> {
    entries.iter().map(|it| it.ticket.as_str()).collect()
}
