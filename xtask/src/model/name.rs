//! A name as the wire has it beside the name that Rust code uses.

/// A settled name.
///
/// The two halves travel together so that an escape for Rust never reaches the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The text in JSON, untouched.
    pub wire: String,
    /// The Rust identifier, keyword escapes included (`r#type`).
    pub ident: String,
    /// What the identifier was made of.
    pub source: NameSource,
}

impl Name {
    /// A name that was made of the text in JSON.
    #[must_use]
    pub fn of_wire(wire: impl Into<String>, ident: impl Into<String>) -> Self {
        Self {
            wire: wire.into(),
            ident: ident.into(),
            source: NameSource::Wire,
        }
    }
}

/// What an identifier was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameSource {
    /// The text in JSON.
    Wire,
    /// That text and the HTTP method, since several operations have the text in common.
    HttpMethod,
    /// What the document has under this keyword.
    Keyword(&'static str),
    /// What the document has under this keyword, since another has the name that is made of the
    /// text in JSON.
    InPlaceOfWire(&'static str),
}
