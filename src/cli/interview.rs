//! Questions on a terminal: one at a time, each with its number and why it is asked. What is
//! typed is checked as it is typed, and asked again until it can be used.

use dialoguer::Input;
use dialoguer::theme::SimpleTheme;

use super::flags::day;
use super::terminal::Terminal;
use crate::diagnostics::{Diagnostic, Failure};
use crate::model::Day;

/// A conversation with whoever sits at the terminal.
pub(super) struct Interview<'a> {
    terminal: &'a Terminal,
    n_asked: usize,
}

impl<'a> Interview<'a> {
    /// One that has not begun.
    pub(super) fn new(terminal: &'a Terminal) -> Self {
        Self { terminal, n_asked: 0 }
    }

    /// Opens a question.
    pub(super) fn head(&mut self, question: &str, why: &str) {
        self.n_asked += 1;
        self.terminal.problems(&format!("\n{}. {question}\n   {why}", self.n_asked));
    }

    /// Something to read between questions.
    pub(super) fn say(&self, words: &str) {
        self.terminal.problems(words);
    }

    /// What is typed, as soon as it can be used; an empty line is the proposal, if there is one.
    pub(super) fn typed<T>(
        &self,
        prompt: &str,
        proposed: Option<String>,
        check: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Failure> {
        let mut input = Input::<String>::with_theme(&SimpleTheme)
            .with_prompt(format!("   {prompt}"))
            .allow_empty(proposed.is_none())
            .validate_with(|it: &String| check(it.trim()).map(drop));
        if let Some(it) = proposed {
            input = input.default(it);
        }
        let text = input.interact_text().map_err(|_| {
            // What was typed so far stands in the last line.
            self.say("\n");
            ended()
        })?;
        check(text.trim()).map_err(|_| ended())
    }

    /// A day.
    pub(super) fn day(
        &self,
        prompt: &str,
        proposed: Option<Day>,
    ) -> Result<Day, Failure> {
        self.typed(prompt, proposed.map(|it| it.to_string()), day)
    }

    /// One of several, by its number or its own words; the first is proposed where that is
    /// what most people mean.
    pub(super) fn choice<T: Copy>(
        &self,
        options: &[(T, &str)],
        is_first_proposed: bool,
    ) -> Result<T, Failure> {
        for (i, (_, words)) in options.iter().enumerate() {
            self.terminal.problems(&format!("   {:>2}  {words}", i + 1));
        }
        let n = options.len();
        let found = |text: &str| {
            let by_number = text.parse().ok().and_then(|i: usize| i.checked_sub(1));
            let by_words =
                || options.iter().position(|it| it.1.eq_ignore_ascii_case(text));
            let i = by_number.or_else(by_words).filter(|it| *it < n);
            i.ok_or_else(|| format!("type a number from 1 to {n}"))
        };
        let proposed = is_first_proposed.then(|| "1".to_owned());
        self.typed("number", proposed, found).map(|i| options[i].0)
    }
}

/// Whoever was asked closed the input.
fn ended() -> Failure {
    Failure::refused(
        Diagnostic::error("questions-not-answered", "the questions were not answered")
            .hint(
                "run the command again, or answer with flags; `crr help new` lists them",
            ),
    )
}
