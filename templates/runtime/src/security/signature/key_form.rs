//! How keys are written: a form and a key as the team has it in, its bytes out.

use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::secret::Secret;
use crate::runtime::security::signature::scheme::{KeyForm, SignatureEncoding};
use crate::runtime::security::signature::values::digest_of;

/// The bytes of a key that is written so.
pub(super) fn bytes(form: KeyForm, written: &Secret) -> Result<Vec<u8>, KeyError> {
    let written = written.bytes();
    let without = |prefix: &str| written.strip_prefix(prefix.as_bytes()).unwrap_or(written);
    match form {
        KeyForm::Text => Ok(written.to_vec()),
        KeyForm::Hex { prefix } => SignatureEncoding::Hex
            .decode(without(prefix))
            .ok_or(KeyError::NotHex),
        KeyForm::Base64 { prefix } => {
            let text = without(prefix);
            SignatureEncoding::Base64
                .decode(text)
                .or_else(|| SignatureEncoding::Base64Url.decode(text))
                .ok_or(KeyError::NotBase64)
        }
        // Nothing is not a secret, and its digest would be one that everybody knows.
        KeyForm::DigestOf(_) if written.is_empty() => Err(KeyError::Empty),
        KeyForm::DigestOf(hash) => Ok(digest_of(hash, &[written])),
    }
}
