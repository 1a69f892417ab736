//! JSON Web Key Sets ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517)): the text of a set in,
//! the keys in it that verify signatures out.

use ::base64::Engine;
use ::base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use crate::runtime::security::jwt::algorithm::Algorithm;
use crate::runtime::security::jwt::key::Key;
use crate::runtime::security::key_error::KeyError;

/// Reads the keys of a set and passes over those that are not for verifying signatures, or not
/// understood.
pub(super) fn read(document: &str) -> Result<Vec<Key>, KeyError> {
    let set: KeySet = serde_json::from_str(document).map_err(|_| KeyError::NotKeySet)?;
    let mut keys = Vec::new();
    let mut off = None;
    for key in set.keys {
        let read = serde_json::from_value::<JsonWebKey>(key).map_err(|_| KeyError::NoUsableKey);
        match read.and_then(JsonWebKey::into_key) {
            Ok(key) => keys.push(key),
            Err(error @ KeyError::FeatureOff { .. }) => off = off.or(Some(error)),
            Err(_) => {}
        }
    }
    if keys.is_empty() {
        return Err(off.unwrap_or(KeyError::NoUsableKey));
    }
    Ok(keys)
}

/// A set: members that it may have beside its keys do not matter.
#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Value>,
}

/// The members of a key that matter here. Not the private ones.
#[derive(Deserialize)]
struct JsonWebKey {
    kty: String,
    #[serde(rename = "use")]
    intended_use: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    kid: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl JsonWebKey {
    /// The key, if signatures can be verified with it.
    fn into_key(self) -> Result<Key, KeyError> {
        if !self.verifies_signatures() {
            return Err(KeyError::NoUsableKey);
        }
        let member = |member: &Option<String>| decoded(member.as_deref());
        match self.algorithm().ok_or(KeyError::NoUsableKey)? {
            Algorithm::Hs256 | Algorithm::Hs384 | Algorithm::Hs512 => Err(KeyError::NoUsableKey),
            algorithm @ (Algorithm::Es256 | Algorithm::Es384) => {
                let (x, y) = (member(&self.x)?, member(&self.y)?);
                Key::ecdsa(algorithm, self.kid, &x, &y)
            }
            Algorithm::EdDsa => {
                let x = member(&self.x)?;
                Key::eddsa(self.kid, &x)
            }
            algorithm => {
                let (modulus, exponent) = (member(&self.n)?, member(&self.e)?);
                Key::rsa(algorithm, self.kid, &modulus, &exponent)
            }
        }
    }

    /// Whether its owner means it for that; without a word about it, it is for anything.
    fn verifies_signatures(&self) -> bool {
        let by_use = self.intended_use.as_ref().is_none_or(|word| word == "sig");
        let by_operation = self
            .key_ops
            .as_ref()
            .is_none_or(|words| words.iter().any(|word| word == "verify"));
        by_use && by_operation
    }

    /// The one algorithm that it is for: of those that its type and curve allow, the one it names,
    /// or else the first.
    fn algorithm(&self) -> Option<Algorithm> {
        let allowed: &[Algorithm] = match (self.kty.as_str(), self.crv.as_deref()) {
            ("RSA", _) => &[
                Algorithm::Rs256,
                Algorithm::Rs384,
                Algorithm::Rs512,
                Algorithm::Ps256,
                Algorithm::Ps384,
                Algorithm::Ps512,
            ],
            ("EC", Some("P-256")) => &[Algorithm::Es256],
            ("EC", Some("P-384")) => &[Algorithm::Es384],
            ("OKP", Some("Ed25519")) => &[Algorithm::EdDsa],
            _ => &[],
        };
        match self.alg.as_deref() {
            None => allowed.first().copied(),
            Some(name) => {
                let named = Algorithm::named(name)?;
                allowed.contains(&named).then_some(named)
            }
        }
    }
}

/// The bytes of a member.
fn decoded(member: Option<&str>) -> Result<Vec<u8>, KeyError> {
    let text = member.ok_or(KeyError::NoUsableKey)?;
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| KeyError::NoUsableKey)
}
