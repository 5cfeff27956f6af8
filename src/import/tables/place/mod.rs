//! What the rows of each section become: one file for the profile, one for the ways to reach the
//! client, one for the rest.

mod contacts;
mod listed;
mod profile;
mod seen;

pub(super) use contacts::contacts;
pub(super) use listed::{documents, enrollments, releases};
pub(super) use profile::profile;
