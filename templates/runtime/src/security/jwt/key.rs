//! One key that JSON Web Tokens are verified with, of the numbers that a key set has.

use std::fmt;

use crate::runtime::security::jwt::algorithm::Algorithm;
#[cfg(feature = "jwt-ecdsa")]
pub(super) use crate::runtime::security::jwt::ecdsa;
#[cfg(not(feature = "jwt-ecdsa"))]
pub(super) use crate::runtime::security::jwt::off::ecdsa;
#[cfg(not(feature = "jwt-eddsa"))]
pub(super) use crate::runtime::security::jwt::off::eddsa;
#[cfg(not(feature = "jwt-rsa"))]
pub(super) use crate::runtime::security::jwt::off::rsa;
#[cfg(feature = "jwt-rsa")]
pub(super) use crate::runtime::security::jwt::rsa;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::public_keys::Material;
#[cfg(feature = "jwt-eddsa")]
pub(super) use crate::runtime::security::public_keys::ed25519 as eddsa;
use crate::runtime::security::secret::KeyId;

/// One key for one algorithm.
#[derive(Clone)]
pub(super) struct Key {
    /// The name that tokens know it by.
    pub(super) id: Option<String>,
    /// The name that a handler knows it by.
    pub(super) name: Option<KeyId>,
    pub(super) algorithm: Algorithm,
    material: Material,
}

impl Key {
    /// A key by which tokens of this algorithm are signed. A handler knows it by its id.
    pub(super) fn new(algorithm: Algorithm, id: Option<String>, material: Material) -> Self {
        Self {
            name: id.as_deref().map(KeyId::new),
            id,
            algorithm,
            material,
        }
    }

    /// An RSA key.
    pub(super) fn rsa(
        algorithm: Algorithm,
        id: Option<String>,
        modulus: &[u8],
        exponent: &[u8],
    ) -> Result<Self, KeyError> {
        let material = rsa::from_numbers(algorithm, modulus, exponent)?;
        Ok(Self::new(algorithm, id, material))
    }

    /// A point of P-256 or P-384.
    pub(super) fn ecdsa(
        algorithm: Algorithm,
        id: Option<String>,
        x: &[u8],
        y: &[u8],
    ) -> Result<Self, KeyError> {
        let material = ecdsa::from_coordinates(algorithm, x, y)?;
        Ok(Self::new(algorithm, id, material))
    }

    /// A point of Ed25519.
    pub(super) fn eddsa(id: Option<String>, x: &[u8]) -> Result<Self, KeyError> {
        let material = eddsa::from_bytes(x)?;
        Ok(Self::new(Algorithm::EdDsa, id, material))
    }

    /// Whether a signature is by this key.
    pub(super) fn has_signed(&self, message: &str, signature: &[u8]) -> bool {
        (self.material)(message.as_bytes(), signature)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("id", &self.id)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}
