//! How to reach an agency: what the site file knows, as it is printed and as a link that a
//! telephone follows.

use serde::Serialize;

use crate::site::Site;

/// The ways to reach an agency that the site file knows.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Reach {
    /// Its telephone number.
    pub phone: Option<Way>,
    /// Its e-mail address.
    pub email: Option<Way>,
}

/// A way to reach an agency.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Way {
    /// What is printed.
    pub shown: String,
    /// Where it leads; none for a number that cannot be dialed as it stands.
    pub url: Option<String>,
}

/// How to reach an agency.
pub(super) fn reach(site: &Site, agency: &str) -> Reach {
    let Some(agency) = site.agency(agency) else {
        return Reach::default();
    };
    let way = |shown: &str, url| Way { shown: shown.to_owned(), url };
    Reach {
        phone: agency.phone.as_ref().map(|it| way(it.as_str(), tel(it.as_str()))),
        email: agency.email.as_ref().map(|it| {
            let url = format!("mailto:{}", it.as_str());
            way(it.as_str(), Some(url))
        }),
    }
}

/// The digits of a number of the United States: area code, exchange, and line.
const DIGITS: usize = 10;

/// The link to a telephone number of the United States (RFC 3966, 5.1.4: in the global form),
/// with its extension (5.3) where it has one, or to a service such as 211. None for another number: it is not guessed how to
/// dial it.
fn tel(number: &str) -> Option<String> {
    let (number, extension) = match number.find(|it: char| it.is_alphabetic()) {
        Some(at) => number.split_at(at),
        None => (number, ""),
    };
    let digits =
        |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (number, extension_digits) = (digits(number), digits(extension));
    let national = number.strip_prefix('1').filter(|it| it.len() == DIGITS);
    let national = national.unwrap_or(&number);
    let is_extension =
        extension.to_lowercase().starts_with(['e', 'x']) && !extension_digits.is_empty();
    let is_service = number.len() == 3 && number.ends_with("11");
    match (national.len() == DIGITS, extension.is_empty()) {
        (false, true) if is_service => Some(format!("tel:{number}")),
        (true, true) => Some(format!("tel:+1{national}")),
        (true, false) if is_extension => {
            Some(format!("tel:+1{national};ext={extension_digits}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::tel;

    #[test]
    fn a_number_of_the_united_states_can_be_dialed_in_every_writing() {
        for written in [
            "(714) 555-0142",
            "714-555-0142",
            "714.555.0142",
            "+1 714 555 0142",
            "1-714-555-0142",
        ] {
            assert_eq!(tel(written).as_deref(), Some("tel:+17145550142"), "{written}");
        }
        assert_eq!(tel("211").as_deref(), Some("tel:211"));
        let with_extension = Some("tel:+17145550142;ext=23".to_owned());
        assert_eq!(tel("(714) 555-0142 ext. 23"), with_extension);
        assert_eq!(tel("(714) 555-0142 x23"), with_extension);
    }

    #[test]
    fn what_is_no_such_number_leads_nowhere() {
        for written in
            ["411-1", "555-0142", "+44 20 7946 0958", "(714) 555-HELP", "front desk"]
        {
            assert_eq!(tel(written), None, "{written}");
        }
    }
}
