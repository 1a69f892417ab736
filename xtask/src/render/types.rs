//! The bridge to typify, which settles the Rust type of every field, variant and payload.
//!
//! In: the model's shapes. Out: a [`syn::Type`] for each, in short form, and the imports that it needs. typify sees one flat set of
//! definitions whose names are places, not words: it sorts fields by name and has opinions on spelling, and both are settled before.
//! No other module may call typify.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use proc_macro2::Ident;
use schemars::schema::{Schema, SchemaObject};
use serde_json::{Value, json};
use syn::visit_mut::VisitMut;
use syn::{Item, Type};
use typify::{TypeSpace, TypeSpaceSettings};

use super::tokens::ident;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Model, Shape, TypeId, TypeKind};

/// A Rust type and what must be in scope for it.
#[derive(Debug, Clone)]
pub(super) struct RustType {
    /// The type, with short paths.
    pub tokens: Type,
    /// Names from outside the crate and from the runtime.
    pub imports: BTreeSet<&'static str>,
    /// Types of the model.
    pub named: BTreeSet<TypeId>,
}

/// The Rust types of everything in a model that has a shape.
pub(super) struct RustTypes(BTreeMap<Slot, RustType>);

/// Something that has a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// A field of an object.
    Field(TypeId, usize),
    /// The values of an object's members that are not listed.
    Additional(TypeId),
    /// A variant of a union.
    Variant(TypeId, usize),
    /// The payload of an event, counted over all groups.
    Payload(usize),
}

impl RustTypes {
    /// Asks typify for the type of every slot.
    ///
    /// # Errors
    ///
    /// A diagnostic with the name of the schema, if typify refuses it or panics.
    pub fn new(model: &Model) -> Result<Self, Diagnostic> {
        let slots = slots(model);
        let definitions = definitions(model, &slots);
        let rendered = catch_unwind(AssertUnwindSafe(|| typify_structs(model, definitions)))
            .unwrap_or_else(|_| Err("it panicked".to_owned()))
            .map_err(|why| refused(model, &why))?;
        let mut types = BTreeMap::new();
        for (owner, fields) in rendered {
            for (position, mut tokens) in fields {
                let Some(slot) = slots.get(&(owner.clone(), position)).copied() else {
                    continue;
                };
                let mut short = ShortPaths {
                    model,
                    imports: BTreeSet::new(),
                    named: BTreeSet::new(),
                };
                short.visit_type_mut(&mut tokens);
                types.insert(
                    slot,
                    RustType {
                        tokens,
                        imports: short.imports,
                        named: short.named,
                    },
                );
            }
        }
        match slots.values().find(|slot| !types.contains_key(slot)) {
            Some(slot) => Err(refused(model, &format!("it left out {slot:?}"))),
            None => Ok(Self(types)),
        }
    }

    /// The type of a slot; every slot of the model has one.
    pub fn get(&self, slot: Slot) -> RustType {
        self.0.get(&slot).cloned().unwrap_or_else(|| RustType {
            tokens: syn::parse_quote!(Value),
            imports: BTreeSet::from(["serde_json::Value"]),
            named: BTreeSet::new(),
        })
    }
}

fn refused(model: &Model, why: &str) -> Diagnostic {
    Diagnostic::new(
        Code::TypeRendering,
        format!("the types of `{}` cannot be rendered: {why}", model.title),
    )
    .help("this is a fault of the generator: please report it with the document")
}

fn owner(kind: char, index: usize) -> String {
    format!("{kind}{index:06}")
}

/// Every slot, by the struct and the field that stand for it.
fn slots(model: &Model) -> BTreeMap<(String, String), Slot> {
    let mut slots = BTreeMap::new();
    let mut put = |owner: String, position: usize, slot| {
        slots.insert((owner, format!("f{position:06}")), slot)
    };
    for (index, definition) in model.types.iter().enumerate() {
        let id = TypeId(index);
        match &definition.kind {
            TypeKind::Object(object) => {
                for position in 0..object.fields.len() {
                    put(owner('T', index), position, Slot::Field(id, position));
                }
                if object.additional.is_some() {
                    put(owner('A', index), 0, Slot::Additional(id));
                }
            }
            TypeKind::Union(union) => {
                for position in 0..union.variants.len() {
                    put(owner('V', index), position, Slot::Variant(id, position));
                }
            }
            TypeKind::OpenEnum(_) => {}
        }
    }
    for position in 0..model.events().count() {
        put(owner('P', 0), position, Slot::Payload(position));
    }
    slots
}

/// The structs that typify is given: one per object, and one each for what else has a shape.
fn definitions(model: &Model, slots: &BTreeMap<(String, String), Slot>) -> BTreeMap<String, Value> {
    let events: Vec<_> = model.events().collect();
    let mut definitions: BTreeMap<String, serde_json::Map<String, Value>> = BTreeMap::new();
    for ((owner, position), slot) in slots {
        let shape = match slot {
            Slot::Field(id, index) => {
                match model.definition(*id).map(|definition| &definition.kind) {
                    Some(TypeKind::Object(object)) => {
                        object.fields.get(*index).map(|field| &field.shape)
                    }
                    _ => None,
                }
            }
            Slot::Additional(id) => {
                match model.definition(*id).map(|definition| &definition.kind) {
                    Some(TypeKind::Object(object)) => {
                        object.additional.as_ref().map(|(_, shape)| shape)
                    }
                    _ => None,
                }
            }
            Slot::Variant(id, index) => {
                match model.definition(*id).map(|definition| &definition.kind) {
                    Some(TypeKind::Union(union)) => {
                        union.variants.get(*index).map(|variant| &variant.shape)
                    }
                    _ => None,
                }
            }
            Slot::Payload(index) => events.get(*index).map(|event| &event.payload),
        };
        definitions
            .entry(owner.clone())
            .or_default()
            .insert(position.clone(), schema(shape.unwrap_or(&Shape::Json)));
    }
    let objects = definitions.into_iter().map(|(owner, properties)| {
        let required: Vec<&String> = properties.keys().collect();
        let schema = json!({ "type": "object", "required": required, "properties": properties });
        (owner, schema)
    });
    let replaced = model
        .types
        .iter()
        .enumerate()
        .filter(|(_, definition)| !matches!(definition.kind, TypeKind::Object(_)))
        .map(|(index, _)| (owner('T', index), json!({ "type": "object" })));
    objects.chain(replaced).collect()
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
        Shape::Named(TypeId(index)) => {
            json!({ "$ref": format!("#/definitions/{}", owner('T', *index)) })
        }
    }
}

type Structs = Vec<(String, Vec<(String, Type)>)>;

fn typify_structs(model: &Model, definitions: BTreeMap<String, Value>) -> Result<Structs, String> {
    let mut settings = TypeSpaceSettings::default();
    settings.with_map_type("::std::collections::BTreeMap");
    let date_time = SchemaObject {
        instance_type: Some(schemars::schema::InstanceType::String.into()),
        format: Some("date-time".to_owned()),
        ..SchemaObject::default()
    };
    settings.with_conversion(date_time, "Timestamp", std::iter::empty());
    for (index, definition) in model.types.iter().enumerate() {
        if !matches!(definition.kind, TypeKind::Object(_)) {
            settings.with_replacement(owner('T', index), owner('T', index), std::iter::empty());
        }
    }
    let mut schemas = Vec::new();
    for (name, definition) in definitions {
        let schema: Schema =
            serde_json::from_value(definition).map_err(|error| error.to_string())?;
        schemas.push((name, schema));
    }
    let mut space = TypeSpace::new(&settings);
    space
        .add_ref_types(schemas)
        .map_err(|error| error.to_string())?;
    let file: syn::File = syn::parse2(space.to_stream()).map_err(|error| error.to_string())?;
    let structs = file.items.into_iter().filter_map(|item| match item {
        Item::Struct(item) => {
            let fields = item
                .fields
                .into_iter()
                .filter_map(|field| Some((field.ident?.to_string(), field.ty)));
            Some((item.ident.to_string(), fields.collect()))
        }
        _ => None,
    });
    Ok(structs.collect())
}

/// Shortens paths to what a person writes after a `use`, and puts settled names in place of typify's.
struct ShortPaths<'a> {
    model: &'a Model,
    imports: BTreeSet<&'static str>,
    named: BTreeSet<TypeId>,
}

impl VisitMut for ShortPaths<'_> {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        syn::visit_mut::visit_path_mut(self, path);
        let Some(last) = path.segments.last().cloned() else {
            return;
        };
        let import = match last.ident.to_string().as_str() {
            "BTreeMap" => Some("std::collections::BTreeMap"),
            "Map" => Some("serde_json::Map"),
            "Value" => Some("serde_json::Value"),
            "NaiveDate" => Some("chrono::NaiveDate"),
            "Timestamp" => Some("crate::runtime::Timestamp"),
            _ => None,
        };
        self.imports.extend(import);
        path.leading_colon = None;
        path.segments = std::iter::once(last).collect();
    }

    fn visit_ident_mut(&mut self, name: &mut Ident) {
        let text = name.to_string();
        let index = text
            .strip_prefix('T')
            .and_then(|digits| digits.parse::<usize>().ok());
        if let Some((index, definition)) =
            index.and_then(|index| Some((index, self.model.types.get(index)?)))
        {
            self.named.insert(TypeId(index));
            *name = ident(&definition.ident);
        }
    }
}
