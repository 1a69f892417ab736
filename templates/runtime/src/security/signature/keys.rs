//! Keys of signatures: a scheme's algorithm and a key as the team has it in, whether a signature is
//! by it out.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use subtle::{Choice, ConstantTimeEq};

use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::public_keys::Material;
use crate::runtime::security::secret::Secret;
use crate::runtime::security::signature::key_form::bytes;
use crate::runtime::security::signature::public_key;
use crate::runtime::security::signature::scheme::{HashAlgorithm, KeyForm, SignatureAlgorithm};
use crate::runtime::security::signature::values::digest_of;

/// A key made ready.
#[derive(Clone)]
pub(super) enum Key {
    /// A secret that both sides know, and what is computed with it.
    Shared(SignatureAlgorithm, Secret),
    /// A public key.
    Public(Material),
}

impl Key {
    /// Reads a key as it is written.
    ///
    /// # Errors
    ///
    /// [`KeyError`] for a key that is empty, is not written as the scheme says, or is not one.
    pub(super) fn read(
        algorithm: SignatureAlgorithm,
        form: KeyForm,
        written: &Secret,
    ) -> Result<Self, KeyError> {
        if algorithm.has_public_key() {
            return public_key::read(algorithm, form, written).map(Self::Public);
        }
        let secret = Secret::from(bytes(form, written)?);
        if secret.is_empty() {
            return Err(KeyError::Empty);
        }
        Ok(Self::Shared(algorithm, secret))
    }

    /// Whether one of the signatures over this content is by the key. All of them are looked at.
    pub(super) fn made_any_of(&self, signatures: &[Vec<u8>], content: &[&[u8]]) -> bool {
        match self {
            // How long a token is does not show in the time that this takes.
            Self::Shared(SignatureAlgorithm::Token, secret) => {
                any(signatures, |shown| secret.is(shown))
            }
            Self::Shared(..) => match self.computed(content) {
                Some(right) => any(signatures, |shown| shown.ct_eq(&right)),
                None => false,
            },
            Self::Public(made) => {
                let content = content.concat();
                signatures.iter().any(|shown| made(&content, shown))
            }
        }
    }

    /// What a secret that both sides know gives over this content.
    pub(super) fn computed(&self, content: &[&[u8]]) -> Option<Vec<u8>> {
        let Self::Shared(algorithm, secret) = self else {
            return None;
        };
        match algorithm {
            SignatureAlgorithm::Hmac(hash) => hmac(*hash, secret, content),
            SignatureAlgorithm::Digest(hash) => {
                let parts = [&[secret.bytes()], content].concat();
                Some(digest_of(*hash, &parts))
            }
            SignatureAlgorithm::Token => Some(secret.bytes().to_vec()),
            _ => None,
        }
    }
}

/// Whether this holds for one of the signatures. All of them are looked at.
fn any(signatures: &[Vec<u8>], is_right: impl Fn(&Vec<u8>) -> Choice) -> bool {
    signatures
        .iter()
        .fold(Choice::from(0), |known, shown| known | is_right(shown))
        .into()
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// The HMAC over parts put together. An HMAC takes keys of any length, so there always is one.
fn hmac(algorithm: HashAlgorithm, secret: &Secret, parts: &[&[u8]]) -> Option<Vec<u8>> {
    /// The same for one hash function.
    fn over<M: Mac + KeyInit>(secret: &Secret, parts: &[&[u8]]) -> Option<Vec<u8>> {
        let mut mac = <M as KeyInit>::new_from_slice(secret.bytes()).ok()?;
        for part in parts {
            mac.update(part);
        }
        Some(mac.finalize().into_bytes().to_vec())
    }
    match algorithm {
        HashAlgorithm::Sha1 => over::<Hmac<sha1::Sha1>>(secret, parts),
        HashAlgorithm::Sha256 => over::<Hmac<sha2::Sha256>>(secret, parts),
        HashAlgorithm::Sha384 => over::<Hmac<sha2::Sha384>>(secret, parts),
        HashAlgorithm::Sha512 => over::<Hmac<sha2::Sha512>>(secret, parts),
    }
}
