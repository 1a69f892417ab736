//! Schemas for what pages say of values.
//!
//! In: fields, variants and bodies. Out: schemas of JSON Schema 2020-12, objects and unions as
//! components. Two passes build the same schemas: the first writes all in place and gathers what
//! may become a component, the second refers to those by name.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::naming::{Candidates, Chain, Hoist, content, singular};
use crate::audit::page::{Body, Field, Types, Union, Variant};
use crate::schema::type_of;

/// Builds schemas.
#[derive(Debug, Default)]
pub(super) struct SchemaDraft {
    candidates: Candidates,
    /// The names of components by content; the first pass has none yet.
    names: Option<IndexMap<String, String>>,
    /// The components. Each stands before those that it refers to.
    components: Map<String, Value>,
}

impl SchemaDraft {
    /// The second pass: with a name for each schema that the first one saw.
    pub(super) fn with_names(first: Self) -> Self {
        Self {
            names: Some(first.candidates.settle()),
            ..Self::default()
        }
    }

    /// What the schemas refer to.
    pub(super) fn components(self) -> Map<String, Value> {
        self.components
    }

    /// The schema of a body.
    pub(super) fn body(&mut self, body: &Body, chain: &Chain) -> Value {
        let types = Types::Of(vec!["object"]);
        self.object(&types, &body.fields, chain).into()
    }

    /// The schema of objects.
    fn object(&mut self, types: &Types, fields: &[Field], chain: &Chain) -> Map<String, Value> {
        self.component(chain, Hoist::Always, &|this| {
            let mut schema = described();
            put_types(&mut schema, types);
            this.members(&mut schema, fields, chain);
            schema
        })
    }

    /// The schema of one of some values.
    fn one_of_values(
        &mut self,
        types: &Types,
        values: &[Value],
        chain: &Chain,
    ) -> Map<String, Value> {
        self.component(chain, Hoist::IfShared, &|_| {
            let mut schema = described();
            put_types(&mut schema, types);
            schema.insert("enum".to_owned(), Value::from(values.to_vec()));
            schema
        })
    }

    /// A schema that may stand among the components: itself, or a reference to it.
    fn component(
        &mut self,
        chain: &Chain,
        hoist: Hoist,
        build: &dyn Fn(&mut Self) -> Map<String, Value>,
    ) -> Map<String, Value> {
        if self.names.is_none() {
            let schema = build(self);
            self.candidates
                .add(&Value::from(schema.clone()), chain.clone(), hoist);
            return schema;
        }
        let plain = build(&mut Self::default());
        let names = self.names.as_ref();
        let named = names.and_then(|names| names.get(&content(&plain.into())).cloned());
        let Some(name) = named else {
            return build(self);
        };
        if !self.components.contains_key(&name) {
            // It takes its place before what is in it does.
            self.components.insert(name.clone(), Value::Null);
            let schema = build(self);
            self.components.insert(name.clone(), schema.into());
        }
        Map::from_iter([("$ref".to_owned(), Value::from(reference(&name)))])
    }

    /// `required` and `properties`.
    fn members(&mut self, schema: &mut Map<String, Value>, fields: &[Field], chain: &Chain) {
        let required: Vec<&str> = fields
            .iter()
            .filter(|field| field.required.is_some())
            .map(|field| field.name.value.as_str())
            .collect();
        if !required.is_empty() {
            schema.insert("required".to_owned(), Value::from(required));
        }
        let mut properties = Map::new();
        for field in fields {
            let schema = self.field(field, chain);
            properties.insert(field.name.value.clone(), schema.into());
        }
        if !properties.is_empty() {
            schema.insert("properties".to_owned(), properties.into());
        }
    }

    fn field(&mut self, field: &Field, around: &Chain) -> Map<String, Value> {
        let mut schema = described();
        let is_array = field.types.value.has("array");
        let name = &field.name.value;
        let mut chain = around.clone();
        chain.push(if is_array {
            singular(name)
        } else {
            name.clone()
        });
        let has_shape = !field.fields.is_empty() || field.union.is_some();
        if is_array {
            put_types(&mut schema, &field.types.value);
            let items = self.items(field, &chain);
            if !items.is_empty() {
                schema.insert("items".to_owned(), items.into());
            }
        } else if has_shape {
            let shape = self.shape(field, &field.types.value, &chain);
            schema.extend(shape);
        } else if let Some(values) = &field.values {
            let listed = self.one_of_values(&field.types.value, &values.value, &chain);
            schema.extend(listed);
        } else {
            put_types(&mut schema, &field.types.value);
        }
        if let Some(example) = &field.example {
            schema.insert("examples".to_owned(), json!([example.value]));
        }
        schema
    }

    /// The schema of an array's items, as far as the page shows any: empty if it shows nothing.
    fn items(&mut self, field: &Field, chain: &Chain) -> Map<String, Value> {
        if !field.fields.is_empty() || field.union.is_some() {
            return self.shape(field, &Types::Of(vec!["object"]), chain);
        }
        if let Some(values) = &field.values {
            return self.one_of_values(&types_of(&values.value), &values.value, chain);
        }
        match field.example.as_ref().map(|example| &example.value) {
            Some(Value::Array(shown)) if !shown.is_empty() => {
                let mut schema = described();
                put_types(&mut schema, &types_of(shown));
                schema
            }
            _ => Map::new(),
        }
    }

    /// The schema of a value that has fields or variants.
    fn shape(&mut self, field: &Field, types: &Types, chain: &Chain) -> Map<String, Value> {
        if let Some(union) = &field.union {
            return self.component(chain, Hoist::Always, &|this| {
                this.union(union, types, chain)
            });
        }
        if *types != Types::Of(vec!["object", "null"]) {
            return self.object(types, &field.fields, chain);
        }
        let object = self.object(&Types::Of(vec!["object"]), &field.fields, chain);
        let branches = json!([object, { "type": "null" }]);
        Map::from_iter([("oneOf".to_owned(), branches)])
    }

    fn union(&mut self, union: &Union, types: &Types, chain: &Chain) -> Map<String, Value> {
        let mut schema = described();
        put_types(&mut schema, types);
        let variants: Vec<Map<String, Value>> = union
            .variants
            .iter()
            .map(|variant| self.variant(variant, chain))
            .collect();
        let references: Vec<Value> = variants
            .iter()
            .map(|variant| variant.get("$ref").cloned().unwrap_or_default())
            .collect();
        let mut branches: Vec<Value> = variants.into_iter().map(Value::from).collect();
        // `oneOf` must also admit what is not an object.
        let others = types.names().unwrap_or_default().iter();
        let others: Vec<&'static str> = others.copied().filter(|name| *name != "object").collect();
        if !others.is_empty() {
            let mut other = Map::new();
            put_types(&mut other, &Types::Of(others));
            branches.push(other.into());
        }
        schema.insert("oneOf".to_owned(), branches.into());
        if let Some(discriminator) = &union.discriminator {
            let mut mapping = Map::new();
            for (variant, reference) in union.variants.iter().zip(references) {
                for tag in union.tags(variant) {
                    mapping.entry(tag).or_insert(reference.clone());
                }
            }
            let discriminator = json!({ "propertyName": discriminator.value, "mapping": mapping });
            schema.insert("discriminator".to_owned(), discriminator);
        }
        schema
    }

    fn variant(&mut self, variant: &Variant, around: &Chain) -> Map<String, Value> {
        let mut chain = around.clone();
        chain.push(variant.title.value.clone());
        self.component(&chain, Hoist::Always, &|this| {
            let mut schema = Map::new();
            schema.insert(
                "title".to_owned(),
                Value::from(variant.title.value.as_str()),
            );
            schema.extend(described());
            schema.insert("type".to_owned(), Value::from("object"));
            this.members(&mut schema, &variant.fields, &chain);
            schema
        })
    }
}

fn reference(name: &str) -> String {
    format!("#/components/schemas/{name}")
}

/// An object that a person is to describe.
fn described() -> Map<String, Value> {
    Map::from_iter([("description".to_owned(), Value::from(""))])
}

fn put_types(schema: &mut Map<String, Value>, types: &Types) {
    let value = match types.names() {
        None => return,
        Some([one]) => Value::from(*one),
        Some(several) => Value::from(several.to_vec()),
    };
    schema.insert("type".to_owned(), value);
}

/// The types of values, in the order of [`Types::NAMES`].
fn types_of(values: &[Value]) -> Types {
    let has = |name: &&str| values.iter().any(|value| type_of(value) == *name);
    Types::Of(Types::NAMES.into_iter().filter(has).collect())
}
