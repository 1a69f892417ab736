//! The keys that the receivers of these tests have, and what shows them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rebilly_kyc_webhooks::ReceiverBuilder;
use rebilly_kyc_webhooks::runtime::security::{ApiKey, BasicCredentials, JwtVerifier};

use crate::client::Post;

/// The schemes' names in the spec.
pub const API_KEY: &str = "SecretApiKey";
pub const JWT: &str = "JWT";
pub const BASIC: &str = "ServiceCredential";

/// The secrets; none must ever come back.
pub const KEY: &str = "kEy-marker-0123456789";
pub const TOKEN_SECRET: &str = "tOkEn-marker-of-at-least-32-bytes!";
pub const USER: &str = "uSeR-marker";
pub const PASSWORD: &str = "pass:wOrD-marker:";

/// The keys of all three schemes.
pub fn all_keys(builder: ReceiverBuilder) -> ReceiverBuilder {
    builder
        .secret_api_key(ApiKey::new(KEY))
        .jwt(JwtVerifier::hs256(TOKEN_SECRET).unwrap())
        .service_credential(BasicCredentials::new(USER, PASSWORD))
}

/// Of `Basic`, over any text.
pub fn basic(credentials: impl AsRef<[u8]>) -> String {
    format!("Basic {}", STANDARD.encode(credentials))
}

/// The right user and password.
pub fn right_basic() -> String {
    basic(format!("{USER}:{PASSWORD}"))
}

impl Post {
    /// With the right API key.
    pub fn with_key(self) -> Self {
        self.header("reb-apikey", KEY)
    }

    pub fn authorized(self, value: impl AsRef<[u8]>) -> Self {
        self.header("authorization", value)
    }
}

/// A delivery in order, without credentials.
pub const PLAIN: &str = r#"{"eventType":"kyc-request-attempted"}"#;

pub fn plain() -> Post {
    Post::new(PLAIN)
}
