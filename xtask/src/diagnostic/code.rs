//! The stable names of complaints.

use std::fmt;

/// Whether a complaint stops the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document is invalid, or no crate can be made from it.
    Error,
    /// The crate can be made; the complaint says what is lost or doubtful.
    Warning,
}

/// What kind of complaint a diagnostic is. The names are printed and searched for, so they do not
/// change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The text is not YAML.
    YamlSyntax,
    /// The text of a file that is JSON by its name is neither JSON nor YAML.
    JsonSyntax,
    /// YAML that has no meaning in JSON: merge keys, local tags, numbers that are not finite.
    UnsupportedYaml,
    /// The document is nested too deeply, or aliases multiply it.
    NestingLimit,
    /// An object has a key twice.
    DuplicateKey,
    /// A file cannot be opened or is not UTF-8.
    UnreadableFile,
    /// A reference page is not written in the form that is read.
    PageSyntax,
    /// A reference names a node or a file that does not exist.
    DanglingReference,
    /// A reference leads out of the folders that the document may refer into.
    OutsideReference,
    /// A chain of references leads back to itself.
    CyclicReference,
    /// A value has another type than its key asks for.
    WrongType,
    /// A key or entry that must be there is not.
    MissingField,
    /// A value is of the right type, but not one of those allowed.
    InvalidValue,
    /// The document is of another version of the specification.
    UnsupportedVersion,
    /// The document has no webhooks.
    NoWebhooks,
    /// Two things explicitly given the same name.
    NameCollision,
    /// A request body says no media type, so there is none.
    MissingRequestBody,
    /// A security requirement names a scheme that is not declared.
    UnknownSecurityScheme,
    /// An entry of a discriminator mapping does not fit its union; it is left out.
    DiscriminatorMapping,
    /// An external example is missing or is not JSON.
    UnreadableExample,
    /// Types could not be made from a schema.
    TypeRendering,
    /// What the generator made is no file of a crate.
    NotRendered,
    /// Keywords that Rust types cannot express; the value stays JSON.
    UnsupportedSchema,
    /// Nothing tells the variants of a union apart but trying them.
    AmbiguousUnion,
    /// A security scheme that a receiver cannot check.
    UnsupportedSecurity,
    /// A name that had to yield to another; it got a number.
    NameSettled,
    /// Something that the specification does not allow, and that is read as what it plainly means.
    OffSpec,
    /// A key that the object does not have.
    UnknownKey,
    /// A name that the specification allows, and that is most likely a slip for another.
    LikelySlip,
    /// An operation whose HTTP method is not generated.
    UnsupportedOperation,
    /// An event whose deliveries cannot say which event they are where the others do.
    UnnamedEvent,
    /// An example that does not have the members of its schema.
    StaleExample,
    /// An external example on another machine.
    RemoteExample,
    /// A reference to another machine: what it describes has no type.
    RemoteReference,
}

impl Code {
    /// Every code.
    pub const ALL: &[Self] = &[
        Self::YamlSyntax,
        Self::JsonSyntax,
        Self::UnsupportedYaml,
        Self::NestingLimit,
        Self::DuplicateKey,
        Self::UnreadableFile,
        Self::PageSyntax,
        Self::DanglingReference,
        Self::OutsideReference,
        Self::CyclicReference,
        Self::WrongType,
        Self::MissingField,
        Self::InvalidValue,
        Self::UnsupportedVersion,
        Self::NoWebhooks,
        Self::NameCollision,
        Self::MissingRequestBody,
        Self::UnknownSecurityScheme,
        Self::DiscriminatorMapping,
        Self::UnreadableExample,
        Self::TypeRendering,
        Self::NotRendered,
        Self::UnsupportedSchema,
        Self::AmbiguousUnion,
        Self::UnsupportedSecurity,
        Self::NameSettled,
        Self::OffSpec,
        Self::UnknownKey,
        Self::LikelySlip,
        Self::UnsupportedOperation,
        Self::UnnamedEvent,
        Self::StaleExample,
        Self::RemoteExample,
        Self::RemoteReference,
    ];

    /// The name in kebab case, as printed in `error[dangling-reference]`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::YamlSyntax => "yaml-syntax",
            Self::JsonSyntax => "json-syntax",
            Self::UnsupportedYaml => "unsupported-yaml",
            Self::NestingLimit => "nesting-limit",
            Self::DuplicateKey => "duplicate-key",
            Self::UnreadableFile => "unreadable-file",
            Self::PageSyntax => "page-syntax",
            Self::DanglingReference => "dangling-reference",
            Self::OutsideReference => "outside-reference",
            Self::CyclicReference => "cyclic-reference",
            Self::WrongType => "wrong-type",
            Self::MissingField => "missing-field",
            Self::InvalidValue => "invalid-value",
            Self::UnsupportedVersion => "unsupported-version",
            Self::NoWebhooks => "no-webhooks",
            Self::NameCollision => "name-collision",
            Self::MissingRequestBody => "missing-request-body",
            Self::UnknownSecurityScheme => "unknown-security-scheme",
            Self::DiscriminatorMapping => "discriminator-mapping",
            Self::UnreadableExample => "unreadable-example",
            Self::TypeRendering => "type-rendering",
            Self::NotRendered => "not-rendered",
            Self::UnsupportedSchema => "unsupported-schema",
            Self::AmbiguousUnion => "ambiguous-union",
            Self::UnsupportedSecurity => "unsupported-security",
            Self::NameSettled => "name-settled",
            Self::OffSpec => "off-spec",
            Self::UnknownKey => "unknown-key",
            Self::LikelySlip => "likely-slip",
            Self::UnsupportedOperation => "unsupported-operation",
            Self::UnnamedEvent => "unnamed-event",
            Self::StaleExample => "stale-example",
            Self::RemoteExample => "remote-example",
            Self::RemoteReference => "remote-reference",
        }
    }

    /// Whether a complaint of this kind stops the run.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::MissingRequestBody
            | Self::UnsupportedSchema
            | Self::AmbiguousUnion
            | Self::UnsupportedSecurity
            | Self::NameSettled
            | Self::OffSpec
            | Self::DiscriminatorMapping
            | Self::UnknownKey
            | Self::LikelySlip
            | Self::UnsupportedOperation
            | Self::UnnamedEvent
            | Self::StaleExample
            | Self::RemoteExample
            | Self::RemoteReference => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Code, Severity};

    #[test]
    fn what_ends_a_run_is_an_error() {
        assert_eq!(Code::NotRendered.severity(), Severity::Error);
        assert_eq!(Code::TypeRendering.severity(), Severity::Error);
    }

    #[test]
    fn names_are_unique_kebab_case() {
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for name in names {
            assert!(
                name.split('-')
                    .all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())),
                "{name}"
            );
        }
    }
}
