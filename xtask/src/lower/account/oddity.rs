//! What a schema may have that the specification does not, in words.
//!
//! In: a kind of oddity and its place. Out: a warning. It finds nothing itself.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::place::Location;
use crate::schema::TypeMeant;

/// What a schema may have that the specification does not; [`Oddity::diagnostics`] has the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Oddity {
    /// In a document of 3.1 or later.
    Nullable,
    RequiredFlag,
    /// What other languages call a type.
    TypeName(TypeMeant),
    ValueOfOtherType,
    UnquotedNull,
    /// In a document of 3.0.
    BesideReference,
    DeepReference,
    NamelessDiscriminator,
    EnumNames,
    EnumDescriptions,
    NoEnumValue,
    /// In a document of 3.1 or later.
    ExclusiveFlag,
    Misshapen,
    DescriptionElsewhere,
    RequiredEntry,
    RepeatedType,
    EmptyList,
    RepeatedValue,
    NullSchema,
    /// A key that means nothing, near enough to one that does.
    Misspelt(&'static str),
    /// The same, of a keyword without which nothing is known of a value.
    Lost(&'static str),
    /// An extension that is not known, and nearly one that is.
    Extension(&'static str),
    /// A format that is not known, and nearly one that is.
    Format(&'static str),
    UnknownKey,
    DynamicReference,
    DynamicReferenceToNothing,
}

impl Oddity {
    /// Whether the keyword at the place has no effect.
    pub fn has_no_effect(self) -> bool {
        matches!(
            self,
            Self::NamelessDiscriminator
                | Self::EnumNames
                | Self::EnumDescriptions
                | Self::Misshapen
                | Self::EmptyList
                | Self::DynamicReferenceToNothing
                | Self::TypeName(TypeMeant::NumberOrText)
        )
    }

    /// The warning about one place. Those that differ in their places alone are shown as one.
    pub fn diagnostic(self, place: &Location) -> Diagnostic {
        let key = place.pointer.last().unwrap_or_default();
        let unknown_key = format!("the key `{key}` in a schema has no meaning and is ignored");
        let named;
        let (what, label, help) = match self {
            Self::TypeName(meant) => {
                named = in_words(meant);
                (
                    "`type` has a name that JSON Schema does not know",
                    named.0.as_str(),
                    named.1.as_str(),
                )
            }
            Self::ValueOfOtherType => (
                "a value that is listed is not of the schema's `type`",
                "read as if it were written as that type",
                "write it as that type",
            ),
            Self::Nullable => (
                "`nullable` is a keyword of OpenAPI 3.0",
                "read as a `type` that may be `null`",
                "list the type `'null'` instead, as JSON Schema 2020-12 has it",
            ),
            Self::RequiredFlag => (
                "`required` is a list of members since the fourth draft of JSON Schema",
                "read as a member that must be there",
                "name the member in the `required` of the schema around it",
            ),
            Self::UnquotedNull => (
                "`null` without quotes is not the name of a type",
                "read as the type `'null'`",
                "put it into quotes",
            ),
            Self::BesideReference => (
                "keywords beside a `$ref` do not count in OpenAPI 3.0",
                "read together with what the reference names",
                "put the reference into an `allOf`, or convert the document to 3.1",
            ),
            Self::DeepReference => (
                "a `$ref` leads into the middle of something",
                "read as if the schema stood here",
                "give the schema a name under `components/schemas` and refer to that",
            ),
            Self::NamelessDiscriminator => (
                "a `discriminator` is an object with a `propertyName`",
                "counts as if it were not there",
                "name the member that tells the alternatives apart under `propertyName`",
            ),
            Self::EnumNames => (
                "the names of an `enum` are as many as its values",
                "counts as if it were not there",
                "list one name for each value, in their order",
            ),
            Self::EnumDescriptions => (
                "the descriptions of an `enum` are as many as its values",
                "counts as if it were not there",
                "list one description for each value, in their order, or write a map from values to texts",
            ),
            Self::NoEnumValue => (
                "a map from the values of an `enum` has a key that is not one of them",
                "counts as if it were not there",
                "list the value in the `enum`, or take the entry away",
            ),
            Self::ExclusiveFlag => (
                "`exclusiveMinimum` and `exclusiveMaximum` are numbers since OpenAPI 3.1",
                "read as in OpenAPI 3.0: whether the bound itself is left out",
                "write the bound here, in place of `minimum` or `maximum`",
            ),
            Self::Misshapen => (
                "a keyword has a value that it cannot have",
                "counts as if it were not there",
                "write it as JSON Schema has it: texts and flags as such, counts as whole numbers, `examples` and `required` as lists",
            ),
            Self::RequiredEntry => (
                "`required` lists the names of members, each once",
                "counts as if it were not there",
                "name a member that must be there, or take the entry away",
            ),
            Self::RepeatedType => (
                "`type` lists each type once",
                "counts as if it were not there",
                "take the repetition away",
            ),
            Self::RepeatedValue => (
                "`enum` lists each value once",
                "listed before",
                "take the repetition away, or write the value that is meant",
            ),
            Self::EmptyList => (
                "a list of types, values or schemas has at least one of them",
                "counts as if it were not there",
                "list what a value may be, or take the keyword away",
            ),
            Self::NullSchema => (
                "`null` stands where a schema should",
                "read as a schema that admits any value",
                "write a schema: an object, or `true` for any value",
            ),
            Self::DescriptionElsewhere => (
                "a `description` is a text, in which `$ref` has no meaning",
                "read as the text that it names",
                "write the text here, as tools that bundle a document do",
            ),
            Self::Misspelt(meant) => {
                named = (String::new(), format!("did you mean `{meant}`?"));
                (unknown_key.as_str(), "unknown key", named.1.as_str())
            }
            Self::Lost(meant) => {
                named = (
                    format!("`{key}` is no keyword, so nothing is known of what it describes"),
                    format!("did you mean `{meant}`?"),
                );
                (named.0.as_str(), "unknown key", named.1.as_str())
            }
            Self::Extension(meant) => {
                named = (
                    format!("the extension `{key}` in a schema is not known and is ignored"),
                    format!("did you mean `{meant}`?"),
                );
                (named.0.as_str(), "unknown extension", named.1.as_str())
            }
            Self::Format(meant) => {
                named = (String::new(), format!("did you mean `{meant}`?"));
                (
                    "a `format` is not known, and nearly one that is",
                    "has no effect on the type",
                    named.1.as_str(),
                )
            }
            Self::UnknownKey => (
                unknown_key.as_str(),
                "unknown key",
                "remove it, or let its name start with `x-` if it is meant as an extension",
            ),
            Self::DynamicReference => (
                "a `$dynamicRef` leads to different schemas on different ways",
                "read as a `$ref` to the anchor of that name",
                "write `$ref` if that is what is meant",
            ),
            Self::DynamicReferenceToNothing => (
                "a `$dynamicRef` leads to nothing",
                "counts as if it were not there",
                "give the schema that is meant an anchor of that name, or write `$ref`",
            ),
        };
        let code = match self {
            Self::DynamicReference | Self::DynamicReferenceToNothing => Code::UnsupportedSchema,
            Self::Misspelt(_) | Self::UnknownKey => Code::UnknownKey,
            Self::Lost(_) => Code::MisspeltKeyword,
            Self::Extension(_) | Self::Format(_) => Code::LikelySlip,
            _ => Code::OffSpec,
        };
        let at = match self {
            Self::Misspelt(_) | Self::Lost(_) | Self::UnknownKey | Self::Extension(_) => {
                Place::key(place)
            }
            _ => Place::from(place),
        };
        Diagnostic::new(code, what).at(at, label).help(help)
    }
}

/// How a word under `type` is read, and what to write in its place.
fn in_words(meant: TypeMeant) -> (String, String) {
    match meant {
        TypeMeant::Any => (
            "read as any value".to_owned(),
            "leave `type` out, which admits any value".to_owned(),
        ),
        TypeMeant::NumberOrText => (
            "read as any value: some senders mean a number by it, and some a text".to_owned(),
            "write `type: number` or `type: string`, whichever is sent".to_owned(),
        ),
        TypeMeant::Type(name, None) => {
            (format!("read as `{name}`"), format!("write `type: {name}`"))
        }
        TypeMeant::Type(name, Some(format)) => (
            format!("read as `{name}` of the format `{format}`"),
            format!("write `type: {name}` and `format: {format}`"),
        ),
    }
}
