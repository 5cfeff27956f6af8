//! A site file: read or refused, and told without its values.

use client_record_request::diagnostics::{Checked, Origin};
use client_record_request::pipeline::{Inputs, edition_of};
use client_record_request::site::Site;
use client_record_request::source::Source;

use super::told::told;

/// What must hold for any bytes.
pub fn holds(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut inputs = Inputs::default();
    let source = Source::toml(Origin::Site, "site.toml".into(), text.to_owned());
    let Checked { value: site, report } = Site::parse(inputs.keep(source));
    assert_eq!(site.is_none(), report.is_refused());
    told(&report, text, &inputs);
    let Some(site) = site else { return };
    if let Err(report) = edition_of(&site) {
        assert!(report.is_refused());
        told(&report, text, &inputs);
    }
}
