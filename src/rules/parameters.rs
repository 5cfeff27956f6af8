//! The numbers of the rules: how old, how late, how many years. They are data, under
//! `[parameters]` of an edition; no number of a rule stands in code.

use serde::{Deserialize, Serialize};

macro_rules! parameters {
    ($($(#[$meta:meta])* $name:ident: $ty:ty,)*) => {
        /// The numbers of the rules of an edition.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        pub struct Parameters {
            $($(#[$meta])* pub $name: $ty,)*
        }

        /// The numbers that an edition gives: one with a base leaves out those that stay.
        #[derive(Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct Given {
            $($name: Option<$ty>,)*
        }

        impl Given {
            /// All numbers, those of the base where none are given; none where one is missing.
            pub(super) fn over(self, base: Option<Parameters>) -> Option<Parameters> {
                Some(Parameters { $($name: self.$name.or(base.map(|it| it.$name))?,)* })
            }
        }

        impl Parameters {
            /// The number of a name, to be shown.
            pub fn named(&self, name: &str) -> Option<String> {
                match name {
                    $(stringify!($name) => Some(self.$name.to_string()),)*
                    _ => None,
                }
            }

            /// The names of all numbers.
            pub fn names() -> &'static [&'static str] {
                &[$(stringify!($name)),*]
            }
        }
    };
}

parameters! {
    /// Years of age at which a person is an adult.
    adult_years: i32,
    /// Years of age from which a minor can ask without a parent or guardian.
    asks_alone_from_years: i32,
    /// Business days from the client's asking to the ticket of the agency.
    submit_within_business_days: usize,
    /// Years after which an enrollment without an exit was probably forgotten.
    forgotten_after_years: u32,
    /// Years of age that hardly anybody outlives.
    oldest_years: u32,
    /// Days after which a request is old.
    request_old_after_days: i64,
    /// Days after which what the agency confirmed is old.
    confirmation_old_after_days: i64,
    /// Years between two recorded births of one person, where one is a guess.
    birth_years_apart: u32,
}
