//! What comes beside the body of a delivery.
//!
//! In: the parameters of an event, and where the spec describes them. Out: names and texts for the
//! headers, the query and the path: the examples that the spec shows, or texts made of the types.

use serde_json::Value;

use super::made;
use super::written::text;
use crate::model::{Event, Model, ObjectForm, ParameterField, ParameterForm, ParameterPlace};
use crate::resolve::Resolver;
use crate::schema::Schemas;
use crate::source::Sources;

/// A header, a parameter of the query, or what stands for a parameter of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The part of the request.
    pub place: ParameterPlace,
    /// The name.
    pub name: String,
    /// The text, not encoded.
    pub text: String,
    /// Whether every delivery has it.
    pub required: bool,
}

/// What comes beside the body of an event, in the order of the spec.
#[must_use]
pub fn beside(model: &Model, sources: &Sources, event: &Event) -> Vec<Beside> {
    let resolver = Resolver::new(sources);
    let schemas = Schemas::new(&resolver);
    let mut found = Vec::new();
    for (place, set) in &event.parameters {
        let fields = model.parameter_sets.get(*set).map(|set| &set.fields);
        for field in fields.into_iter().flatten() {
            let said = resolver.value(&field.place);
            let required = *place == ParameterPlace::Path || said["required"] == true;
            let example = example(said, &resolver, field);
            let value = example.unwrap_or_else(|| {
                let schema = resolver.follow(&field.place.child("schema"));
                made::parameter(model, &schemas, &field.shape, schema.ok())
            });
            let pairs = texts(field, &value).into_iter();
            found.extend(pairs.map(|(name, text)| Beside {
                place: *place,
                name,
                text,
                required,
            }));
        }
    }
    found
}

/// The first example of a parameter.
fn example(said: &Value, resolver: &Resolver<'_>, field: &ParameterField) -> Option<Value> {
    if let Some(example) = said.get("example") {
        return Some(example.clone());
    }
    let (name, _) = said.get("examples")?.as_object()?.iter().next()?;
    let example = field.place.child("examples").child(name);
    let example = resolver.value(&resolver.follow(&example).ok()?);
    example.get("value").cloned()
}

/// A value as names and texts.
fn texts(field: &ParameterField, value: &Value) -> Vec<(String, String)> {
    let name = &field.name.wire;
    let items = || match value {
        Value::Array(items) => items.iter().map(text).collect(),
        other => vec![text(other)],
    };
    let members = || {
        let members = value.as_object().into_iter().flatten();
        members.map(|(member, value)| (member.clone(), text(value)))
    };
    let one = |text: String| vec![(name.clone(), text)];
    match &field.form {
        ParameterForm::Scalar => one(text(value)),
        ParameterForm::Json => one(value.to_string()),
        ParameterForm::List(separator) => one(items().join(&separator.to_string())),
        ParameterForm::Repeated => {
            let items = items().into_iter();
            items.map(|text| (name.clone(), text)).collect()
        }
        ParameterForm::Object(ObjectForm::Members, _) => members().collect(),
        ParameterForm::Object(ObjectForm::Deep, _) => {
            let members = members();
            members
                .map(|(member, text)| (format!("{name}[{member}]"), text))
                .collect()
        }
        ParameterForm::Object(ObjectForm::Pairs(separator), _) => {
            let all: Vec<String> = members().flat_map(|(name, text)| [name, text]).collect();
            one(all.join(&separator.to_string()))
        }
    }
}
