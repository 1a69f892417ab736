//! API keys: a shared key in a header, a query parameter or a cookie
//! ([OpenAPI 3.1, section 4.8.27](https://spec.openapis.org/oas/v3.1.0#security-scheme-object)).

use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::presented::Presented;
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::secret::{KeyId, Secret};

/// Where the specification has the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApiKeyPlace {
    /// In this header; its name in either case.
    Header(&'static str),
    /// In this parameter of the query.
    Query(&'static str),
    /// In this cookie.
    Cookie(&'static str),
}

/// The keys that a sender may show.
///
/// An empty key matches nothing, and a receiver is not built with one.
///
/// ```
/// # use webhook_runtime::security::ApiKey;
/// // While the key is rotated, the sender may show either.
/// let keys = ApiKey::new("the old key").or("the new key");
/// assert!(!format!("{keys:?}").contains("the old key"));
/// ```
#[derive(Clone, Debug)]
pub struct ApiKey {
    keys: Vec<Secret>,
}

impl ApiKey {
    /// Accepts this key. Text stands for its UTF-8 bytes.
    pub fn new(key: impl Into<Secret>) -> Self {
        Self {
            keys: vec![key.into()],
        }
    }

    /// Accepts this key too: while keys are rotated, the old one and the new one.
    #[must_use]
    pub fn or(mut self, key: impl Into<Secret>) -> Self {
        self.keys.push(key.into());
        self
    }

    /// What is wrong with one of the keys, so that it admits nobody.
    #[must_use]
    pub fn fault(&self) -> Option<KeyError> {
        let is_empty = self.keys.iter().any(Secret::is_empty);
        is_empty.then_some(KeyError::Empty)
    }

    /// Checks the key that a request shows at a place, and tells the name of the one that fits, if
    /// the team gave it one.
    ///
    /// # Errors
    ///
    /// [`Refusal::Missing`] where the place is not there, [`Refusal::Repeated`] where it is there
    /// more than once, [`Refusal::Malformed`] for an empty key, [`Refusal::Mismatch`] for another
    /// one.
    pub fn verify(
        &self,
        place: ApiKeyPlace,
        presented: &Presented<'_>,
    ) -> Result<Option<KeyId>, Refusal> {
        match place {
            ApiKeyPlace::Header(name) => self.accept(presented.header(name)?),
            ApiKeyPlace::Query(name) => self.accept(&presented.query_parameter(name)?),
            ApiKeyPlace::Cookie(name) => self.accept(presented.cookie(name)?),
        }
    }

    /// Compares a key with all that are accepted.
    fn accept(&self, shown: &[u8]) -> Result<Option<KeyId>, Refusal> {
        if shown.is_empty() {
            return Err(Refusal::Malformed);
        }
        Secret::found_among(&self.keys, shown)
            .map(|key| key.id().cloned())
            .ok_or(Refusal::Mismatch)
    }
}
