//! What a person is called, found in what was written: in any script, in capitals or small
//! letters, in either order.

use std::collections::BTreeSet;

use super::also_words::is_also_word;
use super::letters::{
    detached, folded, given, humps, is_capital, is_caseless, n_letters, run_text, runs,
    words,
};
use crate::model::{ClientText, Profile, is_filling};

/// Names, as they are searched for.
#[derive(Default)]
pub(super) struct Names {
    /// Whole words, folded.
    words: BTreeSet<String>,
    /// What is found anywhere, in scripts without blanks between words.
    runs: BTreeSet<String>,
}

/// Letters from which a word is taken for a name however it is written. Shorter ones are
/// names only with a capital, and so are words of every day.
pub(super) const PLAIN_NAME: usize = 3;

/// Letters from which parts of a name are searched for run together, as in the name of a
/// file: fewer are too often another word.
const RUN_TOGETHER: usize = 6;

/// Parts of one name beyond which no order is tried.
const MAX_PARTS: usize = 8;

impl Names {
    /// The names of a client.
    pub(super) fn of_client(profile: Option<&Profile>) -> Self {
        let mut names = Self::default();
        if let Some(it) = profile {
            names.add(
                [&it.last_name, &it.first_name, &it.middle_name].into_iter().flatten(),
            );
            names.add(&it.alias);
        }
        names
    }

    /// The names of others, but for what is the client's own: a family shares its name.
    pub(super) fn of_others(others: &[ClientText], own: &Self) -> Self {
        let mut names = Self::default();
        for it in others {
            names.add([it]);
        }
        names.subtract(own);
        names
    }

    fn subtract(&mut self, own: &Self) {
        self.words.retain(|it| !own.words.contains(it));
        self.runs.retain(|it| !own.runs.contains(it));
    }

    /// True where there is nothing to search for.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.runs.is_empty()
    }

    /// True where a text holds one of the names.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let words = words(text);
        let holds = |it: &String| humps(it).into_iter().any(|it| self.has_word(it));
        // One name may be written as two words where no capital shows that it is one.
        let holds_pair = |it: &[String]| {
            it.iter().all(|it| is_caseless(it)) && self.has_word(&it.concat())
        };
        words.iter().any(holds) || words.windows(2).any(holds_pair) || self.has_run(text)
    }

    fn has_word(&self, word: &str) -> bool {
        let folded = folded(word);
        let is_name = is_capital(word)
            || (n_letters(&folded) >= PLAIN_NAME && !is_also_word(&folded));
        is_name && detached(&folded).iter().any(|it| self.words.contains(it))
    }

    fn has_run(&self, text: &str) -> bool {
        if self.runs.is_empty() {
            return false;
        }
        let text = run_text(text);
        self.runs.iter().any(|it| text.contains(it))
    }

    /// Adds the name of one person, in its fields: the family's first, where that is known.
    fn add<'a>(&mut self, fields: impl IntoIterator<Item = &'a ClientText>) {
        let fields = fields.into_iter().map(ClientText::as_str);
        self.add_fields(&fields.collect::<Vec<_>>());
    }

    fn add_fields(&mut self, fields: &[&str]) {
        let fields = || fields.iter().filter(|it| !is_filling(it));
        let parts = fields().flat_map(|it| words(it)).map(|it| folded(&it));
        let parts: Vec<_> = parts.filter(|it| n_letters(it) >= 2).collect();
        let together = orders(&parts).into_iter().map(|it| it.concat());
        self.words.extend(together.filter(|it| n_letters(it) >= RUN_TOGETHER));
        self.words.extend(parts);

        let parts: Vec<_> = fields().flat_map(|it| runs(it)).collect();
        let together = orders(&parts).into_iter();
        self.runs.extend(together.flat_map(|it| [it.concat(), it.join(" ")]));
        if let [whole] = &*parts {
            self.runs.extend(given(whole));
        }
        // One character alone is a part of too many words.
        self.runs.extend(parts.into_iter().filter(|it| n_letters(it) >= 2));
    }
}

/// The orders in which people write the parts of a name: any two, and all from each on.
fn orders(parts: &[String]) -> Vec<Vec<&str>> {
    let n = parts.len();
    if n > MAX_PARTS {
        return Vec::new();
    }
    let at = |i: usize| parts[i % n].as_str();
    let others = |i: usize| (0..n).filter(move |j| *j != i);
    let pairs = (0..n).flat_map(|i| others(i).map(move |j| vec![at(i), at(j)]));
    let all = (0..n).filter(|_| n > 2).map(|i| (i..i + n).map(at).collect());
    pairs.chain(all).collect()
}

#[cfg(test)]
mod tests {
    use super::Names;

    /// A name in its fields, texts that hold it, and texts that do not.
    type Row =
        (&'static [&'static str], &'static [&'static str], &'static [&'static str]);

    #[track_caller]
    fn check(rows: &[Row]) {
        for (fields, holding, harmless) in rows {
            let mut names = Names::default();
            names.add_fields(fields);
            for text in *holding {
                assert!(names.are_in(text), "{fields:?} in {text:?}");
            }
            for text in *harmless {
                assert!(!names.are_in(text), "{fields:?} in {text:?}");
            }
        }
    }

    #[test]
    fn a_name_is_found_in_small_letters_but_for_words_of_every_day() {
        check(&[
            (&["May"], &["May called"], &["she may want it", "maybe", "mayor"]),
            (&["Li"], &["ask Li", "LI"], &["li", "Lin", "list"]),
            (&["Maria"], &["for maria", "MARÍA", "Mari\u{301}a"], &["mariachi"]),
            (
                &["Tran", "Juan"],
                &[
                    "lives with juan tran",
                    "Juan's",
                    "juan’s",
                    "JUAN",
                    "juan2.pdf",
                    "tran_juan.pdf",
                    "JuanTran_ID.pdf",
                    "juantran",
                    "tranjuan",
                    "ask\u{A0}juan",
                    "ju\u{AD}an",
                    "\u{FF2A}uan",
                    "客户juan来了",
                ],
                &["juanita", "tranche", "san juanito"],
            ),
            (&["Rose Grace"], &["Rose", "ROSE"], &["rose at six", "a grace period"]),
            (&["Thế", "Sơn"], &["Sơn"], &["the office", "her son"]),
            (&["Juan de la Cruz"], &["juan"], &["copia de la carta del banco"]),
            (&["Baby Girl Lopez"], &["lopez"], &["baby clothes for a girl"]),
            (&["Client 1234"], &[], &["room 1234"]),
            (&["[Generated]", "Refused"], &[], &["[Generated]", "Refused", "generated"]),
        ]);
    }

    #[test]
    fn a_name_is_found_however_it_is_spelled() {
        check(&[
            (&["Siobhan O'Brien"], &["OBrien", "O’Brien", "o'brien", "O Brien"], &["O"]),
            (&["OBRIEN"], &["O'Brien", "O\u{2BC}Brien"], &["O"]),
            (&["Jean-Luc"], &["jean luc", "JeanLuc", "Jean\u{2010}Luc"], &["jea"]),
            (&["Łukasz", "Søren", "Işıl"], &["lukasz", "Soren", "ISIL"], &["luka"]),
            (&["Strauß"], &["STRAUSS", "strauss", "STRAUẞ"], &["strau"]),
            (&["Γιώργος"], &["ΓΙΩΡΓΟΣ", "γιωργοσ"], &["Γιώργο"]),
            (&["Марія"], &["марія", "МАРІЯ"], &["маріяна"]),
            (&["Nguyễn"], &["nguyen", "Nguye\u{302}\u{303}n"], &["nguy"]),
        ]);
    }

    #[test]
    fn a_name_without_capitals_is_a_name() {
        check(&[
            (
                &["محمد"],
                &[
                    "محمد",
                    "مُحَمَّد",
                    "محـمد",
                    "ومحمد",
                    "لمحمد",
                    "بمحمد",
                    "كمحمد",
                    "فلمحمد",
                    "المحمد",
                ],
                &["محمود", "محمدي"],
            ),
            (&["الحسن"], &["الحسن", "للحسن", "بالحسن", "والحسن"], &["حسنا"]),
            (&["علی\u{200C}رضا"], &["علیرضا", "علی رضا", "علي رضا"], &["عل"]),
            (&["عبد الله"], &["عبدالله"], &["عبيد"]),
            (&["علیرضا"], &["علی رضا", "علی\u{200C}رضا"], &["علی"]),
            (&["کریم"], &["كريم"], &["كر"]),
            (&["דוד"], &["דוד", "לדוד", "ודוד"], &["דודה"]),
            (&["विष्णु"], &["विष्णु आया"], &["विष", "वषण"]),
            (&["ሰላም"], &["ሰላም"], &["ሰላ"]),
            (&["ნინო"], &["ნინო"], &["ნინ"]),
        ]);
    }

    #[test]
    fn a_name_is_found_where_no_blank_parts_words() {
        check(&[
            (
                &["王", "小明"],
                &[
                    "王小明",
                    "小明王",
                    "客户王小明的出生证明",
                    "小明",
                    "王 小明",
                    "小明, 王",
                    "王·小明",
                    "王小\n明",
                    "王小\u{200B}明",
                ],
                &["王先生", "明天", "小王", "小 明", "王小姐", "李明"],
            ),
            (&["王小明"], &["王小明", "小明的出生证明"], &["王小红", "王先生", "明天"]),
            (
                &["王", "明"],
                &["王明", "明王", "王 明", "客户王明"],
                &["王", "明", "明天王先生"],
            ),
            (&["欧阳小明"], &["小明", "欧阳小明"], &["欧阳先生"]),
            (&["王明"], &["王明"], &["王", "明天"]),
            (
                &["김", "민수"],
                &["김민수가", "민수씨", "김 민수", "민수 김", "김민수", "김민\n수"],
                &["김치", "민주", "김민숙", "김", "수도"],
            ),
            (&["김민수"], &["민수의 서류", "김민수는"], &["김치", "민주"]),
            (&["김", "준"], &["김준은", "김 준"], &["기준", "김"]),
            (
                &["田中", "さくら"],
                &["田中さん", "サクラ", "ｻｸﾗ", "さくらの"],
                &["中田", "さく"],
            ),
            (&["สมชาย", "ใจดี"], &["คุณสมชายมาแล้ว", "สมชาย ใจดี"], &["สมัคร", "ชาย"]),
            (&["นิด"], &["พี่นิดมา"], &["นัดหมาย"]),
            (&["ສົມພອນ"], &["ທ່ານສົມພອນມາ"], &["ສົມ"]),
            (&["ដារ៉ា"], &["លោកដារ៉ាមក"], &["ដារ"]),
            (&["အောင်"], &["ကိုအောင်လာ"], &["အော"]),
            (&["王小明 (Ming Wang)"], &["小明", "ming", "Wang"], &["王"]),
        ]);
    }

    #[test]
    fn what_is_the_clients_own_is_nobody_elses_name() {
        let (mut own, mut others) = (Names::default(), Names::default());
        own.add_fields(&["欧阳", "红", "Lopez", "Maria"]);
        others.add_fields(&["欧阳", "小明", "Lopez", "Tomás"]);
        others.subtract(&own);
        for text in ["欧阳", "Lopez", "maria"] {
            assert!(!others.are_in(text), "{text}");
        }
        for text in ["小明", "欧阳小明", "tomas", "TomasLopez"] {
            assert!(others.are_in(text), "{text}");
        }
        own.subtract(&others);
        assert!(!own.is_empty() && !others.is_empty());
        others
            .subtract(&Names { words: others.words.clone(), runs: others.runs.clone() });
        assert!(others.is_empty());
    }
}
