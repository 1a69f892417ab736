//! What shapes say of the values that they take.
//!
//! In: shapes of two models. Out: whether one takes all that the other takes, how they are written
//! in Rust, and what they are apart from the names of types. It changes nothing.

use crate::model::{Model, OpenEnumKind, Shape, TextCoding, TypeKind};

/// How deeply shapes are looked into when types are compared apart from their names.
const DEPTH: usize = 4;

/// A shape of a model.
#[derive(Clone, Copy)]
pub(super) struct Of<'m>(pub &'m Model, pub &'m Shape);

impl<'m> Of<'m> {
    /// What kind of type it names, if it names one.
    fn kind(self) -> Option<&'m TypeKind> {
        match self.1 {
            Shape::Named(id) => Some(&self.0.definition(*id)?.kind),
            _ => None,
        }
    }

    /// Whether it names a tuple.
    fn is_tuple(self) -> bool {
        matches!(self.kind(), Some(TypeKind::Tuple(_)))
    }

    /// Text and integers in place of enums, which take any: what they do not list is `Unknown`.
    fn widened(self) -> &'m Shape {
        match self.kind() {
            Some(TypeKind::OpenEnum(one)) => match one.kind {
                OpenEnumKind::Text => &Shape::Text,
                OpenEnumKind::Integer => &Shape::Integer,
            },
            // What fits no variant is kept as JSON.
            Some(TypeKind::Union(_)) => &Shape::Json,
            Some(TypeKind::Object(_) | TypeKind::Tuple(_)) | None => self.1,
        }
    }

    /// Whether it takes every value that another takes; objects with listed members are taken for
    /// the same, since their members are compared one by one.
    pub fn covers(self, other: Self) -> bool {
        let inner =
            |wide: &'m Shape, narrow: &'m Shape| Of(self.0, wide).covers(Of(other.0, narrow));
        match (self.widened(), other.widened()) {
            (Shape::Json, _) => true,
            (Shape::Nullable(wide), Shape::Nullable(narrow))
            | (Shape::List(wide), Shape::List(narrow))
            | (Shape::Map(wide), Shape::Map(narrow)) => inner(wide, narrow),
            // Both alphabets are read.
            (Shape::JsonText(wide, as_wide), Shape::JsonText(narrow, as_narrow)) => {
                let is_plain = |coding: TextCoding| coding == TextCoding::Plain;
                is_plain(*as_wide) == is_plain(*as_narrow) && inner(wide, narrow)
            }
            (Shape::Nullable(wide), narrow) => inner(wide, narrow),
            (Shape::Number, Shape::Integer | Shape::UnsignedInteger)
            | (Shape::Text, Shape::DateTime | Shape::Date | Shape::JsonText(..))
            | (Shape::JsonObject, Shape::Map(_)) => true,
            (Shape::JsonObject, Shape::Named(_)) => !other.is_tuple(),
            (Shape::Named(_), Shape::Named(_)) => self.is_tuple() == other.is_tuple(),
            (Shape::List(wide), Shape::Named(_)) if other.is_tuple() => **wide == Shape::Json,
            (Shape::Map(wide), Shape::JsonObject) => **wide == Shape::Json,
            (wide, narrow) => wide == narrow,
        }
    }

    /// Its values in words, after an article.
    pub fn words(self) -> &'static str {
        match self.widened() {
            Shape::Json => "anything else",
            Shape::Named(_) if self.is_tuple() => "a list",
            Shape::JsonObject | Shape::Map(_) | Shape::Named(_) => "an object",
            Shape::Boolean => "true or false",
            Shape::Integer => "an integer",
            Shape::UnsignedInteger => "an integer of at least 0",
            Shape::Number => "a number",
            Shape::Text => "text",
            Shape::JsonText(_, TextCoding::Plain) => "JSON in a text",
            Shape::JsonText(..) => "JSON in Base64",
            Shape::DateTime => "an RFC 3339 date and time",
            Shape::Date => "an RFC 3339 date",
            Shape::List(_) => "a list",
            Shape::Nullable(inner) => Of(self.0, inner).words(),
        }
    }

    /// The Rust type.
    pub fn rust(self) -> String {
        crate::report::shape_text(self.1, self.0)
    }

    /// What it is apart from the names of types: two of one structure are the same thing under two
    /// names.
    pub fn structure(self) -> String {
        let mut text = String::new();
        self.write(DEPTH, &mut text);
        text
    }

    fn write(self, depth: usize, text: &mut String) {
        let mut wrapped = |name: &str, inner: &'m Shape| {
            text.push_str(name);
            text.push('<');
            Of(self.0, inner).write(depth, text);
            text.push('>');
        };
        match (self.1, self.kind()) {
            (Shape::List(inner), _) => wrapped("list", inner),
            (Shape::Map(inner), _) => wrapped("map", inner),
            (Shape::Nullable(inner), _) => wrapped("null", inner),
            (Shape::JsonText(inner, coding), _) => wrapped(coding.rust(), inner),
            (_, Some(_)) if depth == 0 => text.push('_'),
            (_, Some(TypeKind::Object(object))) => {
                text.push('{');
                for field in &object.fields {
                    text.push_str(&format!("{:?}", field.name.wire));
                    text.push(if field.optional { '?' } else { ':' });
                    Of(self.0, &field.shape).write(depth - 1, text);
                    text.push(',');
                }
                if let Some((_, shape)) = &object.additional {
                    text.push('*');
                    Of(self.0, shape).write(depth - 1, text);
                }
                text.push('}');
            }
            (_, Some(TypeKind::Tuple(tuple))) => {
                text.push('(');
                for position in &tuple.positions {
                    Of(self.0, &position.shape).write(depth - 1, text);
                    text.push(if position.optional { '?' } else { ',' });
                }
                text.push(')');
            }
            (_, Some(TypeKind::Union(union))) => {
                for variant in &union.variants {
                    text.push('|');
                    Of(self.0, &variant.shape).write(depth - 1, text);
                }
            }
            (_, Some(TypeKind::OpenEnum(one))) => {
                let values = one.values.iter().map(|value| &value.name.wire);
                text.push_str(&format!("{:?}{:?}", one.kind, values.collect::<Vec<_>>()));
            }
            (plain, None) => text.push_str(&format!("{plain:?}")),
        }
    }
}
