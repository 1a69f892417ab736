//! The keys that JSON Web Tokens are verified with, each for one algorithm.

use crate::runtime::security::jwt::algorithm::Algorithm;
use crate::runtime::security::jwt::key::{Key, ecdsa, eddsa, rsa};
use crate::runtime::security::jwt::{hmac, set};
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::public_keys::Material;
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::secret::{KeyId, Secret};

/// How many keys a token is tried with at most.
const MOST_CANDIDATES: usize = 4;

/// Keys to verify JSON Web Tokens with.
///
/// A token is tried with four keys of its algorithm at most: those that it names (`kid`), then
/// those that have no name; one that names none, with the first four. Give the keys of a rotation
/// in the order of their use.
///
/// Each is for one algorithm, so what a token says of its algorithm can only pick a key, never how
/// the key is used ([RFC 8725, section 3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
#[derive(Clone, Debug)]
pub struct JwtKeys {
    keys: Vec<Key>,
}

impl JwtKeys {
    /// A shared secret for HS256.
    ///
    /// [RFC 7518, section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2) asks for as many
    /// random bytes as the hash has (32 for HS256, 48 for HS384, 64 for HS512). A shorter one is
    /// accepted, for the sender chooses it; whoever gets hold of a token can look for a short or
    /// guessable one at leisure.
    ///
    /// # Errors
    ///
    /// [`KeyError::Empty`] for a secret of no bytes.
    pub fn hs256(secret: impl Into<Secret>) -> Result<Self, KeyError> {
        Self::shared(Algorithm::Hs256, &secret.into())
    }

    /// A shared secret for HS384; see [`hs256`](Self::hs256).
    ///
    /// # Errors
    ///
    /// [`KeyError::Empty`] for a secret of no bytes.
    pub fn hs384(secret: impl Into<Secret>) -> Result<Self, KeyError> {
        Self::shared(Algorithm::Hs384, &secret.into())
    }

    /// A shared secret for HS512; see [`hs256`](Self::hs256).
    ///
    /// # Errors
    ///
    /// [`KeyError::Empty`] for a secret of no bytes.
    pub fn hs512(secret: impl Into<Secret>) -> Result<Self, KeyError> {
        Self::shared(Algorithm::Hs512, &secret.into())
    }

    /// An RSA public key for RS256, in PEM (`PUBLIC KEY` or `RSA PUBLIC KEY`). Needs the feature
    /// `jwt-rsa`.
    ///
    /// # Errors
    ///
    /// [`KeyError::NotPublicKey`] for anything else, a private key above all; [`KeyError::RsaSize`]
    /// and [`KeyError::RsaNumbers`] for a key that is none to rely on; [`KeyError::FeatureOff`].
    pub fn rs256_pem(pem: &str) -> Result<Self, KeyError> {
        let material = rsa::from_pem(pem)?;
        Ok(Self::one(Algorithm::Rs256, material))
    }

    /// A P-256 public key for ES256, in PEM (`PUBLIC KEY`). Needs the feature `jwt-ecdsa`.
    ///
    /// # Errors
    ///
    /// [`KeyError::NotPublicKey`] for anything else, [`KeyError::FeatureOff`].
    pub fn es256_pem(pem: &str) -> Result<Self, KeyError> {
        let material = ecdsa::from_pem(pem)?;
        Ok(Self::one(Algorithm::Es256, material))
    }

    /// An Ed25519 public key for `EdDSA`, in PEM (`PUBLIC KEY`). Needs the feature `jwt-eddsa`.
    ///
    /// # Errors
    ///
    /// [`KeyError::NotPublicKey`] for anything else, [`KeyError::SmallOrder`] for a key by which
    /// anybody can sign, [`KeyError::FeatureOff`].
    pub fn eddsa_pem(pem: &str) -> Result<Self, KeyError> {
        let material = eddsa::from_pem(pem)?;
        Ok(Self::one(Algorithm::EdDsa, material))
    }

    /// The public keys of a JSON Web Key Set ([RFC
    /// 7517](https://www.rfc-editor.org/rfc/rfc7517#section-5)), the text of the document that the
    /// sender publishes.
    ///
    /// RSA keys of 2048 to 4096 bits, P-256, P-384 and Ed25519 keys are taken, each for the
    /// algorithm in its `alg`; without one, for the algorithm of its curve, an RSA key for RS256. A
    /// key for anything but verifying signatures (`use`, `key_ops`), one of another type and one
    /// that is broken is passed over, as the RFC asks; so is a secret (`oct`), which has no place
    /// in such a document. So are keys for whose algorithms a feature would have to be on
    /// (`jwt-rsa`, `jwt-ecdsa`, `jwt-eddsa`).
    ///
    /// # Errors
    ///
    /// [`KeyError::NotKeySet`] for another text. Where all keys are passed over,
    /// [`KeyError::FeatureOff`] if a feature would help, else [`KeyError::NoUsableKey`].
    pub fn jwks(document: &str) -> Result<Self, KeyError> {
        set::read(document).map(|keys| Self { keys })
    }

    /// These keys and the others: while keys are rotated, the old ones and the new ones.
    #[must_use]
    pub fn or(mut self, others: Self) -> Self {
        self.keys.extend(others.keys);
        self
    }

    /// The same keys under this name, which tells a handler that one of them was used. Without it,
    /// a secret goes by the name that it was given ([`Secret::named`]) and a key of a set by its
    /// `kid`. Tokens know nothing of it: what one says of its key picks among the keys of a set
    /// alone.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        for key in &mut self.keys {
            key.name = Some(KeyId::new(name));
        }
        self
    }

    /// The keys that a token of this algorithm may be signed with, and named by this key id: few,
    /// the likeliest first.
    ///
    /// A key without an id may be meant by any, and a token without one may be signed with any.
    /// Each costs the receiver a verification that nobody has to be known for, so of more than
    /// [`MOST_CANDIDATES`] the first ones are tried: those that have the id, then those without
    /// one, in the order in which they were given.
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
        let algorithm = Algorithm::named(algorithm);
        let fitting: Vec<&Key> = named
            .filter(|key| algorithm == Some(key.algorithm))
            .take(MOST_CANDIDATES)
            .collect();
        if fitting.is_empty() {
            return Err(Refusal::WrongAlgorithm);
        }
        Ok(fitting)
    }

    /// One key that has no id.
    fn one(algorithm: Algorithm, material: Material) -> Self {
        Self {
            keys: vec![Key::new(algorithm, None, material)],
        }
    }

    /// A shared secret.
    fn shared(algorithm: Algorithm, secret: &Secret) -> Result<Self, KeyError> {
        let material = hmac::shared(algorithm, secret)?;
        let keys = Self::one(algorithm, material);
        Ok(match secret.id() {
            Some(name) => keys.named(name.as_str()),
            None => keys,
        })
    }
}
