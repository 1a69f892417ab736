//! JSON Web Key Sets ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517)): the text of a set in, the keys in it that verify
//! signatures out.

use ::base64::Engine;
use ::base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

use super::KeyError;
use super::jwt_keys::{Key, algorithm_named};

/// Reads the keys of a set and passes over those that are not for verifying signatures, or not understood.
pub(super) fn read(document: &str) -> Result<Vec<Key>, KeyError> {
    let set: KeySet = serde_json::from_str(document).map_err(|_| KeyError::NotKeySet)?;
    let keys: Vec<Key> = set
        .keys
        .into_iter()
        .filter_map(|key| serde_json::from_value::<JsonWebKey>(key).ok()?.into_key())
        .collect();
    if keys.is_empty() {
        return Err(KeyError::NoUsableKey);
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
    fn into_key(self) -> Option<Key> {
        if !self.verifies_signatures() {
            return None;
        }
        let algorithm = self.algorithm()?;
        match algorithm.family() {
            AlgorithmFamily::Rsa => {
                let modulus = decoded(self.n.as_deref())?;
                let exponent = decoded(self.e.as_deref())?;
                Key::rsa(algorithm, self.kid, &modulus, &exponent).ok()
            }
            AlgorithmFamily::Ec => {
                let (x, y) = (self.x.as_deref()?, self.y.as_deref()?);
                let key = DecodingKey::from_ec_components(x, y).ok()?;
                Key::on_curve(algorithm, self.kid, key)
            }
            AlgorithmFamily::Ed => {
                let key = DecodingKey::from_ed_components(self.x.as_deref()?).ok()?;
                Key::on_curve(algorithm, self.kid, key)
            }
            AlgorithmFamily::Hmac => None,
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

    /// The one algorithm that it is for: of those that its type and curve allow, the one it names, or else the first.
    fn algorithm(&self) -> Option<Algorithm> {
        let allowed: &[Algorithm] = match (self.kty.as_str(), self.crv.as_deref()) {
            ("RSA", _) => &[
                Algorithm::RS256,
                Algorithm::RS384,
                Algorithm::RS512,
                Algorithm::PS256,
                Algorithm::PS384,
                Algorithm::PS512,
            ],
            ("EC", Some("P-256")) => &[Algorithm::ES256],
            ("EC", Some("P-384")) => &[Algorithm::ES384],
            ("OKP", Some("Ed25519")) => &[Algorithm::EdDSA],
            _ => &[],
        };
        match self.alg.as_deref() {
            None => allowed.first().copied(),
            Some(name) => {
                let named = algorithm_named(name)?;
                allowed.contains(&named).then_some(named)
            }
        }
    }
}

/// The bytes of a member.
fn decoded(member: Option<&str>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(member?).ok()
}
