//! Keys of Ed25519 ([RFC 8032](https://www.rfc-editor.org/rfc/rfc8032)).

use std::sync::Arc;

use ed25519_dalek::pkcs8::DecodePublicKey;
use ed25519_dalek::pkcs8::PublicKeyBytes;
use ed25519_dalek::{Signature, VerifyingKey};

use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::public_keys::Material;

/// What is not a key on the curve.
const REFUSED: KeyError = KeyError::NotPublicKey {
    expected: "an Ed25519 public key",
};

/// A key in PEM (`PUBLIC KEY`).
pub(crate) fn from_pem(pem: &str) -> Result<Material, KeyError> {
    let key = PublicKeyBytes::from_public_key_pem(pem.trim()).map_err(|_| REFUSED)?;
    from_bytes(key.as_ref())
}

/// A key of its 32 bytes ([RFC 8032, section
/// 5.1.5](https://www.rfc-editor.org/rfc/rfc8032#section-5.1.5)).
///
/// A point of small order is refused: signatures that hold for it can be made by anybody, over any
/// message. So is a point that is written as RFC 8032 does not write it.
pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Material, KeyError> {
    let key = VerifyingKey::try_from(bytes).map_err(|_| REFUSED)?;
    if key.is_weak() {
        return Err(KeyError::SmallOrder);
    }
    if key.to_edwards().compress().as_bytes() != key.as_bytes() {
        return Err(REFUSED);
    }
    Ok(Arc::new(move |message, signature| {
        Signature::from_slice(signature)
            .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
    }))
}
