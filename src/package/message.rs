//! The message as a file that a mail program opens (RFC 5322, MIME): a draft, without
//! recipient, that carries the locked file. Nothing in it comes from the machine: the date is
//! the day of the build, its number and its boundary are random.

use chrono::NaiveTime;
use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::MimePart;

use super::locker::LockError;
use super::passphrase::Randomness;
use crate::render::hex;
use crate::sections::Message;

/// The name of the file.
pub const MESSAGE: &str = "message.eml";

/// The same as text, for a mail program that does not open the other.
pub const BY_HAND: &str = "message.txt";

/// A sender of whom nothing is known: a group without members (RFC 6854, 2.1). A draft without
/// any sender is no message to some programs.
const NOBODY: &str = "undisclosed-sender:;";

/// The message with a file.
pub(super) fn write(
    message: &Message,
    name: &str,
    locked: &[u8],
    random: Randomness<'_>,
) -> Result<Vec<u8>, LockError> {
    let number = || {
        let mut bytes = [0; 16];
        random(&mut bytes);
        hex(&bytes)
    };
    let kind = match name.rsplit_once('.').map(|it| it.1) {
        Some("pdf") => "application/pdf",
        Some("zip") => "application/zip",
        // As text it would be shown in the message, where it cannot open itself.
        _ => "application/octet-stream",
    };
    let parts = vec![
        MimePart::new("text/plain", message.text.as_str())
            .language(message.languages.as_str()),
        MimePart::new(kind, locked).attachment(name),
    ];
    let kind = ContentType::new("multipart/mixed").attribute("boundary", number());
    let builder = match &message.from {
        Some(from) => MessageBuilder::new().from(from.as_str()),
        None => MessageBuilder::new().header("From", Raw::new(NOBODY)),
    };
    builder
        .subject(message.subject.as_str())
        // RFC 2606 keeps this name free for what has no host.
        .message_id(format!("{}@record-request.invalid", number()))
        .date(Date::new(message.day.and_time(NaiveTime::MIN).and_utc().timestamp()))
        // Outlook opens it as something that is still to be sent.
        .header("X-Unsent", Raw::new("1"))
        .body(MimePart::new(kind, parts))
        .write_to_vec()
        .map_err(|_| LockError::Container)
}
