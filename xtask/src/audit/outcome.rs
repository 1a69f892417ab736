//! What came of holding pages against the spec.
//!
//! Plain data: every fact of a page with its verdict, every difference with both places, and what
//! only the spec has. The renderers read it; it knows neither pages nor schemas. As JSON it is what
//! [`json`](super::json) describes.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// A place that people can look up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// The path, relative to the current folder if it is below that.
    pub file: String,
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// The JSON pointer in that file; a page has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

/// An enum, each variant with the name by which it is printed.
macro_rules! printed {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// The name, as printed.
                    pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

printed! {
    /// What a fact is about.
    Kind {
        Endpoint = "endpoint",
        Method = "method",
        MediaType = "media-type",
        Security = "security",
        Response = "response",
        /// Whether a field is there.
        Field = "field",
        /// The types of a value.
        Type = "type",
        /// The types of an array's items.
        Items = "items",
        /// Whether a field is required.
        Required = "required",
        /// The values that are listed.
        Enum = "enum",
        Variant = "variant",
        /// What tells variants apart.
        Discriminator = "discriminator",
        Example = "example",
        /// The mark of what is beyond the page.
        Provenance = "provenance",
    }
}

printed! {
    /// How page and spec differ.
    Finding {
        /// The spec does not have it.
        Missing = "missing",
        /// The page does not have it.
        Beyond = "beyond",
        /// Both have it, and say different things.
        Changed = "changed",
        /// Both have it, in another order.
        Reordered = "reordered",
    }
}

printed! {
    /// Whether the spec says what the page says.
    Verdict {
        /// It does.
        Agreed = "agreed",
        /// It has the thing, and says something else about it.
        Different = "different",
        /// It does not have the thing.
        Missing = "missing",
    }
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    pub kind: Kind,
    pub finding: Finding,
    /// The field, variant or other fact, such as `lines.weight` or `carrier[by air].kind`.
    pub subject: String,
    /// In the page: the fact, or what it would belong to.
    pub page: Spot,
    /// In the spec: the fact, or what it would belong to.
    pub spec: Spot,
    /// What the page says, if anything.
    pub page_says: Option<Value>,
    /// What the spec says, if anything.
    pub spec_says: Option<Value>,
    /// The difference in words, without the subject.
    pub message: String,
}

/// A thing that a page documents: the endpoint, the security schemes, a field, a variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    pub kind: Kind,
    /// Its name, such as `lines.weight`.
    pub subject: String,
    /// What the page says of it in short, such as `string,null, required`.
    pub says: String,
    pub page: Spot,
    pub spec: Option<Spot>,
    pub verdict: Verdict,
}

/// A thing that only the spec has, with all that is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Beyond {
    pub kind: Kind,
    pub subject: String,
    pub spec: Spot,
    /// Whether it is marked `x-provenance: beyond-page`.
    #[serde(rename = "marked")]
    pub is_marked: bool,
}

/// How many things a page documents, and what came of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// All that the page documents: the sum of the next three.
    pub documented: usize,
    /// What the spec says as the page does.
    pub agreed: usize,
    /// What the spec has, but says something else about.
    pub different: usize,
    /// What the spec does not have.
    pub missing: usize,
    /// What only the spec has, with or without a mark.
    pub beyond: usize,
    /// What of it has no mark; each is a difference too.
    pub unmarked: usize,
}

/// One page held against the spec.
#[derive(Debug, Clone, PartialEq)]
pub struct PageOutcome {
    pub page: String,
    pub title: String,
    pub event: String,
    /// What it documents, in its order.
    pub entries: Vec<Entry>,
    /// Where the two differ, in the page's order.
    pub differences: Vec<Difference>,
    /// What only the spec has.
    pub beyond: Vec<Beyond>,
}

impl PageOutcome {
    pub fn summary(&self) -> Summary {
        let count = |verdict| {
            let entries = self.entries.iter();
            entries.filter(|entry| entry.verdict == verdict).count()
        };
        Summary {
            documented: self.entries.len(),
            agreed: count(Verdict::Agreed),
            different: count(Verdict::Different),
            missing: count(Verdict::Missing),
            beyond: self.beyond.len(),
            unmarked: self.beyond.iter().filter(|one| !one.is_marked).count(),
        }
    }
}
