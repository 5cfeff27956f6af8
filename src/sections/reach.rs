//! How to reach an agency, as links that a telephone or a mail program follows.

use serde::Serialize;

use super::cover::Link;
use crate::site::Site;

/// The ways to an agency that the site file knows.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Reach {
    phone: Option<Link>,
    email: Option<Link>,
}

/// The ways to an agency, by its name.
pub(super) fn reach(site: &Site, agency: &str) -> Reach {
    let Some(agency) = site.agency(agency) else { return Reach::default() };
    let email = |it: &str| Link { url: format!("mailto:{it}"), shown: it.to_owned() };
    Reach {
        phone: agency.phone.as_ref().map(|it| called(it.as_str())),
        email: agency.email.as_ref().map(|it| email(it.as_str())),
    }
}

/// A number as a link (RFC 3966). What follows the number, as an extension, is only printed.
fn called(number: &str) -> Link {
    let is_of_it = |c: char| c.is_ascii_digit() || " +-.()/".contains(c);
    let number_alone = number.split(|c: char| !is_of_it(c)).next().unwrap_or_default();
    let digits: String = number_alone.chars().filter(char::is_ascii_digit).collect();
    let url = match digits.len() {
        _ if number_alone.trim_start().starts_with('+') => format!("tel:+{digits}"),
        // A number of the North American plan, with its area.
        10 => format!("tel:+1{digits}"),
        11 if digits.starts_with('1') => format!("tel:+{digits}"),
        _ => format!("tel:{digits}"),
    };
    Link { url, shown: number.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn a_number_is_dialed_as_a_telephone_wants_it() {
        for (number, url) in [
            ("(657) 555-0100", "tel:+16575550100"),
            ("1-657-555-0100", "tel:+16575550100"),
            ("+1 657.555.0100", "tel:+16575550100"),
            ("657-555-0100, ext. 12", "tel:+16575550100"),
            ("211", "tel:211"),
        ] {
            let link = called(number);
            assert_eq!((&*link.url, &*link.shown), (url, number));
        }
    }
}
