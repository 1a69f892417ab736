//! What typify makes of shapes.
//!
//! In: shapes without names. Out: the Rust type of a field that has each, as typify writes it, or a diagnostic that names the schema
//! for which it was asked.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use schemars::schema::{InstanceType, Schema, SchemaObject};
use serde_json::{Value, json};
use syn::{Item, Type};
use typify::{TypeSpace, TypeSpaceSettings};

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Shape, TypeId};
use crate::place::Location;

/// The name that stands for any type of the model while typify looks.
pub(super) const STAND_IN: &str = "StandIn";

/// The name of the struct whose fields have the shapes.
const HOLDER: &str = "Holder";

/// The shape with one and the same type in the place of any type of the model.
pub(super) fn pattern(shape: &Shape) -> Shape {
    match shape {
        Shape::Named(_) => Shape::Named(TypeId(0)),
        Shape::List(inner) => Shape::List(Box::new(pattern(inner))),
        Shape::Map(inner) => Shape::Map(Box::new(pattern(inner))),
        Shape::Nullable(inner) => Shape::Nullable(Box::new(pattern(inner))),
        // typify knows no such type: it sees a named one in its place.
        Shape::JsonText(..) => Shape::Named(TypeId(0)),
        plain => plain.clone(),
    }
}

/// The types that typify gives fields of these shapes. `named` says what asked for a shape, and where that is described.
///
/// # Errors
///
/// A diagnostic with the name and the place of the schema, if typify refuses its shape or panics.
pub(super) fn typified<'l, A>(
    patterns: &[(&Shape, A)],
    named: impl Fn(&A) -> (String, Option<&'l Location>),
) -> Result<Vec<Type>, Diagnostic> {
    let shapes: Vec<&Shape> = patterns.iter().map(|(shape, _)| *shape).collect();
    // All at once. Where that fails one by one, to know for which.
    guarded("the types", None, || field_types(&shapes)).or_else(|_| {
        let one = |(shape, asking): &(&Shape, A)| {
            let (name, place) = named(asking);
            guarded(&name, place, || field_types(&[shape]))
        };
        let types: Result<Vec<Vec<Type>>, Diagnostic> = patterns.iter().map(one).collect();
        types.map(|types| types.concat())
    })
}

/// Runs something that may panic, and says for which schema it did.
fn guarded<T>(
    name: &str,
    place: Option<&Location>,
    make: impl FnOnce() -> Result<T, String>,
) -> Result<T, Diagnostic> {
    catch_unwind(AssertUnwindSafe(make))
        .unwrap_or_else(|_| Err("typify panicked".to_owned()))
        .map_err(|why| {
            let message = format!("no Rust type could be made for {name}: {why}");
            let diagnostic = Diagnostic::new(Code::TypeRendering, message)
                .help("this is a fault of the generator: please report it with this schema");
            match place {
                Some(place) => diagnostic.at(place, "described here"),
                None => diagnostic,
            }
        })
}

fn field_types(patterns: &[&Shape]) -> Result<Vec<Type>, String> {
    let mut settings = TypeSpaceSettings::default();
    settings.with_map_type("::std::collections::BTreeMap");
    let date_time = SchemaObject {
        instance_type: Some(InstanceType::String.into()),
        format: Some("date-time".to_owned()),
        ..SchemaObject::default()
    };
    settings.with_conversion(date_time, "Timestamp", std::iter::empty());
    settings.with_replacement(STAND_IN, STAND_IN, std::iter::empty());
    let names: Vec<String> = (0..patterns.len()).map(|at| format!("field{at}")).collect();
    let properties = names.iter().cloned();
    let properties = properties.zip(patterns.iter().map(|shape| schema(shape)));
    let holder = json!({
        "type": "object",
        "required": names,
        "properties": properties.collect::<serde_json::Map<String, Value>>(),
    });
    let mut schemas = Vec::new();
    for (name, definition) in [(HOLDER, holder), (STAND_IN, json!({ "type": "object" }))] {
        let schema: Schema =
            serde_json::from_value(definition).map_err(|error| error.to_string())?;
        schemas.push((name, schema));
    }
    let mut space = TypeSpace::new(&settings);
    space
        .add_ref_types(schemas)
        .map_err(|error| error.to_string())?;
    let file: syn::File = syn::parse2(space.to_stream()).map_err(|error| error.to_string())?;
    let holder = file.items.into_iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == HOLDER => Some(item.fields),
        _ => None,
    });
    let fields = holder.into_iter().flatten();
    let mut types: BTreeMap<String, Type> = fields
        .filter_map(|field| Some((field.ident?.to_string(), field.ty)))
        .collect();
    let types = names.iter().map(|name| types.remove(name));
    types
        .collect::<Option<Vec<Type>>>()
        .ok_or_else(|| "typify left a field out".to_owned())
}

/// A shape in the words that typify knows.
fn schema(shape: &Shape) -> Value {
    match shape {
        Shape::Json => json!({}),
        Shape::JsonObject => json!({ "type": "object" }),
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Integer => json!({ "type": "integer", "format": "int64" }),
        Shape::UnsignedInteger => json!({ "type": "integer", "format": "uint64" }),
        Shape::Number => json!({ "type": "number" }),
        Shape::Text => json!({ "type": "string" }),
        Shape::DateTime => json!({ "type": "string", "format": "date-time" }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::List(inner) => json!({ "type": "array", "items": schema(inner) }),
        Shape::Map(inner) => json!({ "type": "object", "additionalProperties": schema(inner) }),
        Shape::Nullable(inner) => json!({ "oneOf": [schema(inner), { "type": "null" }] }),
        Shape::Named(_) | Shape::JsonText(..) => {
            json!({ "$ref": format!("#/definitions/{STAND_IN}") })
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::{guarded, pattern, typified};
    use crate::diagnostic::Code;
    use crate::model::{Shape, TypeId};

    #[test]
    fn shapes_of_one_pattern_differ_in_names_alone() {
        let list = |id| Shape::List(Box::new(Shape::Named(TypeId(id))));
        assert_eq!(pattern(&list(1)), pattern(&list(2)));
        assert_ne!(pattern(&list(1)), pattern(&Shape::Named(TypeId(1))));
    }

    #[test]
    fn the_type_of_a_nested_shape_is_typifys() {
        let shape = Shape::Map(Box::new(Shape::List(Box::new(Shape::Named(TypeId(7))))));
        let asked = [(&pattern(&shape), ()), (&Shape::Boolean, ())];
        let types = typified(&asked, |()| (String::new(), None)).expect("typify knows them");
        let texts = types
            .iter()
            .map(|one| one.to_token_stream().to_string().replace(' ', ""));
        assert_eq!(
            texts.collect::<Vec<_>>(),
            [
                "::std::collections::BTreeMap<::std::string::String,::std::vec::Vec<StandIn>>",
                "bool"
            ]
        );
    }

    #[test]
    fn a_panic_names_the_schema() {
        let fault = guarded::<()>("`owner` of `Pet`", None, || panic!("typify's own words"));
        let fault = fault.expect_err("it panicked");
        assert_eq!(fault.code, Code::TypeRendering);
        assert!(
            fault.message.contains("`owner` of `Pet`"),
            "{}",
            fault.message
        );
    }

    #[test]
    fn a_refusal_names_the_schema_and_the_reason() {
        let fault = guarded::<()>("`owner` of `Pet`", None, || Err("no such thing".to_owned()));
        let fault = fault.expect_err("it was refused");
        assert!(
            fault.message.ends_with("`owner` of `Pet`: no such thing"),
            "{}",
            fault.message
        );
    }
}
