//! The fields of forms.
//!
//! In: what a form is decoded into, and how its fields are encoded. Out: what the text of each field
//! stands for, and what names in brackets behind its own lead to. An object is JSON in one field
//! (OpenAPI 3.1 §4.8.15.1.1), or a field for each member, with brackets: both are read.

use crate::document::Encoding;
use crate::model::{
    FormField, Object, OpenEnumKind, ScalarKind, Shape, TypeDefinition, TypeId, TypeKind,
};

/// How many objects may be inside one another: what is deeper is read as text, or within JSON.
const DEEPEST: usize = 6;

/// How often a type may be inside itself.
const MOST_OF_ITSELF: usize = 3;

/// How many fields a form may have inside its fields: types may hold one another in many ways.
const MOST_INSIDE: usize = 600;

/// The fields of a form; those that it does not list are texts. `None` if it is no object.
pub(super) fn fields_of(
    payload: &Shape,
    types: &[TypeDefinition],
    encodings: &[Encoding],
) -> Option<Vec<FormField>> {
    let mut making = Making {
        types,
        encodings,
        around: Vec::new(),
        left: MOST_INSIDE,
    };
    match payload.without_null() {
        Shape::Json | Shape::JsonObject => Some(Vec::new()),
        Shape::Map(inner) => matches!(**inner, Shape::Text | Shape::Json).then(Vec::new),
        Shape::Named(id) => {
            let objects = making.objects(*id);
            let fields = objects.iter().flat_map(|object| &object.fields);
            let mut made: Vec<FormField> = Vec::new();
            for field in fields {
                let name = &field.name.wire;
                if !made.iter().any(|known| known.name == *name) {
                    let one = making.field(name, &field.shape);
                    made.push(one);
                }
            }
            (!objects.is_empty()).then_some(made)
        }
        _ => None,
    }
}

/// The fields of an object whose members are scalars and lists of scalars; `None` for another.
pub(crate) fn flat_fields_of(object: &Shape, types: &[TypeDefinition]) -> Option<Vec<FormField>> {
    let fields = fields_of(object, types, &[])?;
    let is_flat = fields.iter().all(|field| field.kind != ScalarKind::Json);
    is_flat.then_some(fields)
}

/// The making of the fields of one form.
struct Making<'m> {
    types: &'m [TypeDefinition],
    encodings: &'m [Encoding],
    /// The types that the field in the making is inside of.
    around: Vec<TypeId>,
    /// How many more there may be inside others.
    left: usize,
}

impl<'m> Making<'m> {
    /// A field of this name, as it is encoded if it is one of the form itself.
    fn field(&mut self, name: &str, shape: &Shape) -> FormField {
        let encoding = self.encodings.iter();
        let encoding = encoding.filter(|_| self.around.is_empty());
        let encoding = encoding.clone().find(|one| one.property == name);
        let is_json = encoding.is_some_and(Encoding::is_json);
        let shape = shape.without_null();
        let mut field = match shape {
            Shape::List(item) => {
                let mut items = self.one(name, item.without_null());
                items.list = true;
                if is_json {
                    items.kind = ScalarKind::Json;
                }
                items
            }
            Shape::Json if is_json => FormField::of(name, ScalarKind::Json),
            other => self.one(name, other),
        };
        field.in_brackets = field.kind == ScalarKind::Json
            && encoding.is_some_and(|one| one.style.as_deref() == Some("deepObject"));
        field
    }

    /// A field that is no list.
    fn one(&mut self, name: &str, shape: &Shape) -> FormField {
        let mut field = FormField::of(name, self.kind(shape));
        match shape {
            Shape::JsonObject => {
                field.others = Some(Box::new(FormField::of("", ScalarKind::Text)));
            }
            Shape::Map(inner) => {
                field.others = self
                    .inside(None, |making| making.field("", inner))
                    .map(Box::new);
            }
            Shape::Named(id) if field.kind == ScalarKind::Json => {
                for object in self.objects(*id) {
                    for member in &object.fields {
                        let name = &member.name.wire;
                        if field.inside.iter().any(|known| known.name == *name) {
                            continue;
                        }
                        let made =
                            self.inside(Some(*id), |making| making.field(name, &member.shape));
                        field.inside.extend(made);
                    }
                    if let (None, Some((_, others))) = (&field.others, &object.additional) {
                        let made = self.inside(Some(*id), |making| making.field("", others));
                        field.others = made.map(Box::new);
                    }
                }
            }
            _ => {}
        }
        field
    }

    /// Makes what is inside a field; `None` where that would be too much.
    fn inside(
        &mut self,
        id: Option<TypeId>,
        make: impl FnOnce(&mut Self) -> FormField,
    ) -> Option<FormField> {
        let id = id.unwrap_or(TypeId(usize::MAX));
        let same = self.around.iter().filter(|around| **around == id).count();
        if self.around.len() >= DEEPEST || id != TypeId(usize::MAX) && same >= MOST_OF_ITSELF {
            return None;
        }
        self.left = self.left.checked_sub(1)?;
        self.around.push(id);
        let made = make(self);
        self.around.pop();
        Some(made)
    }

    /// What the text of a value stands for.
    fn kind(&self, shape: &Shape) -> ScalarKind {
        match shape {
            Shape::Json | Shape::Text | Shape::DateTime | Shape::Date | Shape::JsonText(..) => {
                ScalarKind::Text
            }
            Shape::Integer | Shape::UnsignedInteger => ScalarKind::Integer,
            Shape::Number => ScalarKind::Number,
            Shape::Boolean => ScalarKind::Boolean,
            Shape::Named(id) => match self.types.get(id.0).map(|one| &one.kind) {
                Some(TypeKind::OpenEnum(open_enum)) => match open_enum.kind {
                    OpenEnumKind::Text => ScalarKind::Text,
                    OpenEnumKind::Integer => ScalarKind::Integer,
                },
                _ => ScalarKind::Json,
            },
            Shape::Nullable(inner) => self.kind(inner),
            Shape::JsonObject | Shape::List(_) | Shape::Map(_) => ScalarKind::Json,
        }
    }

    /// The object that a type is, or the objects among its alternatives.
    fn objects(&self, id: TypeId) -> Vec<&'m Object> {
        let (mut found, mut waiting, mut seen) = (Vec::new(), vec![id], vec![id]);
        while let Some(id) = waiting.pop() {
            match self.types.get(id.0).map(|one| &one.kind) {
                Some(TypeKind::Object(object)) => found.push(object),
                Some(TypeKind::Union(union)) => {
                    for variant in union.variants.iter().rev() {
                        if let Shape::Named(inner) = variant.shape.without_null()
                            && !seen.contains(inner)
                        {
                            seen.push(*inner);
                            waiting.push(*inner);
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }
}
