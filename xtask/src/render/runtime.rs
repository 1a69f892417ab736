//! The runtime's files.
//!
//! In: what a model asks of the runtime, and the `templates` crate as it was when the generator was built. Out: the files below
//! `src/runtime/`, without the modules that nothing in the crate uses.

use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, include_dir};

use super::stack::Stack;
use crate::model::{
    Answer, Body, EventNamePlace, Model, OpenEnumKind, Shape, TypeDefinition, TypeId, TypeKind,
    Union,
};

static RUNTIME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../templates/src/runtime");

/// What a model asks of the runtime.
#[derive(Debug, Default)]
pub(super) struct Needs {
    integers: bool,
    objects: bool,
    open_objects: bool,
    heap_objects: bool,
    heap_variants: bool,
    unions: bool,
    attempts: bool,
    timestamps: bool,
    dates: bool,
    names_in_body: bool,
    forms: bool,
    multiparts: bool,
    raw_bodies: bool,
    content_types: bool,
    headers: bool,
    /// Of the modules that only some payload types need, the features that compile such a type; `None` where one is always compiled.
    gates: BTreeMap<&'static str, Option<BTreeSet<String>>>,
}

impl Needs {
    /// Looks through all types.
    pub fn of(model: &Model, stack: &Stack) -> Self {
        let mut needs = Self {
            names_in_body: !matches!(
                model.event_name,
                EventNamePlace::Header(_) | EventNamePlace::Path
            ),
            headers: !model.header_sets.is_empty(),
            ..Self::default()
        };
        for event in model.events() {
            needs.content_types |= event.is_by_content_type();
            needs.raw_bodies |= event.body == Body::Raw;
            for body in event.bodies() {
                match body {
                    Body::Form(_) => needs.forms = true,
                    Body::Multipart(_) => needs.multiparts = true,
                    Body::Json | Body::Raw | Body::Nothing => {}
                }
            }
            if event.body.decodes() {
                needs.shape(&event.payload);
            }
            let answer = event.acceptance.answer.as_ref();
            if let Some(shape) = answer.and_then(Answer::shape) {
                needs.shape(shape);
            }
        }
        let headers = model.header_sets.iter().flat_map(|set| &set.fields);
        headers.for_each(|header| needs.shape(&header.shape));
        for (index, definition) in model.types.iter().enumerate() {
            // What no event reaches belongs to no module.
            if definition.module.is_empty() {
                continue;
            }
            match &definition.kind {
                TypeKind::Object(object) => {
                    let is_spared = stack.spares(TypeId(index));
                    let (needed, module) = if is_spared {
                        (&mut needs.heap_objects, "heap_object")
                    } else if object.additional.is_some() {
                        (&mut needs.open_objects, "open_object")
                    } else {
                        (&mut needs.objects, "object")
                    };
                    *needed = true;
                    needs.gate(module, model, definition);
                    if is_spared {
                        needs.gate("heap_reading", model, definition);
                    }
                    object
                        .fields
                        .iter()
                        .for_each(|field| needs.shape(&field.shape));
                    if let Some((_, shape)) = &object.additional {
                        needs.shape(shape);
                    }
                }
                TypeKind::Union(Union { variants, test }) => {
                    needs.unions = true;
                    needs.attempts |= !test.tried().is_empty();
                    variants
                        .iter()
                        .for_each(|variant| needs.shape(&variant.shape));
                    let mut shapes = variants.iter().map(|variant| &variant.shape);
                    if stack.spares(TypeId(index))
                        || shapes.any(|shape| stack.nests_structs(shape, model))
                    {
                        needs.heap_variants = true;
                        needs.gate("heap_variant", model, definition);
                    }
                }
                TypeKind::OpenEnum(open_enum) => {
                    if open_enum.kind == OpenEnumKind::Integer {
                        needs.integers = true;
                        needs.gate("integer_enum", model, definition);
                    }
                }
            }
        }
        needs
    }

    /// Whether a crate needs `chrono`.
    pub fn times(&self) -> bool {
        self.timestamps || self.dates
    }

    /// Whether a crate needs `form_urlencoded`.
    pub fn forms(&self) -> bool {
        self.forms
    }

    /// Notes what compiles a type that needs a module. The macros of these modules go to the types alone, so that without one the compiler
    /// would call them unused.
    fn gate(&mut self, module: &'static str, model: &Model, definition: &TypeDefinition) {
        let mut groups = model.groups.iter();
        let group = groups.find(|group| group.name.ident == definition.module);
        let feature = group.and_then(|group| group.feature.clone());
        let features = self.gates.entry(module).or_insert(Some(BTreeSet::new()));
        match (features.as_mut(), feature) {
            (Some(features), Some(feature)) => {
                features.insert(feature);
            }
            _ => *features = None,
        }
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::DateTime => self.timestamps = true,
            Shape::Date => self.dates = true,
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => self.shape(inner),
            _ => {}
        }
    }

    /// Modules that not every crate needs, and this one does not.
    fn left_out(&self) -> Vec<&'static str> {
        let in_place = self.heap_objects || self.heap_variants;
        let optional = [
            ("content_type", self.content_types),
            ("form", self.forms),
            ("form_field", self.forms || self.multiparts),
            ("header", self.headers),
            ("multipart", self.multiparts),
            ("raw_body", self.raw_bodies),
            ("integer_enum", self.integers),
            ("member", self.names_in_body),
            ("object", self.objects),
            ("open_object", self.open_objects),
            ("heap_clone", in_place),
            ("heap_member", self.heap_objects),
            ("heap_object", self.heap_objects),
            ("heap_reading", self.heap_objects),
            ("heap_variant", self.heap_variants),
            ("in_place", in_place),
            ("timestamp", self.timestamps),
            ("union", self.unions),
            ("union_attempts", self.attempts),
        ];
        optional
            .into_iter()
            .filter(|(_, needed)| !needed)
            .map(|(name, _)| name)
            .collect()
    }
}

/// The runtime's files by their paths in the crate.
pub(super) fn runtime_files(needs: &Needs) -> Vec<(String, String)> {
    let left_out = needs.left_out();
    let mut files = Vec::new();
    let mut folders = vec![&RUNTIME];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            let Some(text) = file.contents_utf8() else {
                continue;
            };
            if left_out.iter().any(|name| path == format!("{name}.rs")) {
                continue;
            }
            let text = if path == "mod.rs" {
                index(text, &left_out, &needs.gates)
            } else {
                text.to_owned()
            };
            files.push((format!("src/runtime/{path}"), text));
        }
    }
    files
}

/// The runtime's `mod.rs` without the lines that name a module which is left out, and without what such a line is marked with.
fn index(
    text: &str,
    left_out: &[&str],
    gates: &BTreeMap<&str, Option<BTreeSet<String>>>,
) -> String {
    let speaks_of = |line: &str, name: &str| {
        let line = line
            .trim_start_matches("pub ")
            .trim_start_matches("pub(crate) ");
        line == format!("mod {name};") || line.starts_with(&format!("use {name}::"))
    };
    let mut kept = String::new();
    let mut mark = None;
    for line in text.lines() {
        if line.starts_with("#[") {
            mark = Some(line);
            continue;
        }
        let mark = mark.take();
        if left_out.iter().any(|name| speaks_of(line, name)) {
            continue;
        }
        let gate = gates
            .iter()
            .find(|(name, _)| speaks_of(line, name))
            .and_then(|(_, features)| gate_text(features.as_ref()?));
        for line in gate.as_deref().into_iter().chain(mark).chain([line]) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// The line that compiles the next with any of these features alone; `None` where there are none.
fn gate_text(features: &BTreeSet<String>) -> Option<String> {
    let conditions: Vec<String> = features
        .iter()
        .map(|feature| format!("feature = \"{feature}\""))
        .collect();
    match conditions.as_slice() {
        [] => None,
        [one] => Some(format!("#[cfg({one})]")),
        several => Some(format!("#[cfg(any({}))]", several.join(", "))),
    }
}
