//! Names that credentials go by, whatever a spec says of them.
//!
//! In: the name of a header or of a parameter. Out: whether what is under it is taken for a secret.
//! What is taken for one in error is missing from a recording, and its name is there; the other
//! error would be a leak.

/// What no other word has in it.
const PARTS: [&str; 14] = [
    "accesskey",
    "apikey",
    "authorization",
    "authkey",
    "cookie",
    "credential",
    "hmac",
    "passphrase",
    "passwd",
    "password",
    "secret",
    "sessionid",
    "signature",
    "token",
];

/// What is a word of its own.
const WORDS: [&str; 10] = [
    "auth",
    "authentication",
    "bearer",
    "jwt",
    "otp",
    "pwd",
    "session",
    "sid",
    "sig",
    "sign",
];

/// Words beside `key` that say that it is none to a lock.
const HARMLESS: [&str; 6] = [
    "deduplication",
    "event",
    "id",
    "idempotency",
    "partition",
    "routing",
];

/// Whether a name is one of a credential or of a signature.
pub(super) fn is_secret(name: &str) -> bool {
    let words = words(name);
    let joined = words.concat();
    let has = |word: &str| words.iter().any(|own| own == word);
    let is_key = has("key") && !HARMLESS.iter().any(|word| has(word));
    is_key || PARTS.iter().any(|part| joined.contains(part)) || WORDS.iter().any(|word| has(word))
}

/// The words of a name, in lower case: what stands between signs, and humps of a camel.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || was_lower && c.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase() || c.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn names_of_credentials_are_known_and_others_are_not() {
        for name in [
            "Authorization",
            "Proxy-Authorization",
            "Cookie",
            "X-Api-Key",
            "apiKey",
            "api_key",
            "key",
            "x-key",
            "ocp-apim-subscription-key",
            "access_token",
            "accessToken",
            "X-Gitlab-Token",
            "X-Telegram-Bot-Api-Secret-Token",
            "X-Hub-Signature-256",
            "Stripe-Signature",
            "X-Shopify-Hmac-Sha256",
            "Paypal-Transmission-Sig",
            "X-Amz-Security-Token",
            "hub.verify_token",
            "X-Auth",
            "password",
            "X-Client-Secret",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "Content-Type",
            "Host",
            "User-Agent",
            "Webhook-Id",
            "Webhook-Timestamp",
            "Idempotency-Key",
            "X-Request-Id",
            "X-Event",
            "X-Event-Key",
            "traceparent",
            "keyboard",
            "author",
            "design",
            "hub.challenge",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
