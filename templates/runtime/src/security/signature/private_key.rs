//! Keys that sign as a sender does: a scheme's algorithm and a key in, signatures out.

use std::fmt;

use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::secret::Secret;
use crate::runtime::security::signature::keys::Key;
use crate::runtime::security::signature::public_key::Written;
use crate::runtime::security::signature::scheme::{HashAlgorithm, KeyForm, SignatureAlgorithm};

/// Makes the signature over some bytes.
type Sign = Box<dyn Fn(&[u8]) -> Vec<u8> + Send + Sync>;

/// A key made ready for signing.
pub(super) enum PrivateKey {
    /// A secret that both sides know.
    Shared(Key),
    /// A private key.
    Private(Sign),
}

impl PrivateKey {
    /// Reads a key as it is written.
    ///
    /// # Errors
    ///
    /// [`KeyError`] for what is not a key of the algorithm, or where this build does not have it.
    pub(super) fn read(
        algorithm: SignatureAlgorithm,
        form: KeyForm,
        written: &Secret,
    ) -> Result<Self, KeyError> {
        let sign = match algorithm {
            SignatureAlgorithm::Ed25519 => ed25519(&Written::read(form, written)?),
            SignatureAlgorithm::EcdsaP256 => ecdsa(&Written::read(form, written)?),
            SignatureAlgorithm::Rsa(hash) => rsa(hash, &Written::read(form, written)?),
            SignatureAlgorithm::Hmac(_)
            | SignatureAlgorithm::Digest(_)
            | SignatureAlgorithm::Token => {
                return Key::read(algorithm, form, written).map(Self::Shared);
            }
        };
        sign.map(Self::Private)
    }

    /// The signature over parts put together.
    pub(super) fn sign(&self, content: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Shared(key) => key.computed(content).unwrap_or_default(),
            Self::Private(sign) => sign(&content.concat()),
        }
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(..)")
    }
}

#[cfg(feature = "signature-ed25519")]
fn ed25519(written: &Written) -> Result<Sign, KeyError> {
    use ed25519_dalek::pkcs8::DecodePrivateKey;
    use ed25519_dalek::{Signer, SigningKey};

    let key = match written {
        Written::Pem(pem) => SigningKey::from_pkcs8_pem(pem).ok(),
        // The seed, alone or with the public key behind it.
        Written::Bytes(bytes) => bytes.first_chunk().map(SigningKey::from_bytes),
    };
    let key = key.ok_or(KeyError::NotPrivateKey {
        expected: "an Ed25519 private key",
    })?;
    Ok(Box::new(move |content| key.sign(content).to_vec()))
}

#[cfg(not(feature = "signature-ed25519"))]
fn ed25519(_: &Written) -> Result<Sign, KeyError> {
    Err(KeyError::FeatureOff {
        feature: "signature-ed25519",
    })
}

#[cfg(feature = "signature-ecdsa")]
fn ecdsa(written: &Written) -> Result<Sign, KeyError> {
    use p256::ecdsa::signature::Signer;
    use p256::ecdsa::{DerSignature, SigningKey};
    use p256::pkcs8::DecodePrivateKey;

    let key = match written {
        Written::Pem(pem) => SigningKey::from_pkcs8_pem(pem).ok(),
        Written::Bytes(bytes) => SigningKey::from_pkcs8_der(bytes)
            .ok()
            .or_else(|| SigningKey::from_slice(bytes).ok()),
    };
    let key = key.ok_or(KeyError::NotPrivateKey {
        expected: "a P-256 private key",
    })?;
    Ok(Box::new(move |content| {
        let signature: DerSignature = key.sign(content);
        signature.as_bytes().to_vec()
    }))
}

#[cfg(not(feature = "signature-ecdsa"))]
fn ecdsa(_: &Written) -> Result<Sign, KeyError> {
    Err(KeyError::FeatureOff {
        feature: "signature-ecdsa",
    })
}

#[cfg(feature = "signature-rsa")]
fn rsa(hash: HashAlgorithm, written: &Written) -> Result<Sign, KeyError> {
    use ::rsa::pkcs1::DecodeRsaPrivateKey;
    use ::rsa::pkcs1v15::{Signature, SigningKey};
    use ::rsa::pkcs8::DecodePrivateKey;
    use ::rsa::signature::{SignatureEncoding, Signer};

    /// The key with its hash function.
    fn ready(key: impl Signer<Signature> + Send + Sync + 'static) -> Sign {
        Box::new(move |content| key.sign(content).to_vec())
    }
    let key = match written {
        Written::Pem(pem) => ::rsa::PrivateKey::from_pkcs8_pem(pem)
            .ok()
            .or_else(|| ::rsa::PrivateKey::from_pkcs1_pem(pem).ok()),
        Written::Bytes(der) => ::rsa::PrivateKey::from_pkcs8_der(der).ok(),
    };
    let key = key.ok_or(KeyError::NotPrivateKey {
        expected: "an RSA private key",
    })?;
    Ok(match hash {
        HashAlgorithm::Sha1 => ready(SigningKey::<sha1::Sha1>::new(key)),
        HashAlgorithm::Sha256 => ready(SigningKey::<sha2::Sha256>::new(key)),
        HashAlgorithm::Sha384 => ready(SigningKey::<sha2::Sha384>::new(key)),
        HashAlgorithm::Sha512 => ready(SigningKey::<sha2::Sha512>::new(key)),
    })
}

#[cfg(not(feature = "signature-rsa"))]
fn rsa(_: HashAlgorithm, _: &Written) -> Result<Sign, KeyError> {
    Err(KeyError::FeatureOff {
        feature: "signature-rsa",
    })
}
