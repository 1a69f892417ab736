//! HTTP basic authentication ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)): a user name and
//! a password.

use ::base64::Engine;
use zeroize::Zeroizing;

use crate::runtime::security::authorization;
use crate::runtime::security::base64::BASE64;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::presented::Presented;
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::secret::{KeyId, Secret};

/// The pairs of user name and password that a sender may show.
///
/// Both are compared byte for byte as UTF-8, without the normalisation that RFC 7617 recommends to
/// the sender. A pair with an empty password matches nothing, and neither does one whose user name
/// contains a colon, which RFC 7617 rules out; a receiver is not built with either.
#[derive(Clone, Debug)]
pub struct BasicCredentials {
    /// A user name is as little shown as a password, but may be empty.
    pairs: Vec<(Secret, Secret)>,
}

impl BasicCredentials {
    /// The challenge that asks for credentials, for `WWW-Authenticate`.
    pub const CHALLENGE: &'static str = r#"Basic realm="webhooks", charset="UTF-8""#;

    /// Accepts this user name with this password. The pair goes by the name of the password, if
    /// that has one ([`Secret::named`]).
    pub fn new(user: &str, password: impl Into<Secret>) -> Self {
        Self { pairs: Vec::new() }.or(user, password)
    }

    /// Accepts this pair too: while passwords are rotated, the old one and the new one.
    #[must_use]
    pub fn or(mut self, user: &str, password: impl Into<Secret>) -> Self {
        self.pairs.push((user.into(), password.into()));
        self
    }

    /// What is wrong with one of the pairs, so that it admits nobody.
    #[must_use]
    pub fn fault(&self) -> Option<KeyError> {
        self.pairs.iter().find_map(|(user, password)| {
            if password.is_empty() {
                Some(KeyError::Empty)
            } else if user.bytes().contains(&b':') {
                Some(KeyError::ColonInUser)
            } else {
                None
            }
        })
    }

    /// Checks the credentials that a request shows, and tells the name of the pair that fits, if
    /// the team gave its password one.
    ///
    /// # Errors
    ///
    /// [`Refusal::Missing`] without an `Authorization` header of this scheme, [`Refusal::Repeated`]
    /// with two headers, [`Refusal::Malformed`] for anything but base64 of UTF-8 with a colon and
    /// without control characters, [`Refusal::Mismatch`] for another user name or password.
    pub fn verify(&self, presented: &Presented<'_>) -> Result<Option<KeyId>, Refusal> {
        let encoded = authorization::credentials(presented, "Basic")?;
        let decoded = BASE64.decode(encoded).map_err(|_| Refusal::Malformed)?;
        let decoded = Zeroizing::new(decoded);
        let text = std::str::from_utf8(&decoded).map_err(|_| Refusal::Malformed)?;
        if text.contains(char::is_control) {
            return Err(Refusal::Malformed);
        }
        // The first colon ends the user name; a password may have more of them.
        let (user, password) = text.split_once(':').ok_or(Refusal::Malformed)?;
        // All pairs are looked at, however the first ones went.
        let mut found = None;
        for (own_user, own_password) in &self.pairs {
            let is_pair =
                own_user.has_bytes(user.as_bytes()) & own_password.is(password.as_bytes());
            if bool::from(is_pair) && found.is_none() {
                found = Some(own_password.id().cloned());
            }
        }
        found.ok_or(Refusal::Mismatch)
    }
}
