//! The bridge to typify, which settles the Rust type of every field, variant and payload.
//!
//! In: the model's shapes. Out: a [`syn::Type`] for each, in short form, and the imports that it needs. typify is asked once for
//! each pattern that shapes follow, so its work does not grow with the document; it sees neither names nor cycles, since both
//! are settled before. No other module may call typify.

mod patterns;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use syn::visit_mut::VisitMut;
use syn::{Type, parse_quote};

use self::patterns::{STAND_IN, pattern, typified};
use crate::diagnostic::Diagnostic;
use crate::layout::Layout;
use crate::model::{Answer, Docs, Event, EventId, Model, Shape, TextCoding, TypeId, TypeKind};
use crate::place::Location;
use crate::render::syntax::{RustType, ident};

/// The Rust types of everything in a model that has a shape.
pub(crate) struct RustTypes(BTreeMap<Slot, Rc<RustType>>);

/// Something that has a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    /// A field of an object.
    Field(TypeId, usize),
    /// The values of an object's members that are not listed.
    Additional(TypeId),
    /// A variant of a union.
    Variant(TypeId, usize),
    /// The payload of an event.
    Payload(EventId),
    /// What an event is answered with.
    Answer(EventId),
    /// A header of what an event is answered with.
    AnswerHeader(EventId, usize),
    /// A parameter of a set.
    Parameter(usize, usize),
}

impl RustTypes {
    /// Asks typify for the type of every slot.
    ///
    /// # Errors
    ///
    /// A diagnostic that names the schema and its place, if typify refuses its shape or panics.
    pub fn new(model: &Model, layout: &Layout) -> Result<Self, Diagnostic> {
        let slots = slots(model);
        // Each pattern with the first slot that has it.
        let patterns = slots.iter().rev();
        let patterns: BTreeMap<Shape, Slot> = patterns
            .flat_map(|(slot, shape)| {
                let in_texts = std::iter::successors(Some(*shape), |shape| shape.in_text());
                in_texts.map(|shape| (pattern(shape), *slot))
            })
            .collect();
        let asked: Vec<(&Shape, Slot)> = patterns
            .iter()
            .map(|(shape, slot)| (shape, *slot))
            .collect();
        let typified = typified(&asked, |slot| named(model, *slot))?;
        let plain = typified.into_iter().map(|plain| Rc::new(shortened(plain)));
        let known: BTreeMap<&Shape, Rc<RustType>> = patterns.keys().zip(plain).collect();
        let mut types = BTreeMap::new();
        for (slot, shape) in slots {
            let mut rust_type = with_names(shape, &known, model);
            if matches!(slot, Slot::Field(id, at) if layout.is_boxed(id, at)) {
                let rust_type = Rc::make_mut(&mut rust_type);
                let inner = &rust_type.tokens;
                rust_type.tokens = parse_quote!(Box<#inner>);
            }
            types.insert(slot, rust_type);
        }
        Ok(Self(types))
    }

    /// The type of a slot; every slot of the model has one.
    pub fn get(&self, slot: Slot) -> Rc<RustType> {
        Rc::clone(&self.0[&slot])
    }
}

/// The type of a shape, from those of all patterns.
fn with_names(
    shape: &Shape,
    known: &BTreeMap<&Shape, Rc<RustType>>,
    model: &Model,
) -> Rc<RustType> {
    let mut rust_type = Rc::clone(&known[&pattern(shape)]);
    if let Some(inner) = shape.in_text() {
        let inner = with_names(inner, known, model);
        let tokens = &inner.tokens;
        let rust_type = Rc::make_mut(&mut rust_type);
        let coding = shape.coding();
        let name = ident(coding.rust());
        StandIn(&parse_quote!(#name<#tokens>)).visit_type_mut(&mut rust_type.tokens);
        rust_type.imports.insert(match coding {
            TextCoding::Plain => "crate::runtime::JsonText",
            TextCoding::Base64 => "crate::runtime::Base64Json",
            TextCoding::Base64Url => "crate::runtime::Base64UrlJson",
        });
        rust_type.imports.extend(&inner.imports);
        rust_type.named.extend(&inner.named);
    } else if let Some(id) = shape.named()
        && let Some(definition) = model.definition(id)
    {
        let name = ident(&definition.ident);
        let rust_type = Rc::make_mut(&mut rust_type);
        StandIn(&parse_quote!(#name)).visit_type_mut(&mut rust_type.tokens);
        rust_type.named.insert(id);
    }
    rust_type
}

/// Every slot and its shape.
fn slots(model: &Model) -> Vec<(Slot, &Shape)> {
    let mut slots = Vec::new();
    for (index, definition) in model.types.iter().enumerate() {
        let id = TypeId(index);
        match &definition.kind {
            TypeKind::Object(_) | TypeKind::Tuple(_) => {
                let fields = definition.kind.fields().iter().enumerate();
                slots.extend(fields.map(|(at, field)| (Slot::Field(id, at), &field.shape)));
                let object = definition.kind.object();
                let additional = object.and_then(|object| object.additional.as_ref());
                slots.extend(additional.map(|(_, shape)| (Slot::Additional(id), shape)));
            }
            TypeKind::Union(union) => {
                let variants = union.variants.iter().enumerate();
                slots.extend(variants.map(|(at, variant)| (Slot::Variant(id, at), &variant.shape)));
            }
            TypeKind::OpenEnum(_) => {}
        }
    }
    for event in model.events() {
        slots.push((Slot::Payload(event.id), decoded_shape(event)));
        let answer = event.acceptance.answer.as_ref();
        let answer = answer.and_then(Answer::shape);
        slots.extend(answer.map(|shape| (Slot::Answer(event.id), shape)));
        let headers = event.acceptance.headers.iter();
        let headers = headers.flat_map(|headers| &headers.fields).enumerate();
        slots.extend(
            headers.map(|(at, header)| (Slot::AnswerHeader(event.id, at), &header.field.shape)),
        );
    }
    for (set, parameters) in model.parameter_sets.iter().enumerate() {
        let fields = parameters.fields.iter().enumerate();
        slots.extend(fields.map(|(at, field)| (Slot::Parameter(set, at), &field.shape)));
    }
    slots
}

/// The shape that an event's body is decoded into; a body that is not decoded has none that matters.
fn decoded_shape(event: &Event) -> &Shape {
    if event.body.decodes() {
        &event.payload
    } else {
        &Shape::Json
    }
}

/// What a slot is called in a diagnostic, and where the schema around it stands.
fn named(model: &Model, slot: Slot) -> (String, Option<&Location>) {
    let name_of = |id: EventId| {
        let named = model.events().find(|event| event.id == id);
        Docs::code(named.map_or("", |event| &event.name.wire))
    };
    let (id, part) = match slot {
        Slot::Field(id, at) => (id, Some(at)),
        Slot::Additional(id) => (id, None),
        Slot::Variant(id, at) => (id, Some(at)),
        Slot::Parameter(set, at) => {
            let set = model.parameter_sets.get(set);
            let parameter = set.and_then(|set| set.fields.get(at));
            let parameter = parameter.map_or("", |one| &one.name.wire);
            return (format!("the parameter {}", Docs::code(parameter)), None);
        }
        Slot::AnswerHeader(event, _) => {
            return (
                format!("a header of the answer to {}", name_of(event)),
                None,
            );
        }
        Slot::Answer(event) => return (format!("the answer to {}", name_of(event)), None),
        Slot::Payload(event) => return (format!("the payload of {}", name_of(event)), None),
    };
    let Some(definition) = model.definition(id) else {
        return (String::new(), None);
    };
    let part = match (&definition.kind, part) {
        (TypeKind::Object(_) | TypeKind::Tuple(_), Some(at)) => definition
            .kind
            .fields()
            .get(at)
            .map(|field| &field.name.wire),
        (TypeKind::Union(union), Some(at)) => union.variants.get(at).map(|variant| &variant.ident),
        _ => None,
    };
    let name = match part {
        Some(part) => format!("{} of `{}`", Docs::code(part), definition.ident),
        None => format!("the further members of `{}`", definition.ident),
    };
    (name, Some(&definition.place))
}

/// Shortens paths to what a person writes after a `use`.
fn shortened(mut tokens: Type) -> RustType {
    let mut short = ShortPaths::default();
    short.visit_type_mut(&mut tokens);
    RustType {
        tokens,
        imports: short.imports,
        named: BTreeSet::new(),
    }
}

#[derive(Default)]
struct ShortPaths {
    imports: BTreeSet<&'static str>,
}

impl VisitMut for ShortPaths {
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
}

/// Puts a type in the place of the one that typify saw.
struct StandIn<'a>(&'a Type);

impl VisitMut for StandIn<'_> {
    fn visit_type_mut(&mut self, one: &mut Type) {
        if matches!(one, Type::Path(path) if path.path.is_ident(STAND_IN)) {
            *one = self.0.clone();
        } else {
            syn::visit_mut::visit_type_mut(self, one);
        }
    }
}
