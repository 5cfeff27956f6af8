//! The form as a text that is pasted into a ticket, and filled in there.

use std::fmt::Write;

use super::lines::{CLIENT, Fills, LEAD, Line, STAFF, TITLE};

/// What ends the text: what follows it is somebody's signature.
pub(super) const END: &str = "END OF FORM";

/// What stands above the lines of each part.
pub(super) const HEADINGS: [&str; 2] =
    ["For the Agency Administrator", "With the client, who may skip a question"];

/// The widest line: mail programs break longer ones.
const WIDTH: usize = 72;

/// What stands before an option of a line of its own.
const INDENT: &str = "    ";

/// The empty form.
pub fn block() -> String {
    let mut text = format!("{}\n", TITLE.to_uppercase());
    write_wrapped(&mut text, LEAD);
    let how =
        "Type after the colon, days as month/day/year. Put an x between the brackets.";
    write_wrapped(&mut text, how);
    for (title, lines) in [(HEADINGS[0], STAFF), (HEADINGS[1], CLIENT)] {
        write!(text, "\n{title}\n").expect(INFALLIBLE);
        // Without numbers: one behind the day of the line above would look like its end.
        for line in lines {
            write_line(&mut text, line);
        }
    }
    writeln!(text, "\n{END}").expect(INFALLIBLE);
    text
}

fn write_line(text: &mut String, line: &Line) {
    let Line { words, takes, .. } = line;
    match takes {
        Fills::Text | Fills::Day => {
            writeln!(text, "{words}: ").expect(INFALLIBLE);
        }
        Fills::One(options) | Fills::Any(options) => {
            // A question has its mark already.
            let mark = if words.ends_with('?') { "" } else { ":" };
            writeln!(text, "{words}{mark}").expect(INFALLIBLE);
            let mut row = String::from(INDENT);
            for (_, option) in *options {
                let option = format!("[ ] {option}  ");
                if row.len() + option.trim_end().len() > WIDTH {
                    writeln!(text, "{}", row.trim_end()).expect(INFALLIBLE);
                    row = String::from(INDENT);
                }
                row += &option;
            }
            writeln!(text, "{}", row.trim_end()).expect(INFALLIBLE);
        }
    }
}

fn write_wrapped(text: &mut String, words: &str) {
    let mut row = String::new();
    for word in words.split(' ') {
        if row.len() + 1 + word.len() > WIDTH {
            writeln!(text, "{}", row.trim_end()).expect(INFALLIBLE);
            row = String::new();
        }
        row += word;
        row.push(' ');
    }
    writeln!(text, "{}", row.trim_end()).expect(INFALLIBLE);
}

const INFALLIBLE: &str = "writing to a string cannot fail";
