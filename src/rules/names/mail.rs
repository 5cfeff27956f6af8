//! Names in e-mail addresses: initials and names run together, as people make them.

use super::also_words::is_also_word;
use super::forms::Forms;
use super::letters::{folded, n_letters};
use super::sure::Certainty;

/// Letters from which a part of a name inside an address is taken for one.
const TELLING: usize = 5;

/// How certain it is that an address in a text has a name of somebody in it.
pub(super) fn found_in(forms: &Forms, own: &Forms, text: &str) -> Certainty {
    let words = text.split(|c: char| c.is_whitespace() || ",;<>()[]\"'".contains(c));
    let names = words.filter_map(|it| it.split_once(['@', '\u{FF20}'])).flat_map(
        |(local, host)| {
            // A handle such as "@tquiroga" is one too.
            if local.is_empty() || local.ends_with(['/', ':']) {
                [host, ""]
            } else {
                [local, ""]
            }
        },
    );
    names.map(|it| in_name(forms, own, it)).max().unwrap_or_default()
}

fn in_name(forms: &Forms, own: &Forms, name: &str) -> Certainty {
    let is_letter = |c: &char| c.is_alphabetic();
    let letters: String = folded(name).chars().filter(is_letter).collect();
    if letters.is_empty() {
        return Certainty::None;
    }
    if forms.wholes.contains(&letters) || forms.initials.contains(&letters) {
        let is_own = own.wholes.contains(&letters) || own.initials.contains(&letters);
        return if is_own { Certainty::Doubtful } else { Certainty::Sure };
    }
    let others = |it: &&String| !own.singles.contains(*it) && letters.contains(&***it);
    let inside = forms.singles.iter().filter(others).map(|it| {
        let rest = n_letters(&letters) - n_letters(it);
        match n_letters(it) {
            3.. if rest <= 1 && !is_also_word(it) => Certainty::Sure,
            3.. if rest == 0 => Certainty::Doubtful,
            TELLING.. if letters.starts_with(&**it) || letters.ends_with(&**it) => {
                Certainty::Doubtful
            }
            _ => Certainty::None,
        }
    });
    inside.max().unwrap_or_default()
}
