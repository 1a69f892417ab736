//! A reference page: what it documents, and where each fact stands.
//!
//! In: the text of a page in its flattened form. Out: a [`Page`], or complaints with positions
//! about every line that the form does not have. It may not know OpenAPI beyond the names of
//! methods, nor the spec.
//!
//! The form, by example; indentation nests, two spaces a level:
//!
//! ```text
//! # Parcel sent
//!
//! Endpoint: POST parcel-sent
//! Version: latest
//! Security: SecretApiKey, JWT
//!
//! ## Request fields (application/json):
//!
//!   - `status` (string,null, required)
//!     Prose. Its further lines
//! start at the left edge, and may be anything that is not a field, a fact or a heading.
//!     Enum: "sent", "lost", null
//!     Example: "sent"
//!
//!   - `lines` (array)
//!
//!   - `lines.weight` (integer)
//!     A field of the array's items, or of an object, has a dotted path, or stands in a list of its own below the field.
//!
//!   - `carrier` (object) — one of (discriminator: kind):
//!     - by road:
//!       - `kind` (string, required)
//!         Enum: "truck", "van"
//!     - by air:
//!       - `kind` (string, required)
//!         Enum: same as `kind` in "by road" (2 values)
//!
//! ## Response 2xx fields
//! ```

mod cursor;
mod fact;
mod field;
mod heading;
mod line;
mod nest;
mod parse;
mod reader;
mod variant;

use std::collections::BTreeSet;
use std::ops::Range;

use serde_json::Value;

pub use parse::read_page;

use crate::document::Method;
use crate::place::FileId;

/// A value and the bytes of the page that say it.
#[derive(Debug, Clone, PartialEq)]
pub struct At<T> {
    pub value: T,
    /// Where: bytes of the page's normalised text.
    pub span: Range<usize>,
}

impl<T> At<T> {
    pub(super) fn new(value: T, span: Range<usize>) -> Self {
        Self { value, span }
    }
}

/// One reference page. It documents one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub file: FileId,
    pub title: At<String>,
    /// The HTTP method and the event's name.
    pub endpoint: Endpoint,
    /// What the page says about its version.
    pub version: Option<At<String>>,
    /// The names of security schemes, each an alternative. Empty if the page names none.
    pub security: Vec<At<String>>,
    /// The line of the security schemes; without one, the line of the endpoint.
    pub security_span: Range<usize>,
    /// What is delivered.
    pub request: Body,
    /// What the receiver may answer, by status.
    pub responses: Vec<Response>,
}

/// How an event is delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    pub method: At<Method>,
    /// The webhook's key, or the event's name in deliveries.
    pub name: At<String>,
}

impl Endpoint {
    /// Both words.
    pub fn span(&self) -> Range<usize> {
        self.method.span.start..self.name.span.end
    }
}

/// A body: its media type and its fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// The heading of its fields.
    pub span: Range<usize>,
    /// The media type; a response without a body has none.
    pub media_type: Option<At<String>>,
    pub fields: Vec<Field>,
}

/// An answer to a delivery.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// A status such as `200`, a class such as `2xx`, or `default`.
    pub status: At<String>,
    pub body: Body,
}

/// One field of an object, or of the objects in an array.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name: the last part of a dotted path.
    pub name: At<String>,
    /// The types of its value.
    pub types: At<Types>,
    /// The word that makes it required, if it is there.
    pub required: Option<Range<usize>>,
    /// The values it may have, or for an array its items.
    pub values: Option<At<Vec<Value>>>,
    pub example: Option<At<Value>>,
    /// The fields of its object, or of the objects in its array.
    pub fields: Vec<Field>,
    /// The shapes that its object, or each object in its array, may have. Where there is a union,
    /// `fields` is empty.
    pub union: Option<Union>,
}

/// The types of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Types {
    /// `any`: nothing is said.
    Any,
    /// Names of JSON types in the page's order.
    Of(Vec<&'static str>),
}

impl Types {
    /// The names that a type may have on a page, `any` apart: those of JSON Schema.
    pub const NAMES: [&'static str; 7] = [
        "string", "integer", "number", "boolean", "object", "array", "null",
    ];

    /// The names; `None` for `any`.
    pub fn names(&self) -> Option<&[&'static str]> {
        match self {
            Self::Any => None,
            Self::Of(names) => Some(names),
        }
    }

    /// Whether a type is among them.
    pub fn has(&self, name: &str) -> bool {
        self.names().is_some_and(|names| names.contains(&name))
    }

    /// Whether a value of these types can have fields, itself or in its items.
    pub fn can_have_fields(&self) -> bool {
        *self == Self::Any || self.has("object") || self.has("array")
    }
}

/// Several shapes, one of which a value has.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The words that introduce it.
    pub span: Range<usize>,
    /// The field that tells the shapes apart.
    pub discriminator: Option<At<String>>,
    /// The shapes in the page's order; never empty.
    pub variants: Vec<Variant>,
}

/// One shape of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    pub title: At<String>,
    pub fields: Vec<Field>,
}

impl Union {
    /// The values of the discriminator that stand for a variant: those that it lists, where no two
    /// variants list the same; else its title. None without a discriminator.
    pub fn tags(&self, variant: &Variant) -> Vec<String> {
        let Some(discriminator) = &self.discriminator else {
            return Vec::new();
        };
        let all: Vec<Vec<&str>> = self
            .variants
            .iter()
            .map(|variant| variant.values_of(&discriminator.value))
            .collect();
        let mut seen = BTreeSet::new();
        let are_apart = all.iter().all(|listed| !listed.is_empty())
            && all.iter().flatten().all(|value| seen.insert(*value));
        if are_apart {
            let own = variant.values_of(&discriminator.value).into_iter();
            own.map(str::to_owned).collect()
        } else {
            vec![variant.title.value.clone()]
        }
    }
}

impl Variant {
    /// The texts that a field of the variant may have.
    pub fn values_of(&self, field: &str) -> Vec<&str> {
        let field = self.fields.iter().find(|own| own.name.value == field);
        let values = field.and_then(|field| field.values.as_ref());
        let values = values.into_iter().flat_map(|values| &values.value);
        values.filter_map(Value::as_str).collect()
    }
}

/// How many fields and variants a list of fields holds, those inside included.
pub fn size(fields: &[Field]) -> usize {
    let inside = |field: &Field| {
        let variants = field.union.iter().flat_map(|union| &union.variants);
        let in_variants: usize = variants.map(|variant| 1 + size(&variant.fields)).sum();
        1 + size(&field.fields) + in_variants
    };
    fields.iter().map(inside).sum()
}
