#![no_main]

use client_record_request_fuzz::properties;

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::archive::holds(data));
