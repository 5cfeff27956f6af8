//! Finding a client's extract in a folder of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::error::IoError;
use super::extract_folder::{MAX_HEAD, SEALED, begins_as_extract};
use super::files::read_bytes;
use super::mention::{Plain, any_mentions};
use super::open::open_regular;
use crate::extract::{Extract, MAX_BYTES};
use crate::model::ClientId;
use crate::seal::{self, DeskKeys, Kind, SealError};

/// The largest file that is searched for a client, in bytes; a larger one may mention anybody.
const MAX_SEARCHED: u64 = 4 * MAX_BYTES;

/// Bytes of files that are kept to be searched again, of all together.
const MAX_KEPT: usize = 64 * 1024 * 1024;

/// The extracts of a folder, by client. The folder is read once, however many are searched for.
#[derive(Debug, Default)]
pub struct ExtractIndex {
    /// By client identifier, in small letters: what the files call the client, and the files.
    by_client: HashMap<String, Vec<(ClientId, PathBuf)>>,
    /// Files that do not tell whom they are about.
    unjudged: Vec<Unjudged>,
    /// Files that are not taken for extracts, and what their names say.
    passed_over: Vec<(PathBuf, Plain)>,
    /// Links that lead back to a folder above them.
    loops: Vec<PathBuf>,
    /// Bytes that are kept of those.
    n_kept: usize,
}

/// What the search for a client found.
#[derive(Debug)]
pub struct Found {
    /// The files that are about the client.
    pub paths: Vec<PathBuf>,
    /// How many clients these are: identifiers that differ in their capitals alone.
    pub n_clients: usize,
    /// Files that mention the client, and do not tell whom they are about.
    pub damaged: Vec<(PathBuf, Why)>,
    /// How many others there are of such files.
    pub others: BTreeMap<Why, usize>,
    /// Files that are not taken for extracts, and are named after the client.
    pub namesakes: Vec<PathBuf>,
    /// Links that lead back to a folder above them.
    pub loops: Vec<PathBuf>,
}

/// Why a file does not tell whom it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is not JSON of an extract.
    NotAnExtract,
    /// It cannot be read.
    NotReadable,
    /// It is larger than any extract.
    TooLarge,
    /// It is a link that leads nowhere.
    LeadsNowhere,
    /// It is sealed with a key that this desk does not have.
    NoKey,
    /// A newer version of the program sealed it.
    SealedNewer,
    /// It was sealed, and was changed since or is not whole.
    SealedDamaged,
}

/// A file that does not tell whom it is about.
#[derive(Debug)]
struct Unjudged {
    path: PathBuf,
    /// The path below the folder: names of folders can tell, too.
    name: Plain,
    why: Why,
    /// What it says; none where it is read again for each search.
    said: Option<Plain>,
}

impl Unjudged {
    fn mentions(&self, id: &str) -> bool {
        if self.name.mentions(id) {
            return true;
        }
        match (&self.said, self.why) {
            (Some(said), _) => said.mentions(id),
            (None, Why::NotReadable | Why::LeadsNowhere) => false,
            // What cannot be looked at to its end may say anything.
            (None, _) => searchable(&self.path)
                .is_none_or(|file| any_mentions(file, id).unwrap_or(true)),
        }
    }
}

fn searchable(path: &Path) -> Option<File> {
    let file = open_regular(path).ok()?;
    (file.metadata().ok()?.len() <= MAX_SEARCHED).then_some(file)
}

impl ExtractIndex {
    /// Walks a folder for extracts, sealed or not: what ends as one, and what begins as one under
    /// any name. Links are followed; a file that two of them lead to is one.
    pub fn of(root: &Path, keys: &DeskKeys) -> Result<Self, IoError> {
        let mut index = Self::default();
        let mut seen = HashSet::new();
        for entry in WalkDir::new(root).follow_links(true).sort_by_file_name() {
            let (path, is_link_only) = match entry {
                Ok(it) if it.file_type().is_dir() => continue,
                Ok(it) => (it.into_path(), false),
                Err(err) if err.loop_ancestor().is_some() => {
                    index.loops.extend(err.path().map(Path::to_owned));
                    continue;
                }
                Err(err) => match dangling(&err).filter(|it| *it != root) {
                    Some(it) => (it.to_owned(), true),
                    None => return Err(walking(&err, root)),
                },
            };
            let is_wanted = has_ending(&path, &["json", SEALED]);
            if is_link_only {
                // A link without an ending may have led to a folder of extracts.
                if is_wanted || path.extension().is_none() {
                    index.keep(root, path, Why::LeadsNowhere, &[]);
                }
            } else if !is_wanted && !begins_as_extract(&path) {
                let name = path.file_name().unwrap_or_default().as_encoded_bytes();
                let name = Plain::of(name);
                index.passed_over.push((path, name));
            } else if path.canonicalize().map_or(true, |it| seen.insert(it)) {
                index.judge(root, path, keys);
            }
        }
        Ok(index)
    }

    /// Takes up a file.
    fn judge(&mut self, root: &Path, path: PathBuf, keys: &DeskKeys) {
        let bytes = match read_bytes(&path, MAX_BYTES) {
            Ok(it) => it,
            Err(IoError::TooLarge { .. }) => {
                return self.keep(root, path, Why::TooLarge, &[]);
            }
            Err(_) => return self.keep(root, path, Why::NotReadable, &[]),
        };
        let ids = if seal::is_sealed(&bytes) {
            match seal::open(Kind::Extract, &bytes, keys) {
                Ok(it) => clients_of(&it),
                Err(err) => {
                    let line = bytes.iter().take(MAX_HEAD).position(|it| *it == b'\n');
                    let head = line.unwrap_or(MAX_HEAD.min(bytes.len()));
                    return self.keep(root, path, why_sealed(&err), &bytes[..head]);
                }
            }
        } else {
            clients_of(&bytes)
        };
        if ids.is_empty() {
            return self.keep(root, path, Why::NotAnExtract, &bytes);
        }
        let by_key = ids.into_iter().map(|id| (id.as_str().to_ascii_lowercase(), id));
        // An identifier that is given twice is one.
        for (key, id) in by_key.collect::<BTreeMap<_, _>>() {
            self.by_client.entry(key).or_default().push((id, path.clone()));
        }
    }

    /// Keeps a file that does not tell whom it is about, with what it says.
    fn keep(&mut self, root: &Path, path: PathBuf, why: Why, bytes: &[u8]) {
        let below = path.strip_prefix(root).unwrap_or(&path);
        let name = Plain::of(below.as_os_str().as_encoded_bytes());
        let is_kept = !bytes.is_empty() && self.n_kept + bytes.len() <= MAX_KEPT;
        if is_kept {
            self.n_kept += bytes.len();
        }
        let said = is_kept.then(|| Plain::of(bytes));
        self.unjudged.push(Unjudged { path, name, why, said });
    }

    /// The files about one client.
    pub fn find(&self, client: &ClientId) -> Found {
        let id = client.as_str().to_ascii_lowercase();
        let about = self.by_client.get(&id).map(Vec::as_slice).unwrap_or_default();
        let clients: BTreeSet<_> = about.iter().map(|it| &it.0).collect();
        let (mut damaged, mut others) = (Vec::new(), BTreeMap::new());
        for it in &self.unjudged {
            if it.mentions(&id) {
                damaged.push((it.path.clone(), it.why));
            } else {
                *others.entry(it.why).or_insert(0) += 1;
            }
        }
        let namesakes = self.passed_over.iter().filter(|it| it.1.mentions(&id));
        Found {
            paths: about.iter().map(|it| it.1.clone()).collect(),
            n_clients: clients.len(),
            damaged,
            others,
            namesakes: namesakes.map(|it| it.0.clone()).collect(),
            loops: self.loops.clone(),
        }
    }
}

/// The link that leads to nothing, or only to itself.
fn dangling(err: &walkdir::Error) -> Option<&Path> {
    let is_denied = err.io_error()?.kind() == std::io::ErrorKind::PermissionDenied;
    err.path().filter(|it| !is_denied && it.is_symlink())
}

/// The client that an extract is about, by every identifier.
fn clients_of(bytes: &[u8]) -> Vec<ClientId> {
    let text = String::from_utf8_lossy(bytes);
    Extract::peek_ids(text.trim_start_matches('\u{FEFF}'))
}

fn why_sealed(err: &SealError) -> Why {
    match err {
        SealError::NoKey(_) => Why::NoKey,
        SealError::Newer => Why::SealedNewer,
        SealError::Damaged => Why::SealedDamaged,
    }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let found = path.extension().unwrap_or_default();
    endings.iter().any(|it| found.eq_ignore_ascii_case(it))
}

fn walking(err: &walkdir::Error, root: &Path) -> IoError {
    let path = err.path().unwrap_or(root).to_owned();
    match err.io_error() {
        Some(it) => IoError::new("read", &path, it),
        None => IoError::NotFound(path),
    }
}
