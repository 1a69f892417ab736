//! JSON Web Tokens for trying a receiver out.
//!
//! In: a secret or a private key, what a token is to say, and the time. Out: a signed token (RFC
//! 7515, RFC 7519). The runtime makes tokens for tests with HS256 alone, and behind a feature that
//! the generator does without.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::ValueEnum;
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use serde_json::{Map, Value};
use sha2::{Sha256, Sha384, Sha512};
use webhook_runtime::security::HashAlgorithm::{Sha256 as S256, Sha384 as S384, Sha512 as S512};

use super::private_key::{PrivateKey, Way, is_pem};
use crate::sample::value_of;

/// How long a token that is made here is good for, in seconds.
const LIFE: u64 = 300;

/// How tokens are signed (RFC 7518, section 3.1; RFC 8037).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "UPPER")]
pub enum TokenAlgorithm {
    /// HMAC with SHA-256: the usual one of a secret
    Hs256,
    /// HMAC with SHA-384
    Hs384,
    /// HMAC with SHA-512
    Hs512,
    /// RSASSA-PKCS1-v1.5 with SHA-256: the usual one of an RSA key
    Rs256,
    /// RSASSA-PKCS1-v1.5 with SHA-384
    Rs384,
    /// RSASSA-PKCS1-v1.5 with SHA-512
    Rs512,
    /// RSASSA-PSS with SHA-256
    Ps256,
    /// RSASSA-PSS with SHA-384
    Ps384,
    /// RSASSA-PSS with SHA-512
    Ps512,
    /// ECDSA on P-256
    Es256,
    /// ECDSA on P-384
    Es384,
    /// Ed25519
    #[value(name = "EdDSA")]
    EdDsa,
}

/// What tokens say, and how they are signed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TokenOptions {
    /// The algorithm; without it, that of the key.
    pub algorithm: Option<TokenAlgorithm>,
    /// Claims beside `iat` and `exp`, or in place of them.
    pub claims: Map<String, Value>,
}

impl TokenOptions {
    /// Reads `NAME=VALUE`. The value is JSON, or else a text.
    ///
    /// # Errors
    ///
    /// No `=`, or no name.
    pub fn claim(typed: &str) -> Result<(String, Value), String> {
        match typed.split_once('=') {
            Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value_of(value))),
            _ => Err("a claim is written as NAME=VALUE".to_owned()),
        }
    }
}

/// A token that is signed with a key; a key that is a token already, as it is.
///
/// # Errors
///
/// What is wrong with the key. It does not show it.
pub(super) fn token(key: &str, options: &TokenOptions, seconds: u64) -> Result<String, String> {
    if is_token(key) {
        return Ok(key.trim().to_owned());
    }
    let private = is_pem(key).then(|| PrivateKey::from_pem(key)).transpose()?;
    let algorithm = match (options.algorithm, &private) {
        (Some(algorithm), _) => algorithm,
        (None, None) => TokenAlgorithm::Hs256,
        (None, Some(key)) => usual(key)?,
    };
    let mut claims = Map::new();
    claims.insert("iat".to_owned(), seconds.into());
    claims.insert("exp".to_owned(), (seconds + LIFE).into());
    claims.extend(options.claims.clone());
    let name = algorithm.to_possible_value();
    let name = name.as_ref().map_or("", |value| value.get_name());
    let header = format!(r#"{{"alg":"{name}","typ":"JWT"}}"#);
    let claims = Value::Object(claims).to_string();
    let signed = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part));
    let signed = signed.join(".");
    let signature = signature(algorithm, key, private.as_ref(), signed.as_bytes())?;
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// Whether a text is a signed token: three parts, of which the first says the algorithm.
fn is_token(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split('.').collect();
    let [header, _, _] = parts.as_slice() else {
        return false;
    };
    let header = URL_SAFE_NO_PAD.decode(header).ok();
    let header = header.and_then(|header| serde_json::from_slice::<Value>(&header).ok());
    header.is_some_and(|header| header.get("alg").is_some())
}

fn usual(key: &PrivateKey) -> Result<TokenAlgorithm, String> {
    match key.usual_way() {
        Some(Way::Ed25519) => Ok(TokenAlgorithm::EdDsa),
        Some(Way::P384) => Ok(TokenAlgorithm::Es384),
        Some(Way::Rsa(_)) => Ok(TokenAlgorithm::Rs256),
        Some(_) => Ok(TokenAlgorithm::Es256),
        None => Err(
            "it is a private key of no algorithm that is known: Ed25519, P-256 or P-384 with its \
             public key, or RSA with 2048 bits or more"
                .to_owned(),
        ),
    }
}

fn signature(
    algorithm: TokenAlgorithm,
    secret: &str,
    private: Option<&PrivateKey>,
    signed: &[u8],
) -> Result<Vec<u8>, String> {
    let secret = secret.as_bytes();
    let way = match algorithm {
        TokenAlgorithm::Hs256 => return Ok(mac::<Hmac<Sha256>>(secret, signed)),
        TokenAlgorithm::Hs384 => return Ok(mac::<Hmac<Sha384>>(secret, signed)),
        TokenAlgorithm::Hs512 => return Ok(mac::<Hmac<Sha512>>(secret, signed)),
        TokenAlgorithm::Rs256 => Way::Rsa(S256),
        TokenAlgorithm::Rs384 => Way::Rsa(S384),
        TokenAlgorithm::Rs512 => Way::Rsa(S512),
        TokenAlgorithm::Ps256 => Way::RsaPss(S256),
        TokenAlgorithm::Ps384 => Way::RsaPss(S384),
        TokenAlgorithm::Ps512 => Way::RsaPss(S512),
        TokenAlgorithm::Es256 => Way::P256,
        TokenAlgorithm::Es384 => Way::P384,
        TokenAlgorithm::EdDsa => Way::Ed25519,
    };
    let key = private.ok_or(
        "a secret does not sign with a private key's algorithm\n\
         help: give a private key in PEM, with `--auth-file`",
    )?;
    Ok(key.signing(way)?(signed))
}

/// A message authentication code (RFC 2104), which takes keys of any length.
fn mac<M: Mac + KeyInit>(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mac = <M as KeyInit>::new_from_slice(key);
    mac.map(|mac| mac.chain_update(text).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}
