//! What a hashed value looks like.

/// Hexadecimal digits of MD5 (RFC 1321), and of SHA-1, -224, -256, -384 and -512 (FIPS 180-4).
const LENGTHS: [usize; 6] = [32, 40, 56, 64, 96, 128];

/// True for a digest in hexadecimal digits, as hashed exports have them in place of names. No
/// name looks so.
pub fn is_digest(text: &str) -> bool {
    // The form in which SQL Server writes bytes.
    let text = text.trim();
    let digits = text.strip_prefix("0x").or(text.strip_prefix("0X")).unwrap_or(text);
    LENGTHS.contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_hexdigit())
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
        for text in ["", "Ada", "Deadbeef", "227930267", &"a".repeat(33), &"g".repeat(32)]
        {
            assert!(!is_digest(text), "{text}");
        }
    }
}
