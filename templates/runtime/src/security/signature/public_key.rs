//! Public keys of senders that sign with private ones: a key as it is published in, whether a
//! signature is by it out.
//!
//! Each algorithm is behind a feature, so that nobody compiles those that no sender uses.

use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::public_keys::Material;
use crate::runtime::security::secret::Secret;
use crate::runtime::security::signature::key_form::bytes;
use crate::runtime::security::signature::scheme::{KeyForm, SignatureAlgorithm};

/// A public key as it is written.
#[cfg_attr(
    not(any(
        feature = "signature-ecdsa",
        feature = "signature-ed25519",
        feature = "signature-rsa"
    )),
    expect(dead_code, reason = "no algorithm of this build reads a public key")
)]
pub(super) enum Written {
    /// In PEM.
    Pem(String),
    /// As the bytes that the scheme's form stands for.
    Bytes(Vec<u8>),
}

impl Written {
    /// Takes a key apart. PEM is understood whatever the scheme's form is.
    pub(super) fn read(form: KeyForm, written: &Secret) -> Result<Self, KeyError> {
        if written.is_empty() {
            return Err(KeyError::Empty);
        }
        let text = std::str::from_utf8(written.bytes()).unwrap_or_default();
        if text.trim_start().starts_with("-----BEGIN ") {
            return Ok(Self::Pem(text.trim().to_owned()));
        }
        bytes(form, written).map(Self::Bytes)
    }
}

/// Reads a public key as it is written.
///
/// # Errors
///
/// [`KeyError::NotPublicKey`] for what is not a key of the algorithm, [`KeyError::FeatureOff`]
/// where this build does not have the algorithm.
pub(super) fn read(
    algorithm: SignatureAlgorithm,
    form: KeyForm,
    written: &Secret,
) -> Result<Material, KeyError> {
    let written = Written::read(form, written)?;
    match algorithm {
        SignatureAlgorithm::Ed25519 => ed25519(&written),
        SignatureAlgorithm::EcdsaP256 => ecdsa(&written),
        SignatureAlgorithm::Rsa(hash) => rsa(hash, &written),
        // These have no public key.
        SignatureAlgorithm::Hmac(_) | SignatureAlgorithm::Digest(_) | SignatureAlgorithm::Token => {
            Err(KeyError::NotPublicKey {
                expected: "a shared secret",
            })
        }
    }
}

#[cfg(feature = "signature-ed25519")]
fn ed25519(written: &Written) -> Result<Material, KeyError> {
    use crate::runtime::security::public_keys::ed25519::{from_bytes, from_pem};
    match written {
        Written::Pem(pem) => from_pem(pem),
        // A `SubjectPublicKeyInfo` ends with the 32 bytes of the key (RFC 8410, section 4).
        Written::Bytes(bytes) => from_bytes(match bytes.len() {
            44 => bytes.get(12..).unwrap_or_default(),
            _ => bytes,
        }),
    }
}

#[cfg(not(feature = "signature-ed25519"))]
fn ed25519(_: &Written) -> Result<Material, KeyError> {
    Err(KeyError::FeatureOff {
        feature: "signature-ed25519",
    })
}

#[cfg(feature = "signature-ecdsa")]
fn ecdsa(written: &Written) -> Result<Material, KeyError> {
    use p256::ecdsa::signature::Verifier;
    use p256::ecdsa::{DerSignature, Signature, VerifyingKey};
    use p256::pkcs8::DecodePublicKey;

    let key = match written {
        Written::Pem(pem) => VerifyingKey::from_public_key_pem(pem).ok(),
        Written::Bytes(bytes) => VerifyingKey::from_public_key_der(bytes)
            .ok()
            .or_else(|| VerifyingKey::from_sec1_bytes(bytes).ok()),
    };
    let key = key.ok_or(KeyError::NotPublicKey {
        expected: "a P-256 public key",
    })?;
    Ok(std::sync::Arc::new(move |message, shown| {
        let der = || {
            key.verify(message, &DerSignature::try_from(shown).ok()?)
                .ok()
        };
        let fixed = || {
            key.verify(message, &Signature::from_slice(shown).ok()?)
                .ok()
        };
        der().or_else(fixed).is_some()
    }))
}

#[cfg(not(feature = "signature-ecdsa"))]
fn ecdsa(_: &Written) -> Result<Material, KeyError> {
    Err(KeyError::FeatureOff {
        feature: "signature-ecdsa",
    })
}

#[cfg(feature = "signature-rsa")]
fn rsa(
    hash: crate::runtime::security::signature::scheme::HashAlgorithm,
    written: &Written,
) -> Result<Material, KeyError> {
    use crate::runtime::security::public_keys::rsa::{from_der, from_pem, ready};
    use crate::runtime::security::signature::scheme::HashAlgorithm;
    use ::rsa::pkcs1v15::VerifyingKey;

    let key = match written {
        Written::Pem(pem) => from_pem(pem),
        Written::Bytes(der) => from_der(der),
    }?;
    Ok(match hash {
        HashAlgorithm::Sha1 => ready(VerifyingKey::<sha1::Sha1>::new(key)),
        HashAlgorithm::Sha256 => ready(VerifyingKey::<sha2::Sha256>::new(key)),
        HashAlgorithm::Sha384 => ready(VerifyingKey::<sha2::Sha384>::new(key)),
        HashAlgorithm::Sha512 => ready(VerifyingKey::<sha2::Sha512>::new(key)),
    })
}

#[cfg(not(feature = "signature-rsa"))]
fn rsa(
    _: crate::runtime::security::signature::scheme::HashAlgorithm,
    _: &Written,
) -> Result<Material, KeyError> {
    Err(KeyError::FeatureOff {
        feature: "signature-rsa",
    })
}
