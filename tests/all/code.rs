//! Rust code as words, texts and signs: enough to ask what a file names and says. Comments
//! are left out, and so is what is only built for unit tests.

use std::fs;
use std::path::Path;

use super::support::ROOT;

/// A piece of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A name or keyword, a number, a lifetime.
    Word(String),
    /// What stands between quotes, with its escapes as they are.
    Text(String),
    /// `::`
    Path,
    /// Any other character.
    Sign(char),
}

impl Token {
    /// True for this name or keyword.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(it) if it == word)
    }

    /// The name or keyword.
    pub(super) fn word(&self) -> Option<&str> {
        if let Self::Word(it) = self { Some(it) } else { None }
    }

    /// What stands between the quotes.
    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Text(it) = self { Some(it) } else { None }
    }
}

/// Every Rust file below a folder of the project: its path below that folder, its tokens.
pub(super) fn code_of(folder: &str) -> Vec<(String, Vec<Token>)> {
    let folder = Path::new(ROOT).join(folder);
    let mut all = Vec::new();
    for entry in walkdir::WalkDir::new(&folder).sort_by_file_name() {
        let path = entry.expect("a readable folder").into_path();
        if path.extension().is_some_and(|it| it == "rs") {
            let below = path.strip_prefix(&folder).expect("below");
            let text = fs::read_to_string(&path).expect("a text");
            all.push((below.to_str().expect("UTF-8").to_owned(), tokens(&text)));
        }
    }
    assert!(all.len() > 10, "{}", folder.display());
    all
}

/// The tokens of a text.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let n = if first.is_whitespace() {
            first.len_utf8()
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").expect("a comment ends") + 2
        } else if let Some((text, n)) = quoted(rest) {
            tokens.push(Token::Text(text.to_owned()));
            n
        } else if let Some(n) = character(rest) {
            tokens.push(Token::Text(rest[1..n - 1].to_owned()));
            n
        } else if rest.starts_with("::") {
            tokens.push(Token::Path);
            2
        } else if is_of_word(first) {
            let n = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
            tokens.push(Token::Word(rest[..n].to_owned()));
            n
        } else {
            tokens.push(Token::Sign(first));
            first.len_utf8()
        };
        rest = &rest[n..];
    }
    without_unit_tests(&tokens)
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A text at the start, raw or not, and the length of it all.
fn quoted(rest: &str) -> Option<(&str, usize)> {
    let prefix = ["br", "b", "r"]
        .into_iter()
        .find(|it| rest.strip_prefix(*it).is_some_and(|it| it.starts_with(['"', '#'])));
    let start = prefix.map_or(0, str::len);
    let hashes = rest[start..].bytes().take_while(|b| *b == b'#').count();
    let open = start + hashes;
    if !rest[open..].starts_with('"') || (hashes > 0 && start == 0) {
        return None;
    }
    if prefix.is_some_and(|it| it.ends_with('r')) {
        let end = format!("\"{}", "#".repeat(hashes));
        let n = rest[open + 1..].find(&end).expect("a raw text ends");
        return Some((&rest[open + 1..][..n], open + 1 + n + end.len()));
    }
    let mut escaped = false;
    let end = rest[open + 1..].find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    let n = end.expect("a text ends");
    Some((&rest[open + 1..][..n], open + n + 2))
}

/// The length of a character in quotes at the start; `None` for a lifetime.
fn character(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    if let Some(escape) = inner.strip_prefix('\\') {
        return Some(2 + escape[1..].find('\'').expect("a character ends") + 2);
    }
    let first = inner.chars().next()?;
    inner[first.len_utf8()..].starts_with('\'').then_some(first.len_utf8() + 2)
}

/// Leaves out what follows `#[cfg(test)]`, to the end of its block or its semicolon.
fn without_unit_tests(tokens: &[Token]) -> Vec<Token> {
    let marker = [
        Token::Sign('#'),
        Token::Sign('['),
        Token::Word("cfg".into()),
        Token::Sign('('),
        Token::Word("test".into()),
        Token::Sign(')'),
        Token::Sign(']'),
    ];
    let mut kept = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if tokens[i..].starts_with(&marker) {
            i += tokens[i..].iter().position(ends_or_opens).expect("an item");
            i = if tokens[i] == Token::Sign('{') { closing(tokens, i) } else { i };
        } else {
            kept.push(tokens[i].clone());
        }
        i += 1;
    }
    kept
}

fn ends_or_opens(token: &Token) -> bool {
    matches!(token, Token::Sign('{' | ';'))
}

/// Where the bracket closes that opens at `i`.
pub(super) fn closing(tokens: &[Token], i: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(i) {
        match token {
            Token::Sign('{' | '(' | '[') => depth += 1,
            Token::Sign('}' | ')' | ']') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    panic!("a bracket is not closed: {:?}", &tokens[i..tokens.len().min(i + 20)]);
}

/// Everything between quotes from the first `start` on, to the end of its bracket.
pub(super) fn texts_after(tokens: &[Token], start: &[&str]) -> Vec<String> {
    let wanted: Vec<_> = start.iter().map(|it| Token::Word((*it).to_owned())).collect();
    let at = tokens.windows(wanted.len()).position(|it| it == wanted);
    let at = at.unwrap_or_else(|| panic!("`{}` is not there", start.join(" ")));
    // The value of a constant, the body of a function.
    let assigned = tokens[at..].iter().position(|it| *it == Token::Sign('='));
    let opened = tokens[at..].iter().position(|it| *it == Token::Sign('{'));
    let is_const = start[0] == "const";
    let from = at + if is_const { assigned } else { opened }.expect("its beginning");
    let open = from
        + tokens[from..]
            .iter()
            .position(|it| matches!(it, Token::Sign('[' | '{')))
            .expect("a bracket");
    let inside = &tokens[open..closing(tokens, open)];
    inside.iter().filter_map(Token::text).map(str::to_owned).collect()
}

#[test]
fn code_is_read_as_the_compiler_reads_it() {
    let read = tokens(concat!(
        "// \"no\"\nfn a<'x>(c: char) { b::c(\"d \\\" e\", r#\"f \" g\"#, '\"', '\\''); }\n",
        "#[cfg(test)]\nmod tests { fn no() {} }\nconst Z: u8 = b'h';",
    ));
    let texts: Vec<_> = read.iter().filter_map(Token::text).collect();
    assert_eq!(texts, ["d \\\" e", "f \" g", "\"", "\\'", "h"]);
    let words: Vec<_> = read.iter().filter_map(Token::word).collect();
    let expected = ["fn", "a", "x", "c", "char", "b", "c", "const", "Z", "u8", "b"]
        .map(str::to_owned);
    assert_eq!(words, expected);
}
