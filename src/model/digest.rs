//! What a hashed value looks like.

/// Hexadecimal digits of MD5 (RFC 1321), and of SHA-1, -224, -256, -384 and -512 (FIPS 180-4).
const LENGTHS: [usize; 6] = [32, 40, 56, 64, 96, 128];

/// True for a digest as hashed exports have them in place of names. No
/// name looks so.
pub fn is_digest(text: &str) -> bool {
    // The form in which SQL Server writes bytes.
    let text = text.trim();
    let digits = text.strip_prefix("0x").or(text.strip_prefix("0X")).unwrap_or(text);
    let is_hex = LENGTHS.contains(&digits.len())
        && digits.bytes().all(|it| it.is_ascii_hexdigit());
    is_hex || is_base64(text)
}

/// True for the same digests in base64 (RFC 4648, 4), which fill their last block.
fn is_base64(text: &str) -> bool {
    let bare = text.trim_end_matches('=');
    let n_digits = text.len() - bare.len();
    let is_sign = |it: u8| it.is_ascii_alphanumeric() || b"+/-_".contains(&it);
    (1..=2).contains(&n_digits)
        && text.len().is_multiple_of(4)
        && LENGTHS.iter().any(|it| (it / 2).div_ceil(3) * 4 == text.len())
        && bare.bytes().all(is_sign)
}

#[cfg(test)]
mod tests {
    use super::is_digest;

    #[test]
    fn digests_are_told_from_names() {
        for n in [32, 40, 64, 128] {
            assert!(is_digest(&"aB3".repeat(50)[..n]), "{n}");
            assert!(is_digest(&format!("0x{}", &"0f".repeat(70)[..n])), "{n}");
        }
        for n in [22, 27, 43, 86] {
            let padding = "=".repeat(4 - n % 4);
            assert!(is_digest(&format!("{}{padding}", &"aB3+/".repeat(20)[..n])), "{n}");
        }
        for text in [
            "",
            "Ada",
            "Ada=",
            "abcd====",
            &format!("{}=", "a b".repeat(9)),
            "Deadbeef",
            "227930267",
            &"a".repeat(33),
            &"g".repeat(32),
        ] {
            assert!(!is_digest(text), "{text}");
        }
    }
}
