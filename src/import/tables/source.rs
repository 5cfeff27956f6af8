//! A file of a download: its name and its bytes, wherever they come from.

use std::io::{self, Read};

/// A file of a download. Its name is the title of a tile or a Look.
pub trait TableSource {
    /// The name, with folders where it is in some.
    fn name(&self) -> &str;

    /// Opens it from its beginning.
    fn open(&self) -> io::Result<Box<dyn Read + '_>>;
}

/// A file that is held in memory.
#[derive(Debug)]
pub struct HeldTable {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl TableSource for HeldTable {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(&*self.bytes))
    }
}
