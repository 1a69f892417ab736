//! Bodies that the crate under test takes without complaint.

use rebilly_kyc_webhooks::{Event, Strictness, decode, decode_with};

/// What a body decodes to that has no defects, as strictly as may be asked.
///
/// # Panics
///
/// If it has a defect.
pub fn in_order(body: &[u8]) -> Event {
    let strict = decode_with(body, Strictness::Strict).unwrap_or_else(|error| panic!("{error}"));
    let tolerant = decode(body).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(tolerant.defects, [], "defects of a body in order");
    assert!(strict == tolerant, "strictness changes a body in order");
    tolerant.value
}
