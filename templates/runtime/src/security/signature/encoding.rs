//! Bytes as text, and back.

use ::base64::Engine;

use crate::runtime::security::base64::{BASE64, BASE64_URL};
use crate::runtime::security::signature::scheme::SignatureEncoding;

impl SignatureEncoding {
    /// The bytes that a text stands for.
    pub(super) fn decode(self, text: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Hex => base16ct::mixed::decode_vec(text).ok(),
            Self::Base64 => BASE64.decode(text).ok(),
            Self::Base64Url => BASE64_URL.decode(text).ok(),
            Self::Text => Some(text.to_vec()),
        }
    }

    /// The text that stands for these bytes.
    pub(super) fn encode(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Hex => base16ct::lower::encode_string(bytes).into_bytes(),
            Self::Base64 => BASE64.encode(bytes).into_bytes(),
            Self::Base64Url => BASE64_URL.encode(bytes).into_bytes(),
            Self::Text => bytes.to_vec(),
        }
    }
}
