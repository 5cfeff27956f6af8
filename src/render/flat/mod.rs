//! The record without a PDF: headings, paragraphs and lists of facts in the order in which they
//! are read, made from the view that the templates get, and written as plain text or as a web
//! page.

mod html;
mod lists;
mod pages;
mod part;
mod record;
mod sheet;
mod text;
mod wrap;

pub use html::{WEB, html};
pub use part::Flat;
pub use record::flat;
pub use text::{TEXT, text};
