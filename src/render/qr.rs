//! The QR code of the guidance page, as SVG.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// Draws an address with error correction M: a fold or a coffee stain of 15 % is made good
/// (ISO/IEC 18004). The quiet zone of four modules is part of the drawing.
pub(super) fn svg(url: &str) -> String {
    let code = QrCode::with_error_correction_level(url, EcLevel::M)
        .expect("a site file holds no address over 200 bytes");
    code.render::<svg::Color<'_>>()
        .quiet_zone(true)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build()
}
