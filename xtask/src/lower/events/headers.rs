//! From header parameters to metadata.
//!
//! In: the operations' parameters (OpenAPI 3.1 §4.8.12). Out: one [`HeaderSet`] for each distinct
//! list of headers, however many operations have it, and its name. What a header's text stands for
//! is told by its schema: a scalar, or scalars with commas between them (§4.8.12.3, the style
//! `simple`); or it is JSON by its media type. Whatever else it may be is text, and counted.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::document::{Document, ExampleValue, MediaKind, Operation, Parameter, ParameterIn};
use crate::ident::{Style, followed_by, identifiers};
use crate::lower::naming::{Claim, Origin, Rank, header_set_names, settle};
use crate::lower::prose::{docs, schema_docs};
use crate::lower::types::TypeBuilder;
use crate::model::{
    Docs, EventGroup, HeaderField, HeaderForm, HeaderSet, Name, Shape, Treatment, TypeKind,
};
use crate::place::Location;
use crate::resolve::Resolver;
use crate::schema::{ALTERNATIVES, Role, Schemas, View, keywords_that};

/// What a module of metadata uses for something else.
const RESERVED: [&str; 12] = [
    "Arrival",
    "BTreeMap",
    "From",
    "HeaderMap",
    "Map",
    "NaiveDate",
    "Option",
    "Self",
    "String",
    "Timestamp",
    "Value",
    "Vec",
];

/// How far alternatives may stand within alternatives.
const MAX_ALTERNATIVES: usize = 8;

/// The sets that were met, and the operation that had each first.
pub(crate) struct HeaderSets {
    found: Vec<(HeaderSet, Location)>,
    /// Headers that several operations describe, each otherwise, in lower case.
    ambiguous: BTreeSet<String>,
}

impl HeaderSets {
    /// No sets yet, of these operations.
    pub fn new(document: &Document, resolver: &Resolver<'_>) -> Self {
        let mut described: BTreeMap<String, Option<&Value>> = BTreeMap::new();
        let mut ambiguous = BTreeSet::new();
        for (_, operation) in document.operations() {
            for header in headers_of(operation) {
                let name = header.name.to_ascii_lowercase();
                let content = header.content.as_ref();
                let content = content.and_then(|media| media.schema.as_ref());
                let schema = header.schema.as_ref().or(content);
                let schema = schema.and_then(|schema| resolver.follow(schema).ok());
                let schema = schema.map(|schema| resolver.value(&schema));
                if *described.entry(name.clone()).or_insert(schema) != schema {
                    ambiguous.insert(name);
                }
            }
        }
        Self {
            found: Vec::new(),
            ambiguous,
        }
    }

    /// The place of the operation's set among all; `None` if it has no header parameters. `event`
    /// is the Rust name of its event.
    pub fn place(
        &mut self,
        operation: &Operation,
        event: &str,
        types: &mut TypeBuilder<'_, '_>,
    ) -> Option<usize> {
        let headers: Vec<&Parameter> = headers_of(operation).collect();
        if headers.is_empty() {
            return None;
        }
        let mut read: Vec<(Shape, HeaderForm)> = Vec::new();
        for header in &headers {
            let name = header.name.to_ascii_lowercase();
            let is_ambiguous = self.ambiguous.contains(&name);
            let origin = Origin::header(&header.name, event, is_ambiguous);
            read.push(lower_header(header, &origin, types));
        }
        let is_same = |set: &HeaderSet| {
            let mut fields = set.fields.iter().zip(&headers).zip(&read);
            set.fields.len() == headers.len()
                && fields.all(|((field, header), (shape, form))| {
                    field.name.wire.eq_ignore_ascii_case(&header.name)
                        && (&field.shape, &field.form) == (shape, form)
                })
        };
        if let Some(known) = self.found.iter().position(|(set, _)| is_same(set)) {
            return Some(known);
        }
        let claims = headers.iter().map(|header| {
            let candidates = identifiers(&header.name, Style::Snake);
            Claim {
                rank: Rank::of(&header.name, &candidates),
                candidates,
                place: header.location.clone(),
                remedy: "give the headers names that differ in more than punctuation",
            }
        });
        let idents = settle(&claims.collect::<Vec<_>>(), &[], types.diagnostics);
        let fields = headers.iter().zip(read).zip(idents);
        let fields = fields.map(|((header, (shape, form)), ident)| HeaderField {
            name: Name::of_wire(&header.name, ident),
            docs: header_docs(header, &shape, types),
            shape,
            form,
        });
        let set = HeaderSet {
            fields: fields.collect(),
            ident: String::new(),
        };
        self.found.push((set, operation.location.clone()));
        Some(self.found.len() - 1)
    }

    /// The sets with their names: `DeliveryHeaders` if there is one alone, or else after what the
    /// events that have it have in common.
    pub fn named(self, groups: &[EventGroup], diagnostics: &mut Diagnostics) -> Vec<HeaderSet> {
        let alone = (self.found.len() == 1).then(|| "Delivery".to_owned());
        let claims = self.found.iter().enumerate().map(|(index, (_, place))| {
            let names = alone.clone().into_iter();
            let names = names.chain(header_set_names(index, groups));
            Claim {
                candidates: names.map(|name| followed_by(&name, "Headers")).collect(),
                rank: Rank::Own,
                place: place.clone(),
                remedy: "give the operation another `x-rust-name`",
            }
        });
        let claims: Vec<Claim> = claims.collect();
        let idents = settle(&claims, &RESERVED, diagnostics);
        let sets = self.found.into_iter().zip(idents);
        sets.map(|((set, _), ident)| HeaderSet { ident, ..set })
            .collect()
    }
}

fn headers_of(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    let parameters = operation.parameters.iter();
    parameters.filter(|parameter| parameter.location_in == ParameterIn::Header)
}

/// What the text of a header stands for, and how it is read.
fn lower_header(
    header: &Parameter,
    origin: &Origin,
    types: &mut TypeBuilder<'_, '_>,
) -> (Shape, HeaderForm) {
    let text = (Shape::Text, HeaderForm::Scalar);
    if let Some(media) = &header.content {
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
                (without_null(shape), HeaderForm::Json)
            }
            None => (Shape::Json, HeaderForm::Json),
        };
    }
    let Some(schema) = &header.schema else {
        return text;
    };
    let view = types.schemas.view_at(schema);
    if is_scalar(schema, types.schemas, MAX_ALTERNATIVES)
        && let Some(shape) = scalar_shape(schema, origin, types)
    {
        return (shape, HeaderForm::Scalar);
    }
    if let Some(items) = items_of(&view)
        && is_scalar(&items, types.schemas, MAX_ALTERNATIVES)
        && let Some(item) = scalar_shape(&items, &origin.followed_by("Item"), types)
    {
        for part in &view.parts {
            types.ledger.visit(&part.location);
        }
        types.ledger.visit(schema);
        return (Shape::List(Box::new(item)), HeaderForm::List);
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

/// The schema of an array's items, if all of them follow one.
fn items_of(view: &View<'_>) -> Option<Location> {
    let is_array = view.types().is_none_or(|types| types == ["array"]);
    let choices = ["prefixItems", "oneOf", "anyOf", "enum", "const"];
    let is_plain = choices
        .iter()
        .all(|keyword| view.keyword(keyword).is_none());
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
    let has = |keyword: &&str| view.keyword(keyword).is_some();
    let types = view.types();
    let by_type = match types.as_deref() {
        None | Some([]) => {
            let structure = ["properties", "additionalProperties", "items", "prefixItems"];
            !structure.iter().any(has)
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

/// A header that is not there is absent, which `null` would be too.
fn without_null(shape: Shape) -> Shape {
    match shape {
        Shape::Nullable(inner) => *inner,
        other => other,
    }
}

/// What is said of a header: a named type tells the rest on its own page.
fn header_docs(header: &Parameter, shape: &Shape, types: &mut TypeBuilder<'_, '_>) -> Docs {
    let own = header.description.as_deref();
    let described = match &header.schema {
        Some(schema) if shape.named().is_none() => {
            let view = types.schemas.view_at(schema);
            schema_docs(own, &view)
        }
        _ => docs([own.unwrap_or_default()]),
    };
    let notes = header_notes(header, types);
    let texts = [described.text, notes]
        .into_iter()
        .filter(|text| !text.is_empty());
    Docs {
        text: texts.collect::<Vec<_>>().join("\n\n"),
    }
}

/// What the parameter itself says beside its schema.
fn header_notes(header: &Parameter, types: &mut TypeBuilder<'_, '_>) -> String {
    let content = header.content.as_ref();
    let samples = header.examples.iter();
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
        let keyword = header.location.child(keyword);
        types.ledger.count(keyword, Treatment::Documented);
    };
    if header.required {
        document("required");
        notes.push("Comes with every delivery.".to_owned());
    }
    if header.deprecated {
        document("deprecated");
        notes.push("Deprecated.".to_owned());
    }
    for example in &header.examples {
        let is_bare = example.location == header.location.child("example");
        document(if is_bare { "example" } else { "examples" });
    }
    notes.extend(sample.map(|text| format!("Example: {}.", Docs::code(&text))));
    notes.join(" ")
}
