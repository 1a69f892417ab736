//! The stable names of complaints.

use std::fmt;

/// Whether a complaint stops the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document is invalid, or no crate can be made from it.
    Error,
    /// The crate can be made; the complaint says what is lost or doubtful.
    Warning,
    /// Nothing is lost or doubtful; it is worth knowing.
    Note,
}

/// Makes [`Code`] of one row for each kind: its docs, its name, and whether it stops the run.
macro_rules! codes {
    ($($(#[$docs:meta])* $code:ident = $name:literal, $severity:ident;)*) => {
        /// What kind of complaint a diagnostic is. The names are printed and searched for, so they
        /// do not change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$docs])* $code,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            /// The name in kebab case, as printed in `error[dangling-reference]`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)*
                }
            }

            /// Whether a complaint of this kind stops the run.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$code => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    /// The text is not YAML.
    YamlSyntax = "yaml-syntax", Error;
    /// The text of a file that is JSON by its name is neither JSON nor YAML.
    JsonSyntax = "json-syntax", Error;
    /// YAML that has no meaning in JSON: merge keys, local tags, numbers that are not finite.
    UnsupportedYaml = "unsupported-yaml", Error;
    /// The document is nested too deeply, or aliases multiply it.
    NestingLimit = "nesting-limit", Error;
    /// An object has a key twice.
    DuplicateKey = "duplicate-key", Error;
    /// A file cannot be opened or is not UTF-8.
    UnreadableFile = "unreadable-file", Error;
    /// A reference page is not written in the form that is read.
    PageSyntax = "page-syntax", Error;
    /// A reference names a node or a file that does not exist.
    DanglingReference = "dangling-reference", Error;
    /// A reference leads out of the folders that the document may refer into.
    OutsideReference = "outside-reference", Error;
    /// A chain of references leads back to itself.
    CyclicReference = "cyclic-reference", Error;
    /// A value has another type than its key asks for.
    WrongType = "wrong-type", Error;
    /// A key or entry that must be there is not.
    MissingField = "missing-field", Error;
    /// A value is of the right type, but not one of those allowed.
    InvalidValue = "invalid-value", Error;
    /// The document is of another version of the specification.
    UnsupportedVersion = "unsupported-version", Error;
    /// An action of an overlay that cannot be carried out.
    OverlayAction = "overlay-action", Error;
    /// The document has no webhooks.
    NoWebhooks = "no-webhooks", Error;
    /// What stands in an event's body where events are named is the name of none.
    UnreachableEvent = "unreachable-event", Error;
    /// Two things explicitly given the same name.
    NameCollision = "name-collision", Error;
    /// A handshake is described, and a webhook that it would answer too.
    HandshakeHandled = "handshake-handled", Warning;
    /// A request body says no media type, so there is none.
    MissingRequestBody = "missing-request-body", Warning;
    /// A security requirement names a scheme that is not declared.
    UnknownSecurityScheme = "unknown-security-scheme", Error;
    /// An entry of a discriminator mapping does not fit its union; it is left out.
    DiscriminatorMapping = "discriminator-mapping", Warning;
    /// An external example is missing or is not JSON.
    UnreadableExample = "unreadable-example", Error;
    /// Types could not be made from a schema.
    TypeRendering = "type-rendering", Error;
    /// What the generator made is not a file of a crate.
    NotRendered = "not-rendered", Error;
    /// Keywords that Rust types cannot express; the value stays JSON.
    UnsupportedSchema = "unsupported-schema", Warning;
    /// Nothing tells the variants of a union apart but trying them.
    AmbiguousUnion = "ambiguous-union", Warning;
    /// A security scheme that a receiver cannot check.
    UnsupportedSecurity = "unsupported-security", Warning;
    /// Webhooks have no security but that by which the API knows its callers.
    InheritedSecurity = "inherited-security", Warning;
    /// A name that had to yield to another; it got a number.
    NameSettled = "name-settled", Warning;
    /// Something that the specification does not allow, and that is read as what it plainly means.
    OffSpec = "off-spec", Warning;
    /// An action of an overlay whose target selects nothing.
    UnmatchedAction = "unmatched-action", Warning;
    /// A keyword is misspelt without which nothing is known of a value.
    MisspeltKeyword = "misspelt-keyword", Error;
    /// A key that the object does not have.
    UnknownKey = "unknown-key", Warning;
    /// A name that the specification allows, and that is most likely a slip for another.
    LikelySlip = "likely-slip", Warning;
    /// An operation whose HTTP method is not generated.
    UnsupportedOperation = "unsupported-operation", Warning;
    /// An event whose deliveries cannot say which event they are where the others do.
    UnnamedEvent = "unnamed-event", Warning;
    /// An event whose deliveries are not numbered where the document says that deliveries are.
    UnnumberedEvent = "unnumbered-event", Warning;
    /// An example that does not have the members of its schema.
    StaleExample = "stale-example", Warning;
    /// An example has a member or a value that its schema does not list.
    Unlisted = "unlisted", Note;
    /// A default or an example that its own schema refuses.
    RefusedValue = "refused-value", Warning;
    /// An example of a delivery has a value that does not fit its type.
    UnfitExample = "unfit-example", Warning;
    /// An operation has a tag that is not declared, while others are.
    UndeclaredTag = "undeclared-tag", Warning;
    /// An entry of `x-allow` that allows nothing.
    NeedlessAllow = "needless-allow", Warning;
    /// An external example on another machine.
    RemoteExample = "remote-example", Warning;
    /// A reference to another machine: what it describes has no type.
    RemoteReference = "remote-reference", Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Code;

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
