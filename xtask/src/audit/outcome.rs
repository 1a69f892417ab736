//! What came of holding pages against the spec.
//!
//! Plain data: every fact of a page with its verdict, every difference with both places, and what only the spec has. The renderers
//! read it; it knows neither pages nor schemas.

use serde_json::Value;

/// A place that people can look up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The path, relative to the current folder if it is below that.
    pub file: String,
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// The JSON pointer in that file; a page has none.
    pub pointer: Option<String>,
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The event itself.
    Endpoint,
    /// Its HTTP method.
    Method,
    /// The media type of a body.
    MediaType,
    /// The security alternatives.
    Security,
    /// A response.
    Response,
    /// Whether a field is there.
    Field,
    /// The types of a value.
    Type,
    /// The types of an array's items.
    Items,
    /// Whether a field is required.
    Required,
    /// The values that are listed.
    Enum,
    /// A variant of a union.
    Variant,
    /// What tells variants apart.
    Discriminator,
    /// An example.
    Example,
    /// The mark of what is beyond the page.
    Provenance,
}

impl Kind {
    /// The name, as printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Endpoint => "endpoint",
            Self::Method => "method",
            Self::MediaType => "media-type",
            Self::Security => "security",
            Self::Response => "response",
            Self::Field => "field",
            Self::Type => "type",
            Self::Items => "items",
            Self::Required => "required",
            Self::Enum => "enum",
            Self::Variant => "variant",
            Self::Discriminator => "discriminator",
            Self::Example => "example",
            Self::Provenance => "provenance",
        }
    }
}

/// How page and spec differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The spec does not have it.
    Missing,
    /// The page does not have it.
    Beyond,
    /// Both have it, and say something else.
    Changed,
    /// Both have it, in another order.
    Reordered,
}

impl Finding {
    /// The name, as printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Beyond => "beyond",
            Self::Changed => "changed",
            Self::Reordered => "reordered",
        }
    }
}

/// A difference.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What it is about.
    pub kind: Kind,
    /// How the two differ.
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

/// Whether the spec says what the page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Agreed,
    /// It has the thing and says something else of it.
    Different,
    /// It does not have the thing.
    Missing,
}

impl Verdict {
    /// The name, as printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Different => "different",
            Self::Missing => "missing",
        }
    }
}

/// A thing that a page documents: the endpoint, the security schemes, a field, a variant.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its name, such as `lines.weight`.
    pub subject: String,
    /// What the page says of it in short, such as `string,null, required`.
    pub says: String,
    /// Where it is documented.
    pub page: Spot,
    /// Where the spec has it.
    pub spec: Option<Spot>,
    /// What came of it.
    pub verdict: Verdict,
}

/// A thing that only the spec has, with all that is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beyond {
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub subject: String,
    /// Where the spec has it.
    pub spec: Spot,
    /// Whether it is marked `x-provenance: beyond-page`.
    pub is_marked: bool,
}

/// How many things a page documents, and what came of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// All that the page documents: the sum of the next three.
    pub documented: usize,
    /// What the spec says as the page does.
    pub agreed: usize,
    /// What it has and says otherwise.
    pub different: usize,
    /// What it does not have.
    pub missing: usize,
    /// What only the spec has, with or without a mark.
    pub beyond: usize,
    /// What of it has no mark; each is a difference too.
    pub unmarked: usize,
}

/// One page held against the spec.
#[derive(Debug, Clone, PartialEq)]
pub struct PageOutcome {
    /// The page's file.
    pub page: String,
    /// Its title.
    pub title: String,
    /// The event's name.
    pub event: String,
    /// What it documents, in its order.
    pub entries: Vec<Entry>,
    /// Where the two differ, in the page's order.
    pub differences: Vec<Difference>,
    /// What only the spec has.
    pub beyond: Vec<Beyond>,
}

impl PageOutcome {
    /// The counts.
    #[must_use]
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
