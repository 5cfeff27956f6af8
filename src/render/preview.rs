//! What template authors look at: pages as pictures, and the headings of a document. Only
//! records of fictional people are ever set for this.

use typst::foundations::NativeElement;
use typst::introspection::Introspector;
use typst::model::HeadingElem;
use typst_render::RenderOptions;

use super::world::MemoryWorld;
use super::{Kit, Manuscript, lay_out};
use crate::diagnostics::Report;

/// Points in an inch.
const POINTS: f64 = 72.0;

/// The pages of a document as PNG.
pub fn pictures(
    manuscript: &Manuscript,
    kit: &Kit,
    pixels_per_inch: u32,
) -> Result<Vec<Vec<u8>>, Report> {
    let world = MemoryWorld::new(kit, manuscript);
    let document = lay_out(&world)?;
    let options = RenderOptions {
        pixel_per_pt: (f64::from(pixels_per_inch) / POINTS).into(),
        ..RenderOptions::default()
    };
    let picture = |page| {
        let drawn = typst_render::render(page, &options);
        drawn.encode_png().expect("a picture in memory can be encoded")
    };
    Ok(document.pages().iter().map(picture).collect())
}

/// The headings of a document, in order.
pub fn headings(manuscript: &Manuscript, kit: &Kit) -> Result<Vec<String>, Report> {
    let world = MemoryWorld::new(kit, manuscript);
    let document = lay_out(&world)?;
    let found = document.introspector().query(&HeadingElem::ELEM.select());
    let headings = found.iter().filter_map(|it| it.to_packed::<HeadingElem>());
    Ok(headings.map(|it| it.body.plain_text().to_string()).collect())
}
