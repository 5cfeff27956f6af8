//! Lines that can be counted: each ends in one way, the last one too. And a record that does not
//! end is stopped: the whole file would be one field.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// The longest record, in bytes: HUD's longest has some sixty columns of at most 500
/// characters.
const MAX_RECORD: u64 = 256 * 1024;

/// A file on its way to the reader of CSV.
pub(super) struct Lines<'a> {
    inner: Box<dyn Read + 'a>,
    since: Rc<Cell<u64>>,
    /// True where a line end was told for a carriage return: a line feed behind it is the same.
    is_told: bool,
    last: u8,
}

impl<'a> Lines<'a> {
    pub(super) fn new(inner: Box<dyn Read + 'a>, since: Rc<Cell<u64>>) -> Self {
        Self { inner, since, is_told: false, last: b'\n' }
    }

    /// Makes every line end a line feed; gives how many bytes there are then.
    fn one_kind_of_line_end(&mut self, bytes: &mut [u8]) -> usize {
        if !self.is_told && !bytes.contains(&b'\r') {
            return bytes.len();
        }
        let mut n = 0;
        for i in 0..bytes.len() {
            let byte = bytes[i];
            let is_same = self.is_told && byte == b'\n';
            self.is_told = byte == b'\r';
            if !is_same {
                bytes[n] = if self.is_told { b'\n' } else { byte };
                n += 1;
            }
        }
        n
    }
}

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since.get() > MAX_RECORD {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        loop {
            let read = self.inner.read(buffer)?;
            if read == 0 {
                let Some(end) = buffer.first_mut().filter(|_| self.last != b'\n') else {
                    return Ok(0);
                };
                *end = b'\n';
                self.last = b'\n';
                return Ok(1);
            }
            let n = self.one_kind_of_line_end(&mut buffer[..read]);
            self.since.set(self.since.get() + read as u64);
            // Half a line end alone is nothing, and nothing would be the end of the file.
            if n > 0 {
                self.last = buffer[n - 1];
                return Ok(n);
            }
        }
    }
}
