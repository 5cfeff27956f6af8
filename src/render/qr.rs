//! The QR code of the guidance page, as SVG.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};
use typst::foundations::Bytes;

/// Modules of white around the code (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// A drawn code.
#[derive(Debug, Clone)]
pub struct Qr(pub(super) Bytes);

impl Qr {
    /// The code of an address.
    pub fn of(url: &str) -> Self {
        Self(Bytes::from_string(svg(url)))
    }
}

/// Draws an address with error correction M: a fold or a coffee stain of 15 % is made good
/// (ISO/IEC 18004). The drawing is one path, a piece for each run of dark modules: a piece
/// for each module would weigh three times as much in every file.
fn svg(url: &str) -> String {
    let code = QrCode::with_error_correction_level(url, EcLevel::M)
        .expect("a site file holds no address over 200 bytes");
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let (left, top, n) = (x + QUIET_ZONE, y + QUIET_ZONE, run.len());
                write!(path, "M{left} {top}h{n}v1h-{n}z")
                    .expect("writing to a string cannot fail");
            }
            x += run.len();
        }
    }
    let side = width + 2 * QUIET_ZONE;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\"/></svg>"
    )
}
