//! Tokens signed on an elliptic curve: ES256 and ES384
//! ([RFC 7518, section 3.4](https://www.rfc-editor.org/rfc/rfc7518#section-3.4)).

use std::sync::Arc;

use p256::ecdsa::signature::Verifier;
use p256::pkcs8::DecodePublicKey;

use crate::runtime::security::jwt::algorithm::Algorithm;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::public_keys::Material;

/// A key for ES256, in PEM (`PUBLIC KEY`).
pub(super) fn from_pem(pem: &str) -> Result<Material, KeyError> {
    let key = p256::ecdsa::VerifyingKey::from_public_key_pem(pem.trim());
    let key = key.map_err(|_| KeyError::NotPublicKey {
        expected: "a P-256 public key",
    })?;
    Ok(ready::<p256::ecdsa::Signature>(key))
}

/// A key for one of the algorithms, of the coordinates of its point, each as long as the curve's
/// numbers are ([RFC 7518, section 6.2.1](https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1)).
pub(super) fn from_coordinates(
    algorithm: Algorithm,
    x: &[u8],
    y: &[u8],
) -> Result<Material, KeyError> {
    let (length, expected) = match algorithm {
        Algorithm::Es384 => (48, "a P-384 public key"),
        _ => (32, "a P-256 public key"),
    };
    let refused = KeyError::NotPublicKey { expected };
    if x.len() != length || y.len() != length {
        return Err(refused);
    }
    // SEC 1, section 2.3.4: an uncompressed point. What is not on the curve is refused there.
    let point = [&[4], x, y].concat();
    if algorithm == Algorithm::Es384 {
        let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(|_| refused)?;
        Ok(ready::<p384::ecdsa::Signature>(key))
    } else {
        let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&point).map_err(|_| refused)?;
        Ok(ready::<p256::ecdsa::Signature>(key))
    }
}

/// A key with its curve and hash function.
fn ready<S>(key: impl Verifier<S> + Send + Sync + 'static) -> Material
where
    S: for<'s> TryFrom<&'s [u8]>,
{
    Arc::new(move |message, signature| {
        S::try_from(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
    })
}
