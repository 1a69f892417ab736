//! Payload types: objects, their fields, and the shapes that fields have.

use super::{Name, OpenEnum, Union};
use crate::characters::on_one_line;
use crate::place::Location;

/// The place of a definition in [`super::Model::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub(crate) usize);

/// One named type of the generated crate.
#[derive(Debug, Clone)]
pub struct TypeDefinition {
    /// The Rust name.
    pub ident: String,
    /// The module of `types` that holds it.
    pub module: String,
    /// What the spec says of it.
    pub docs: Docs,
    /// What it is.
    pub kind: TypeKind,
    /// Where the spec describes it.
    pub place: Location,
}

/// The kinds of named types.
#[derive(Debug, Clone)]
pub enum TypeKind {
    /// A JSON object with known members.
    Object(Object),
    /// One of several shapes.
    Union(Union),
    /// A value out of a list that may grow.
    OpenEnum(OpenEnum),
    /// A JSON array whose elements differ by position.
    Tuple(Tuple),
}

impl TypeKind {
    /// The object that it is.
    #[must_use]
    pub fn object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            Self::Union(_) | Self::OpenEnum(_) | Self::Tuple(_) => None,
        }
    }

    /// The members of an object, or the positions of a tuple.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::Object(object) => &object.fields,
            Self::Tuple(tuple) => &tuple.positions,
            Self::Union(_) | Self::OpenEnum(_) => &[],
        }
    }

    /// The shapes of all fields, of the members that are not listed, or of all variants.
    pub fn shapes(&self) -> Vec<&Shape> {
        match self {
            Self::Object(object) => {
                let fields = object.fields.iter().map(|field| &field.shape);
                let others = object.additional.iter().map(|(_, shape)| shape);
                fields.chain(others).collect()
            }
            Self::Union(union) => union.variants.iter().map(|one| &one.shape).collect(),
            Self::Tuple(tuple) => tuple.positions.iter().map(|one| &one.shape).collect(),
            Self::OpenEnum(_) => Vec::new(),
        }
    }

    /// The same shapes, to be changed.
    pub fn shapes_mut(&mut self) -> Vec<&mut Shape> {
        match self {
            Self::Object(object) => {
                let fields = object.fields.iter_mut().map(|field| &mut field.shape);
                let others = object.additional.iter_mut().map(|(_, shape)| shape);
                fields.chain(others).collect()
            }
            Self::Union(union) => union
                .variants
                .iter_mut()
                .map(|one| &mut one.shape)
                .collect(),
            Self::Tuple(tuple) => tuple
                .positions
                .iter_mut()
                .map(|one| &mut one.shape)
                .collect(),
            Self::OpenEnum(_) => Vec::new(),
        }
    }
}

/// A JSON object with known members.
#[derive(Debug, Clone, Default)]
pub struct Object {
    /// The members in spec order.
    pub fields: Vec<Field>,
    /// The field for members that are not listed, where the spec says that there are some, and the
    /// shape of their values.
    pub additional: Option<(Name, Shape)>,
}

/// A JSON array whose elements differ by position.
#[derive(Debug, Clone, Default)]
pub struct Tuple {
    /// The elements in their order, each named by its number. One that is optional may be absent if
    /// all behind it are, and be `null`.
    pub positions: Vec<Field>,
}

/// One member of an object, or position of a tuple.
#[derive(Debug, Clone)]
pub struct Field {
    /// The member's name, and the field's.
    pub name: Name,
    /// What the spec says of it.
    pub docs: Docs,
    /// Whether a delivery may leave it out or send `null`.
    pub optional: bool,
    /// Whether a member that is not there is written back as `null`: the spec asks for the member
    /// and admits `null`.
    pub written_as_null: bool,
    /// Whether a member that is not there and one that is `null` are told apart: the spec admits
    /// both, and it or the command line asks for that.
    pub distinct_null: bool,
    /// The shape of its value.
    pub shape: Shape,
    /// Whether the spec calls it outdated.
    pub deprecated: bool,
    /// Where the spec describes it first; `None` where only `required` names it.
    pub place: Option<Location>,
    /// Where the spec says that it is an integer of any size. One that no 64 bits hold cannot be
    /// decoded, and where the member is required neither can what it is in.
    pub any_integer: Option<Location>,
}

impl Field {
    /// Where the spec says that it is an integer of any size, if it is required.
    #[must_use]
    pub fn required_integer(&self) -> Option<&Location> {
        self.any_integer.as_ref().filter(|_| !self.optional)
    }
}

/// How a text stands in a string (RFC 4648).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextCoding {
    /// As it is.
    Plain,
    /// In Base64.
    Base64,
    /// In Base64 with the alphabet for URLs and names of files.
    Base64Url,
}

impl TextCoding {
    /// The type of strings whose text is JSON that stands there so.
    #[must_use]
    pub fn rust(self) -> &'static str {
        match self {
            Self::Plain => "JsonText",
            Self::Base64 => "Base64Json",
            Self::Base64Url => "Base64UrlJson",
        }
    }
}

/// The shape of a JSON value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Any JSON value.
    Json,
    /// An object whose members the spec leaves open.
    JsonObject,
    /// `true` or `false`.
    Boolean,
    /// An integer in the range of `i64`.
    Integer,
    /// An integer in the range of `u64`.
    UnsignedInteger,
    /// Any number.
    Number,
    /// Text.
    Text,
    /// An RFC 3339 `date-time`.
    DateTime,
    /// An RFC 3339 `full-date`.
    Date,
    /// An array of one shape.
    List(Box<Shape>),
    /// An object that maps any member name to one shape.
    Map(Box<Shape>),
    /// The shape, or `null`.
    Nullable(Box<Shape>),
    /// A string whose text is JSON of one shape.
    JsonText(Box<Shape>, TextCoding),
    /// A type of the model.
    Named(TypeId),
}

impl Shape {
    /// Whether it is an integer, or lists, maps and `null` around one.
    #[must_use]
    pub fn is_of_integers(&self) -> bool {
        match self {
            Self::Integer | Self::UnsignedInteger => true,
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.is_of_integers(),
            _ => false,
        }
    }

    /// The shape, or `null` if that may stand in its place; plain JSON has it anyway.
    #[must_use]
    pub fn or_null(self, nullable: bool) -> Self {
        match self {
            Self::Json | Self::Nullable(_) => self,
            other if nullable => Self::Nullable(Box::new(other)),
            other => other,
        }
    }

    /// The shape of the values that are not `null`.
    #[must_use]
    pub fn without_null(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner,
            other => other,
        }
    }

    /// The type that this shape names, looking through lists, maps, `null` and strings.
    #[must_use]
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::List(inner)
            | Self::Map(inner)
            | Self::Nullable(inner)
            | Self::JsonText(inner, _) => inner.named(),
            _ => None,
        }
    }

    /// How the JSON stands in the outermost string that holds some.
    #[must_use]
    pub fn coding(&self) -> TextCoding {
        match self {
            Self::JsonText(_, coding) => *coding,
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.coding(),
            _ => TextCoding::Plain,
        }
    }

    /// The shape of the JSON in the outermost string that holds some.
    #[must_use]
    pub fn in_text(&self) -> Option<&Self> {
        match self {
            Self::JsonText(inner, _) => Some(inner),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.in_text(),
            _ => None,
        }
    }
}

/// Characters of a text that are shown as code: a pattern or a name may be of any length.
const LONGEST_CODE: usize = 2000;

/// Documentation, as Markdown that rustdoc and clippy accept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs {
    /// Paragraphs; no line is longer than the generated code's width.
    pub text: String,
}

impl Docs {
    /// Whether the spec says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Any text as a code span on one line; what is longer than 2,000 characters
    /// is shown in part, and quotes show where it begins and ends if blanks would hide that.
    #[must_use]
    pub fn code(text: &str) -> String {
        let mut shown = match text.char_indices().nth(LONGEST_CODE) {
            Some((end, _)) => on_one_line(text.get(..end).unwrap_or_default()) + "…",
            None => on_one_line(text),
        };
        if shown.is_empty() || shown.trim() != shown {
            shown = format!("\"{shown}\"");
        }
        let longest = shown.split(|c| c != '`').map(str::len).max();
        match longest.unwrap_or_default() {
            0 => format!("`{shown}`"),
            run => {
                let fence = "`".repeat(run + 1);
                format!("{fence} {shown} {fence}")
            }
        }
    }
}
