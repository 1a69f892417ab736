//! JSON Web Tokens for tests, signed with HS256
//! ([RFC 7515](https://www.rfc-editor.org/rfc/rfc7515), [RFC
//! 7519](https://www.rfc-editor.org/rfc/rfc7519)).

use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value};
use sha2::Sha256;

/// How long a token is good for, in seconds.
const LIFE: u64 = 300;

/// A token with these claims, issued now. The claims may name another time.
pub(super) fn token(secret: &[u8], claims: &Map<String, Value>, now: SystemTime) -> String {
    let issued = now
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let mut all = Map::new();
    all.insert("iat".to_owned(), issued.into());
    all.insert("exp".to_owned(), issued.saturating_add(LIFE).into());
    all.extend(claims.clone());
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let claims = URL_SAFE_NO_PAD.encode(Value::Object(all).to_string());
    let signed = format!("{header}.{claims}");
    // An HMAC takes keys of any length.
    let mac = Hmac::<Sha256>::new_from_slice(secret);
    let mac = mac.map(|mac| mac.chain_update(&signed).finalize().into_bytes());
    let signature = mac.map(|mac| URL_SAFE_NO_PAD.encode(mac));
    format!("{signed}.{}", signature.unwrap_or_default())
}
