//! What the text of a parameter stands for.
//!
//! In: one parameter. Out: the shape of its value, how its text is read, and what is said of it.
//! That is told by its schema: a scalar, scalars with something between them, or an object in a
//! query (OpenAPI 3.1 §4.8.12.3); or it is JSON by its media type. Whatever else it may be is text,
//! and counted.

use serde_json::Value;

use crate::document::{ExampleValue, MediaKind, Parameter, ParameterIn, ParameterStyle};
use crate::lower::bodies::flat_fields_of;
use crate::lower::naming::Origin;
use crate::lower::prose::{docs, schema_docs};
use crate::lower::types::TypeBuilder;
use crate::model::{
    Docs, ObjectForm, ParameterForm, ParameterSet, Shape, TextCoding, Treatment, TypeDefinition,
    TypeKind,
};
use crate::place::Location;
use crate::schema::{ALTERNATIVES, Role, Schemas, View, does, keywords_that};

/// How far alternatives may stand within alternatives.
const MAX_ALTERNATIVES: usize = 8;

/// What the text of a parameter stands for, and how it is read. The members of an object are not
/// known yet.
pub(super) fn lower_value(
    parameter: &Parameter,
    origin: &Origin,
    types: &mut TypeBuilder<'_, '_>,
) -> (Shape, ParameterForm) {
    let text = (Shape::Text, ParameterForm::Scalar);
    if let Some(media) = &parameter.content {
        let is_json = media.kind() == MediaKind::Json;
        let treatment = if is_json {
            Treatment::Honoured
        } else {
            Treatment::NotExpressed
        };
        if let Some(keyword) = media.location.parent() {
            types.ledger.count(keyword, treatment);
        }
        return match &media.schema {
            _ if !is_json => text,
            Some(schema) => {
                let shape = types.shape_at(schema, origin);
                (without_null(shape), ParameterForm::Json)
            }
            None => (Shape::Json, ParameterForm::Json),
        };
    }
    let Some(schema) = &parameter.schema else {
        return text;
    };
    let view = types.schemas.view_at(schema);
    let is_plain = parameter.style != ParameterStyle::Other;
    if is_plain
        && is_scalar(schema, types.schemas, MAX_ALTERNATIVES)
        && let Some(shape) = scalar_shape(schema, origin, types)
    {
        return match shape {
            Shape::JsonText(json, TextCoding::Plain) => (*json, ParameterForm::Json),
            Shape::JsonText(..) => text,
            scalar => (scalar, ParameterForm::Scalar),
        };
    }
    if is_plain
        && let Some(items) = items_of(&view)
        && is_scalar(&items, types.schemas, MAX_ALTERNATIVES)
        && let Some(item) = scalar_shape(&items, &origin.followed_by("Item"), types)
        && item.in_text().is_none()
    {
        for part in &view.parts {
            types.ledger.visit(&part.location);
        }
        types.ledger.visit(schema);
        return (Shape::List(Box::new(item)), list_form(parameter));
    }
    if parameter.location_in == ParameterIn::Query && is_object(&view) {
        let shape = without_null(types.shape_at(schema, origin));
        if matches!(shape, Shape::Named(_) | Shape::Map(_) | Shape::JsonObject) {
            return (
                shape,
                ParameterForm::Object(object_form(parameter), Vec::new()),
            );
        }
    }
    types.ledger.visit(schema);
    for part in &view.parts {
        types.ledger.visit(&part.location);
        let structure = keywords_that(Role::Narrows).chain(keywords_that(Role::Shapes));
        let lost = structure.filter(|keyword| part.keywords.contains_key(*keyword));
        for keyword in lost {
            types.ledger.lose(part.location.child(keyword));
        }
    }
    text
}

/// How a list is written.
fn list_form(parameter: &Parameter) -> ParameterForm {
    match (parameter.style, parameter.explode) {
        (ParameterStyle::Simple, _) | (ParameterStyle::Form, false) => ParameterForm::List(','),
        (ParameterStyle::SpaceDelimited, false) => ParameterForm::List(' '),
        (ParameterStyle::PipeDelimited, false) => ParameterForm::List('|'),
        _ => ParameterForm::Repeated,
    }
}

/// How an object is written in a query.
fn object_form(parameter: &Parameter) -> ObjectForm {
    match (parameter.style, parameter.explode) {
        (ParameterStyle::DeepObject, _) => ObjectForm::Deep,
        (ParameterStyle::SpaceDelimited, _) => ObjectForm::Pairs(' '),
        (ParameterStyle::PipeDelimited, _) => ObjectForm::Pairs('|'),
        (_, true) => ObjectForm::Members,
        (_, false) => ObjectForm::Pairs(','),
    }
}

/// Gives objects in queries their members. One that is not flat is a text, and its schema is given
/// back with what its value would have been.
pub(crate) fn settle_objects(
    sets: &mut [ParameterSet],
    objects: Vec<(usize, usize, Location)>,
    types: &[TypeDefinition],
) -> Vec<(Location, Shape)> {
    let mut raw = Vec::new();
    for (set, at, schema) in objects {
        let set = sets.get_mut(set);
        let Some(field) = set.and_then(|set| set.fields.get_mut(at)) else {
            continue;
        };
        let ParameterForm::Object(_, fields) = &mut field.form else {
            continue;
        };
        match flat_fields_of(&field.shape, types) {
            Some(members) => *fields = members,
            None => {
                field.form = ParameterForm::Scalar;
                raw.push((schema, std::mem::replace(&mut field.shape, Shape::Text)));
            }
        }
    }
    raw
}

/// Whether a schema is one of an object.
fn is_object(view: &View<'_>) -> bool {
    match view.types().as_deref() {
        None | Some([]) => has_any(view, keywords_that(Role::OfObjects)),
        Some(types) => types == ["object"],
    }
}

fn has_any(view: &View<'_>, mut keywords: impl Iterator<Item = &'static str>) -> bool {
    keywords.any(|keyword| view.keyword(keyword).is_some())
}

/// The schema of an array's items, if all of them follow one.
fn items_of(view: &View<'_>) -> Option<Location> {
    let is_array = view.types().is_none_or(|types| types == ["array"]);
    // What narrows an array beside its items, or is not about arrays alone.
    let choices = keywords_that(Role::Narrows)
        .filter(|keyword| *keyword != "items" && !does(keyword, Role::OfObjects));
    let is_plain = !has_any(view, choices);
    let (part, items) = view.keyword("items")?;
    (is_array && is_plain && items.is_object()).then(|| part.location.child("items"))
}

/// Whether a schema admits nothing but scalars of one kind, as far as can be told without making
/// types of it. What says nothing of its values is text.
fn is_scalar(schema: &Location, schemas: &Schemas<'_>, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    let view = schemas.view_at(schema);
    let types = view.types();
    let by_type = match types.as_deref() {
        None | Some([]) => {
            let structure = keywords_that(Role::OfObjects).chain(keywords_that(Role::OfArrays));
            !has_any(&view, structure)
        }
        Some([one]) => matches!(*one, "boolean" | "integer" | "number" | "string"),
        Some(several) => several
            .iter()
            .all(|one| matches!(*one, "integer" | "number")),
    };
    let mut alternatives = Vec::new();
    for keyword in ALTERNATIVES {
        if let Some((part, Value::Array(several))) = view.keyword(keyword) {
            let place = part.location.child(keyword);
            alternatives.extend((0..several.len()).map(|index| place.child(&index.to_string())));
        }
    }
    let mut alternatives = alternatives.iter();
    by_type && alternatives.all(|one| is_scalar(one, schemas, depth))
}

/// The shape of a scalar schema; `None` if it turns out to be a union.
fn scalar_shape(
    schema: &Location,
    origin: &Origin,
    types: &mut TypeBuilder<'_, '_>,
) -> Option<Shape> {
    match without_null(types.shape_at(schema, origin)) {
        Shape::Json => Some(Shape::Text),
        Shape::Named(id) => {
            let is_enum = matches!(types.table.kind(id), Some(TypeKind::OpenEnum(_)));
            is_enum.then_some(Shape::Named(id))
        }
        Shape::JsonObject | Shape::List(_) | Shape::Map(_) | Shape::Nullable(_) => None,
        scalar => Some(scalar),
    }
}

/// A parameter that is not there is absent, which `null` would be too.
fn without_null(shape: Shape) -> Shape {
    match shape {
        Shape::Nullable(inner) => *inner,
        other => other,
    }
}

/// What is said of a parameter: a named type tells the rest on its own page.
pub(super) fn parameter_docs(
    parameter: &Parameter,
    shape: &Shape,
    types: &mut TypeBuilder<'_, '_>,
) -> Docs {
    let own = parameter.description.as_deref();
    let described = match &parameter.schema {
        Some(schema) if shape.named().is_none() => {
            let view = types.schemas.view_at(schema);
            schema_docs(own, &view)
        }
        _ => docs([own.unwrap_or_default()]),
    };
    let notes = parameter_notes(parameter, types);
    let texts = [described.text, notes]
        .into_iter()
        .filter(|text| !text.is_empty());
    Docs {
        text: texts.collect::<Vec<_>>().join("\n\n"),
    }
}

/// What the parameter itself says beside its schema.
fn parameter_notes(parameter: &Parameter, types: &mut TypeBuilder<'_, '_>) -> String {
    let content = parameter.content.as_ref();
    let samples = parameter.examples.iter();
    let samples = samples.chain(content.into_iter().flat_map(|media| &media.examples));
    let sample = samples
        .map(|example| &example.value)
        .find_map(|value| match value {
            ExampleValue::Inline(Value::String(text)) => Some(text.clone()),
            ExampleValue::Inline(value) => Some(value.to_string()),
            ExampleValue::File(_) => None,
        });
    let mut notes = Vec::new();
    let mut document = |keyword: &str| {
        let keyword = parameter.location.child(keyword);
        types.ledger.count(keyword, Treatment::Documented);
    };
    if parameter.required {
        document("required");
        notes.push("Comes with every delivery.".to_owned());
    }
    if parameter.deprecated {
        document("deprecated");
        notes.push("Deprecated.".to_owned());
    }
    for example in &parameter.examples {
        let is_bare = example.location == parameter.location.child("example");
        document(if is_bare { "example" } else { "examples" });
    }
    notes.extend(sample.map(|text| format!("Example: {}.", Docs::code(&text))));
    notes.join(" ")
}
