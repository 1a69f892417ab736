//! The public names of the crate that a document becomes, and the types of what they name.

use std::collections::BTreeSet;
use std::path::Path;

use xtask::diagnostic::Diagnostics;
use xtask::document::{ReadOptions, read_document};
use xtask::lower::{LowerOptions, lower};
use xtask::model::{Model, Shape, TypeDefinition, TypeKind};
use xtask::resolve::Resolver;
use xtask::source::{FileRules, Sources};

/// The public names of the crate of a document, each on a line; `None` where there is none.
pub fn public_names(spec: &Path) -> Option<BTreeSet<String>> {
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::read_by(spec, &FileRules::default(), &mut diagnostics);
    let resolver = Resolver::new(&sources);
    let reading = ReadOptions {
        callbacks: true,
        ..ReadOptions::default()
    };
    let document = read_document(&resolver, reading, &mut diagnostics)?;
    let model = lower(
        &document,
        &resolver,
        &LowerOptions::default(),
        &mut diagnostics,
    );
    (diagnostics.error_count() == 0).then(|| names_of(&model))
}

fn names_of(model: &Model) -> BTreeSet<String> {
    let mut names = BTreeSet::from([format!("crate {}", model.crate_name)]);
    for group in &model.groups {
        let module = &group.name.ident;
        names.insert(format!("{module}: {} {:?}", group.handler, group.feature));
        for event in &group.events {
            let payload = shown(&event.payload, model);
            let sets = event.parameters.values();
            let sets = sets.map(|at| model.parameter_sets[*at].ident.as_str());
            let sets: Vec<&str> = sets.collect();
            names.insert(format!(
                "{module}::{}({payload}) {} {sets:?}",
                event.method, event.name.ident
            ));
        }
    }
    for set in &model.parameter_sets {
        for field in &set.fields {
            let shape = shown(&field.shape, model);
            names.insert(format!("{}.{}: {shape}", set.ident, field.name.ident));
        }
    }
    for definition in model.reached_types() {
        names.extend(names_within(definition, model));
    }
    names
}

fn names_within(definition: &TypeDefinition, model: &Model) -> Vec<String> {
    let around = format!("{}::{}", definition.module, definition.ident);
    let members: Vec<String> = match &definition.kind {
        TypeKind::Object(object) => object
            .fields
            .iter()
            .map(|field| (&field.name, &field.shape))
            .chain(object.additional.iter().map(|(name, shape)| (name, shape)))
            .map(|(name, shape)| format!("{}: {}", name.ident, shown(shape, model)))
            .collect(),
        TypeKind::Tuple(tuple) => tuple
            .positions
            .iter()
            .map(|position| shown(&position.shape, model))
            .collect(),
        TypeKind::OpenEnum(open_enum) => open_enum
            .values
            .iter()
            .map(|value| format!("{} = {}", value.name.ident, value.name.wire))
            .collect(),
        TypeKind::Union(union) => {
            let variants = union.variants.iter();
            let variants = variants
                .map(|variant| format!("{}({})", variant.ident, shown(&variant.shape, model)));
            let shared = union.shared.iter();
            variants
                .chain(shared.map(|member| format!("{}()", member.field.name.ident)))
                .collect()
        }
    };
    let members = members
        .into_iter()
        .map(|member| format!("{around}.{member}"));
    members.chain([around.clone()]).collect()
}

fn shown(shape: &Shape, model: &Model) -> String {
    match shape {
        Shape::Named(id) => model.definition(*id).unwrap().ident.clone(),
        Shape::List(inner) => format!("[{}]", shown(inner, model)),
        Shape::Map(inner) => format!("{{{}}}", shown(inner, model)),
        Shape::Nullable(inner) => format!("{}?", shown(inner, model)),
        Shape::JsonText(inner, _) => format!("'{}'", shown(inner, model)),
        plain => format!("{plain:?}"),
    }
}
