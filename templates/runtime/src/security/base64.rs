//! Base64 as senders write it ([RFC 4648, section
//! 4](https://www.rfc-editor.org/rfc/rfc4648#section-4)).

use ::base64::alphabet::STANDARD;
#[cfg(feature = "hmac")]
use ::base64::alphabet::URL_SAFE;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Padded when written; padded or not when read: some senders leave the padding out, and it carries
/// nothing.
const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// The standard alphabet.
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, CONFIG);

/// The alphabet for URLs ([RFC 4648, section
/// 5](https://www.rfc-editor.org/rfc/rfc4648#section-5)).
#[cfg(feature = "hmac")]
pub(super) const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, CONFIG);
