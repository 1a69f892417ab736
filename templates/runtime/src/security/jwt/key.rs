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

/// One key for one algorithm.
#[derive(Clone)]
pub(super) struct Key {
    /// The name that tokens know it by.
    pub(super) id: Option<String>,
    pub(super) algorithm: Algorithm,
    pub(super) material: Material,
}

impl Key {
    /// An RSA key.
    pub(super) fn rsa(
        algorithm: Algorithm,
        id: Option<String>,
        modulus: &[u8],
        exponent: &[u8],
    ) -> Result<Self, KeyError> {
        let material = rsa::from_numbers(algorithm, modulus, exponent)?;
        Ok(Self {
            id,
            algorithm,
            material,
        })
    }

    /// A point of P-256 or P-384.
    pub(super) fn ecdsa(
        algorithm: Algorithm,
        id: Option<String>,
        x: &[u8],
        y: &[u8],
    ) -> Result<Self, KeyError> {
        let material = ecdsa::from_coordinates(algorithm, x, y)?;
        Ok(Self {
            id,
            algorithm,
            material,
        })
    }

    /// A point of Ed25519.
    pub(super) fn eddsa(id: Option<String>, x: &[u8]) -> Result<Self, KeyError> {
        let material = eddsa::from_bytes(x)?;
        Ok(Self {
            id,
            algorithm: Algorithm::EdDsa,
            material,
        })
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
