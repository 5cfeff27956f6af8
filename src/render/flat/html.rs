//! The record as a web page, `record.html`: what the page that opens itself shows once it is
//! open. It is a fragment, put into that page: it has no style, no script and no address that is
//! fetched.

use super::part::{Fact, Flat, Part, Table, Text, Voice};

/// The name of the member.
pub const WEB: &str = "record.html";

/// Writes a record as an `article`.
pub fn html(flat: &Flat) -> String {
    let direction = if flat.is_rtl { "rtl" } else { "ltr" };
    let mut page = Page { flat, out: String::new(), n: 0 };
    page.tag(&format!("<article lang=\"{}\" dir=\"{direction}\">\n", flat.language));
    flat.parts.iter().for_each(|it| page.part(it));
    page.tag("</article>\n");
    page.out
}

/// The page so far.
struct Page<'a> {
    flat: &'a Flat,
    out: String,
    /// Headings of parts that were written.
    n: usize,
}

impl Page<'_> {
    /// Puts markup down.
    fn tag(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Heading(rank, title) => {
                self.n += 1;
                self.tag(&format!("<h{rank} id=\"part-{}\">", self.n));
                self.text(title);
                self.tag(&format!("</h{rank}>\n"));
            }
            Part::Paragraph(text) => self.within("<p>", text, "</p>\n"),
            Part::Notice(text) => self.within("<p class=\"notice\">", text, "</p>\n"),
            Part::Points(points) => {
                self.tag("<ul>\n");
                for it in points {
                    self.within("<li>", it, "</li>\n");
                }
                self.tag("</ul>\n");
            }
            Part::Contents(items) => self.contents(items),
            Part::Facts(facts) => self.facts("<dl>\n", facts),
            Part::Terms(terms) => self.facts("<dl class=\"terms\">\n", terms),
            Part::Table(table) => self.table(table),
        }
    }

    /// The titles of parts, each a link to its part.
    fn contents(&mut self, items: &[Fact]) {
        self.tag("<ul>\n");
        for it in items {
            self.tag("<li>");
            match self.place_of(&it.label) {
                Some(n) => {
                    self.tag(&format!("<a href=\"#part-{n}\">"));
                    self.text(&it.label);
                    self.tag("</a>");
                }
                None => self.text(&it.label),
            }
            self.words(&self.flat.after_label.clone());
            it.lines.iter().for_each(|it| self.text(it));
            self.tag("</li>\n");
        }
        self.tag("</ul>\n");
    }

    /// The number of the next heading with this title.
    fn place_of(&self, title: &Text) -> Option<usize> {
        let headings = self.flat.parts.iter().filter_map(|it| match it {
            Part::Heading(_, title) => Some(title),
            _ => None,
        });
        let after = headings.enumerate().skip(self.n);
        let mut same = after.filter(|(_, it)| it.words() == title.words());
        same.next().map(|(i, _)| i + 1)
    }

    fn facts(&mut self, start: &str, facts: &[Fact]) {
        self.tag(start);
        for it in facts {
            self.within("<div><dt>", &it.label, "</dt>");
            it.lines.iter().for_each(|it| self.within("<dd>", it, "</dd>"));
            self.tag("</div>\n");
        }
        self.tag("</dl>\n");
    }

    /// A table. On a narrow screen its rows become blocks, which some browsers no longer tell as
    /// rows: so what each element is, is said.
    fn table(&mut self, table: &Table) {
        self.within("<table role=\"table\"><caption>", &table.caption, "</caption>\n");
        self.tag("<thead role=\"rowgroup\"><tr role=\"row\">");
        for it in &table.header {
            self.tag("<th scope=\"col\" role=\"columnheader\">");
            self.words(it);
            self.tag("</th>");
        }
        self.tag("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        for row in &table.rows {
            self.tag("<tr role=\"row\">");
            for (i, (label, cell)) in table.header.iter().zip(&row.cells).enumerate() {
                let (name, role) = match i {
                    0 => ("th", "scope=\"row\" role=\"rowheader\""),
                    _ => ("td", "role=\"cell\""),
                };
                self.tag(&format!("<{name} {role} data-label=\""));
                self.words(label);
                self.tag("\">");
                if let Some(number) = row.number.as_ref().filter(|_| i == 0) {
                    self.within("", &Text::of(number.as_str(), Voice::Named), " ");
                }
                for (i, line) in cell.iter().enumerate() {
                    match i {
                        0 => self.text(line),
                        _ => self.within("<br><small>", line, "</small>"),
                    }
                }
                self.tag(&format!("</{name}>"));
            }
            self.tag("</tr>\n");
        }
        self.tag("</tbody></table>\n");
    }

    fn within(&mut self, before: &str, text: &Text, after: &str) {
        self.tag(before);
        self.text(text);
        self.tag(after);
    }

    /// Words, each in its voice. What is not the page's own may run in another direction.
    fn text(&mut self, text: &Text) {
        for run in &text.0 {
            let end = match &run.voice {
                Voice::Page => "",
                Voice::Language(language) => {
                    self.tag(&format!("<bdi lang=\"{language}\">"));
                    "</bdi>"
                }
                Voice::Named => {
                    self.tag("<bdi>");
                    "</bdi>"
                }
                Voice::Link(url) => {
                    self.tag("<a target=\"_blank\" rel=\"noopener noreferrer\" href=\"");
                    self.words(url);
                    self.tag("\">");
                    "</a>"
                }
            };
            self.words(&run.words);
            self.tag(end);
        }
    }

    /// Words, with what could be taken for markup escaped.
    fn words(&mut self, words: &str) {
        for c in words.chars() {
            match c {
                '&' => self.tag("&amp;"),
                '<' => self.tag("&lt;"),
                '>' => self.tag("&gt;"),
                '"' => self.tag("&quot;"),
                // A place where a line may break.
                '\u{200B}' => self.tag("<wbr>"),
                '\n' => self.tag("<br>"),
                c if c.is_control() => {}
                c => self.out.push(c),
            }
        }
    }
}
