//! Several files in one input of the fuzzer: each begins with a line `== NAME`.

/// The most files of one input.
const MAX_FILES: usize = 30;

/// The names and the bytes of the files.
pub fn parts(data: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut starts = vec![0];
    let marks = data.windows(4).enumerate().filter(|it| it.1 == b"\n== ");
    starts.extend(marks.map(|it| it.0 + 1));
    let ends = starts.clone().into_iter().skip(1).chain([data.len()]);
    starts.into_iter().zip(ends).take(MAX_FILES).map(|(from, to)| {
        let part = data[from..to].strip_prefix(b"== ").unwrap_or(&data[from..to]);
        let end = part.iter().position(|it| *it == b'\n').unwrap_or(part.len());
        (&part[..end], part.get(end + 1..).unwrap_or_default())
    })
}

/// The first file of a name.
pub fn part<'a>(data: &'a [u8], name: &str) -> Option<&'a [u8]> {
    parts(data).find(|it| it.0 == name.as_bytes()).map(|it| it.1)
}

/// The words of a text that no message may repeat: those of these names may be told.
pub fn untold<'t>(rows: &'t str, may_be_told: &[String]) -> String {
    let is_told = |word: &&'t str| may_be_told.iter().any(|it| it.contains(word));
    let words = rows.split(|c: char| !c.is_alphanumeric() && c != '_');
    let words = words.filter(|it| !it.is_empty() && !is_told(it));
    words.collect::<Vec<_>>().join(" ")
}
