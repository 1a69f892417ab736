//! A header that somebody wants to be sent.
//!
//! In: a line such as `Name: value`. Out: the two, or what is wrong with it.

use http::{HeaderName, HeaderValue};

/// Headers that follow from the body and the connection.
const OWN: [&str; 4] = [
    "connection",
    "content-length",
    "trailer",
    "transfer-encoding",
];

/// One header.
#[derive(Clone, PartialEq, Eq)]
pub struct HeaderLine {
    /// The name, in lower case.
    pub(super) name: String,
    /// The value, which may be empty.
    pub(super) value: String,
}

impl HeaderLine {
    /// Reads `Name: value`.
    ///
    /// # Errors
    ///
    /// What is wrong with it. It does not show the value, which may be a secret.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let (name, value) = typed
            .split_once(':')
            .ok_or("a header is written as 'Name: value'")?;
        let name = HeaderName::try_from(name.trim())
            .map_err(|_| "before the colon stands the name of a header, as in 'Name: value'")?;
        if OWN.contains(&name.as_str()) {
            return Err(format!(
                "`{name}` follows from the body and the connection, and cannot be set"
            ));
        }
        let value = value.trim();
        HeaderValue::from_str(value)
            .map_err(|_| "behind the colon stands a character that no header can hold")?;
        Ok(Self {
            name: name.as_str().to_owned(),
            value: value.to_owned(),
        })
    }
}

impl std::fmt::Debug for HeaderLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HeaderLine")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
