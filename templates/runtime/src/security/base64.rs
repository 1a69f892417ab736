//! Base64 as senders write it ([RFC 4648, section
//! 4](https://www.rfc-editor.org/rfc/rfc4648#section-4)).

use ::base64::alphabet::STANDARD;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// The standard alphabet, padded or not: some senders leave the padding out, and it carries
/// nothing.
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
