//! Why a key cannot be used.

use std::fmt;

/// Why a verifier cannot be built from a key. Says what to give instead, and contains nothing of
/// the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// The secret has no bytes.
    Empty,
    /// A user name has a colon, which ends it in a request: nobody can show it.
    ColonInUser,
    /// The secret is not the base64 that the scheme has it in.
    NotBase64,
    /// The URL is part of what is signed, and the verifier was not told the receiver's public
    /// origin.
    NoOrigin,
    /// The secret is not the hexadecimal digits that the scheme has it in.
    NotHex,
    /// The text is not a private key of the kind that the algorithm signs with.
    NotPrivateKey {
        /// What the algorithm signs with.
        expected: &'static str,
    },
    /// The text is not a public key in PEM of the kind that the algorithm takes.
    NotPublicKey {
        /// What the algorithm takes.
        expected: &'static str,
    },
    /// An RSA key has fewer bits than [RFC 7518, section
    /// 3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3) asks for, or more than are computed
    /// with.
    RsaSize,
    /// An RSA key has an even modulus, or an exponent that is even, below 3 or above 33 bits: no
    /// such key is made by whoever means it well.
    RsaNumbers,
    /// An Ed25519 key is a point of small order, so that anybody can make signatures that hold for
    /// it.
    SmallOrder,
    /// The crate was built without the algorithms that such keys are for.
    FeatureOff {
        /// The feature that takes them.
        feature: &'static str,
    },
    /// The text is not a JSON Web Key Set.
    NotKeySet,
    /// The key set has no key that signatures can be verified with.
    NoUsableKey,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => {
                "the secret is empty: check where it is read from, a variable may not be set"
            }
            Self::ColonInUser => {
                "the user name has a colon, which no request can show: give user name and password apart"
            }
            Self::NotBase64 => {
                "the secret is not base64: give it as the sender shows it, with its prefix or without"
            }
            Self::NoOrigin => {
                "the URL is signed: say what the sender was told, as in `.at_origin(\"https://hooks.example.com\")`"
            }
            Self::NotHex => {
                "the secret is not hexadecimal: give it as the sender shows it, with its prefix or without"
            }
            Self::NotPrivateKey { expected } => {
                return write!(f, "not a private key: give {expected} in PEM (PKCS #8)");
            }
            Self::NotPublicKey { expected } => {
                return write!(f, "not a public key: give {expected} in PEM");
            }
            Self::RsaSize => "an RSA key must have 2048 to 4096 bits: ask the sender for another",
            Self::RsaNumbers => {
                "an RSA key must have an odd modulus and an odd exponent from 3 up to 33 bits: ask the sender for another"
            }
            Self::SmallOrder => {
                "an Ed25519 key of small order lets anybody sign: ask the sender for another"
            }
            Self::FeatureOff { feature } => {
                return write!(
                    f,
                    "this crate was built without what such a key is for: add its feature `{feature}`"
                );
            }
            Self::NotKeySet => {
                "not a key set: give the JSON object with `keys` that the sender publishes (RFC 7517)"
            }
            Self::NoUsableKey => {
                "the key set has no key for verifying RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 or EdDSA"
            }
        })
    }
}

impl std::error::Error for KeyError {}
