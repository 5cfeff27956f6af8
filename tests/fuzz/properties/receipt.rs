//! A receipt: read or not, and the same again when it is written.

use client_record_request::package::{Receipt, ReceiptError};

/// What must hold for any bytes.
pub fn holds(data: &[u8]) {
    match Receipt::parse(data) {
        Ok(receipt) => {
            let written = receipt.to_bytes();
            assert!(written.ends_with(b"}\n"));
            assert_eq!(Receipt::parse(&written).as_ref(), Ok(&receipt));
            // A receipt of tomorrow is told from one that was spoiled.
            let text = String::from_utf8(written).expect("a receipt is a text");
            let newer =
                text.replacen("client-record-receipt/1", "client-record-receipt/9", 1);
            assert_eq!(Receipt::parse(newer.as_bytes()), Err(ReceiptError::Newer));
            let half = &text.as_bytes()[..text.len() / 2];
            assert_eq!(Receipt::parse(half), Err(ReceiptError::Unreadable));
        }
        // Of a later version nothing but its format is known; that much of JSON stands in it.
        Err(ReceiptError::Newer) => {
            assert!(matches!(data.trim_ascii().first(), Some(b'{' | b'[')));
        }
        Err(ReceiptError::Unreadable | ReceiptError::DoubledKey(_)) => {}
    }
}
