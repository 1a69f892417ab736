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
}
