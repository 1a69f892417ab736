//! Algorithms that this build leaves out: every key of theirs is refused with the feature that
//! takes it.

#[cfg(not(all(feature = "jwt-rsa", feature = "jwt-ecdsa")))]
use crate::runtime::security::jwt::algorithm::Algorithm;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::public_keys::Material;

/// In place of the module `rsa`.
#[cfg(not(feature = "jwt-rsa"))]
pub(super) mod rsa {
    use super::{Algorithm, KeyError, Material};

    const OFF: KeyError = KeyError::FeatureOff { feature: "jwt-rsa" };

    pub(in super::super) fn from_pem(_: &str) -> Result<Material, KeyError> {
        Err(OFF)
    }

    pub(in super::super) fn from_numbers(
        _: Algorithm,
        _: &[u8],
        _: &[u8],
    ) -> Result<Material, KeyError> {
        Err(OFF)
    }
}

/// In place of the module `ecdsa`.
#[cfg(not(feature = "jwt-ecdsa"))]
pub(super) mod ecdsa {
    use super::{Algorithm, KeyError, Material};

    const OFF: KeyError = KeyError::FeatureOff {
        feature: "jwt-ecdsa",
    };

    pub(in super::super) fn from_pem(_: &str) -> Result<Material, KeyError> {
        Err(OFF)
    }

    pub(in super::super) fn from_coordinates(
        _: Algorithm,
        _: &[u8],
        _: &[u8],
    ) -> Result<Material, KeyError> {
        Err(OFF)
    }
}

/// In place of the module `eddsa`.
#[cfg(not(feature = "jwt-eddsa"))]
pub(super) mod eddsa {
    use super::{KeyError, Material};

    const OFF: KeyError = KeyError::FeatureOff {
        feature: "jwt-eddsa",
    };

    pub(in super::super) fn from_pem(_: &str) -> Result<Material, KeyError> {
        Err(OFF)
    }

    pub(in super::super) fn from_bytes(_: &[u8]) -> Result<Material, KeyError> {
        Err(OFF)
    }
}
