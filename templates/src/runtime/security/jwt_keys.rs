//! The keys that JSON Web Tokens are verified with, each for one algorithm.

use std::fmt;

use jsonwebtoken::crypto::{JwtVerifier as KeyVerifier, rust_crypto};
use jsonwebtoken::{Algorithm, DecodingKey};

use super::{KeyError, Refusal, Secret, jwt_set};

/// How many keys a token is tried with at most.
const MOST_CANDIDATES: usize = 4;

/// Keys to verify JSON Web Tokens with.
///
/// A token is tried with four keys of its algorithm at most: those that it names (`kid`), then those that have no name; one that
/// names none, with the first four. Give the keys of a rotation in the order of their use.
///
/// Each is for one algorithm, so what a token says of its algorithm can only pick a key, never how the key is used
/// ([RFC 8725, section 3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
#[derive(Clone, Debug)]
pub struct JwtKeys {
    keys: Vec<Key>,
}

impl JwtKeys {
    /// A shared secret for HS256.
    ///
    /// [RFC 7518, section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2) asks for as many random bytes as the
    /// hash has (32 for HS256, 48 for HS384, 64 for HS512). A shorter one is accepted, for the sender chooses it; whoever
    /// gets hold of a token can look for a short or guessable one at leisure.
    ///
    /// # Errors
    ///
    /// [`KeyError::Empty`] for a secret of no bytes.
    pub fn hs256(secret: impl Into<Secret>) -> Result<Self, KeyError> {
        Self::shared(Algorithm::HS256, &secret.into())
    }

    /// A shared secret for HS384; see [`hs256`](Self::hs256).
    ///
    /// # Errors
    ///
    /// [`KeyError::Empty`] for a secret of no bytes.
    pub fn hs384(secret: impl Into<Secret>) -> Result<Self, KeyError> {
        Self::shared(Algorithm::HS384, &secret.into())
    }

    /// A shared secret for HS512; see [`hs256`](Self::hs256).
    ///
    /// # Errors
    ///
    /// [`KeyError::Empty`] for a secret of no bytes.
    pub fn hs512(secret: impl Into<Secret>) -> Result<Self, KeyError> {
        Self::shared(Algorithm::HS512, &secret.into())
    }

    /// An RSA public key for RS256, in PEM (`PUBLIC KEY` or `RSA PUBLIC KEY`).
    ///
    /// # Errors
    ///
    /// [`KeyError::NotPublicKey`] for anything else, a private key above all, and [`KeyError::RsaSize`].
    pub fn rs256_pem(pem: &str) -> Result<Self, KeyError> {
        let refused = KeyError::NotPublicKey {
            expected: "an RSA public key",
        };
        let key = DecodingKey::from_rsa_pem(pem.as_bytes()).map_err(|_| refused)?;
        let der = key.try_get_as_bytes().map_err(|_| refused)?;
        let (modulus, exponent) = (rust_crypto::DEFAULT_PROVIDER
            .key_utils
            .rsa_pub_components_from_public_key)(der)
        .map_err(|_| refused)?;
        Key::rsa(Algorithm::RS256, None, &modulus, &exponent).map(Self::one)
    }

    /// A P-256 public key for ES256, in PEM (`PUBLIC KEY`).
    ///
    /// # Errors
    ///
    /// [`KeyError::NotPublicKey`] for anything else.
    pub fn es256_pem(pem: &str) -> Result<Self, KeyError> {
        let key = DecodingKey::from_ec_pem(pem.as_bytes());
        Self::public(Algorithm::ES256, key, "a P-256 public key")
    }

    /// An Ed25519 public key for `EdDSA`, in PEM (`PUBLIC KEY`).
    ///
    /// # Errors
    ///
    /// [`KeyError::NotPublicKey`] for anything else.
    pub fn eddsa_pem(pem: &str) -> Result<Self, KeyError> {
        let key = DecodingKey::from_ed_pem(pem.as_bytes());
        Self::public(Algorithm::EdDSA, key, "an Ed25519 public key")
    }

    /// The public keys of a JSON Web Key Set ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517#section-5)), the text of
    /// the document that the sender publishes.
    ///
    /// RSA keys of 2048 to 4096 bits, P-256, P-384 and Ed25519 keys are taken, each for the algorithm in its `alg`; without
    /// one, for the algorithm of its curve, an RSA key for RS256. A key for anything but verifying signatures (`use`,
    /// `key_ops`), one of another type and one that is broken is passed over, as the RFC asks; so is a secret (`oct`), which
    /// has no place in such a document.
    ///
    /// # Errors
    ///
    /// [`KeyError::NotKeySet`] for another text, [`KeyError::NoUsableKey`] where all keys are passed over.
    pub fn jwks(document: &str) -> Result<Self, KeyError> {
        jwt_set::read(document).map(|keys| Self { keys })
    }

    /// These keys and the others: while keys are rotated, the old ones and the new ones.
    #[must_use]
    pub fn or(mut self, others: Self) -> Self {
        self.keys.extend(others.keys);
        self
    }

    /// The keys that a token of this algorithm may be signed with, and named by this key id: few, the likeliest first.
    ///
    /// A key without an id may be meant by any, and a token without one may be signed with any. Each costs the receiver a
    /// verification that nobody has to be known for, so of more than [`MOST_CANDIDATES`] the first ones are tried: those that
    /// have the id, then those without one, in the order in which they were given.
    pub(super) fn candidates(
        &self,
        algorithm: &str,
        key_id: Option<&str>,
    ) -> Result<Vec<&Key>, Refusal> {
        let has_id = |key: &&Key| key_id.is_some() && key.id.as_deref() == key_id;
        let may_be_meant = |key: &&Key| key_id.is_none() || key.id.is_none();
        let mut named = self
            .keys
            .iter()
            .filter(has_id)
            .chain(self.keys.iter().filter(may_be_meant))
            .peekable();
        if named.peek().is_none() {
            return Err(Refusal::UnknownKey);
        }
        let algorithm = algorithm_named(algorithm);
        let fitting: Vec<&Key> = named
            .filter(|key| algorithm == Some(key.algorithm))
            .take(MOST_CANDIDATES)
            .collect();
        if fitting.is_empty() {
            return Err(Refusal::WrongAlgorithm);
        }
        Ok(fitting)
    }

    /// One key.
    fn one(key: Key) -> Self {
        Self { keys: vec![key] }
    }

    /// A shared secret.
    fn shared(algorithm: Algorithm, secret: &Secret) -> Result<Self, KeyError> {
        if secret.is_empty() {
            return Err(KeyError::Empty);
        }
        Ok(Self::one(Key {
            id: None,
            algorithm,
            material: DecodingKey::from_secret(secret.bytes()),
        }))
    }

    /// A public key on a curve, as it was read from PEM.
    fn public<E>(
        algorithm: Algorithm,
        key: Result<DecodingKey, E>,
        expected: &'static str,
    ) -> Result<Self, KeyError> {
        key.ok()
            .and_then(|key| Key::on_curve(algorithm, None, key))
            .map(Self::one)
            .ok_or(KeyError::NotPublicKey { expected })
    }
}

/// One key for one algorithm.
#[derive(Clone)]
pub(super) struct Key {
    /// The name that tokens know it by.
    id: Option<String>,
    algorithm: Algorithm,
    material: DecodingKey,
}

impl Key {
    /// An RSA key, if it has a size that is safe and can be computed with.
    pub(super) fn rsa(
        algorithm: Algorithm,
        id: Option<String>,
        modulus: &[u8],
        exponent: &[u8],
    ) -> Result<Self, KeyError> {
        let leading_zeros = modulus.iter().take_while(|byte| **byte == 0).count();
        if !(256..=512).contains(&(modulus.len() - leading_zeros)) {
            return Err(KeyError::RsaSize);
        }
        Ok(Self {
            id,
            algorithm,
            material: DecodingKey::from_rsa_raw_components(modulus, exponent),
        })
    }

    /// A key on a curve, if it is a point of it.
    pub(super) fn on_curve(
        algorithm: Algorithm,
        id: Option<String>,
        material: DecodingKey,
    ) -> Option<Self> {
        // `jsonwebtoken` cuts an Ed25519 key to 32 bytes, and panics on a shorter one.
        let length = material.try_get_as_bytes().ok()?.len();
        if algorithm == Algorithm::EdDSA && length != 32 {
            return None;
        }
        let key = Self {
            id,
            algorithm,
            material,
        };
        key.verifier().map(|_| key)
    }

    /// Whether a signature is by this key.
    pub(super) fn has_signed(&self, message: &str, signature: &Vec<u8>) -> bool {
        self.verifier()
            .is_some_and(|verifier| verifier.verify(message.as_bytes(), signature).is_ok())
    }

    /// What verifies signatures, named outright: the one that `jsonwebtoken` would choose by itself depends on what else is
    /// in the program, and choosing panics where there are two.
    fn verifier(&self) -> Option<Box<dyn KeyVerifier>> {
        (rust_crypto::DEFAULT_PROVIDER.verifier_factory)(&self.algorithm, &self.material).ok()
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

/// The algorithm that a token or a key names.
pub(super) fn algorithm_named(name: &str) -> Option<Algorithm> {
    match name {
        // RFC 9864 has a name of its own for the one curve of `EdDSA` that is known here.
        "Ed25519" => Some(Algorithm::EdDSA),
        _ => name.parse().ok(),
    }
}
