//! What the crate says of itself to Cargo and the registry.

/// The entries of the manifest that follow from the document, the name apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The version, as semver has it.
    pub version: String,
    /// The licence.
    pub license: License,
    /// Where the sources are, as a URL.
    pub repository: Option<String>,
    /// Words by which it is found, five at most.
    pub keywords: Vec<String>,
}

/// Under which licence the crate may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum License {
    /// An SPDX expression.
    Expression(String),
    /// The path of its text from the crate's folder.
    File(String),
    /// One that the document names and the registry does not know.
    Other,
}
