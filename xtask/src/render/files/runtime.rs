//! The runtime's files.
//!
//! In: what a model asks of the runtime, and the crate `webhook-runtime` as it was when the generator was built. Out: a copy of its
//! sources below `src/runtime/`, without the modules that nothing in the generated crate uses.

use include_dir::{Dir, include_dir};

use crate::model::{
    Answer, Body, EventNamePlace, Model, OpenEnumKind, Shape, TypeId, TypeKind, Union,
};
use crate::render::stack::Stack;

static RUNTIME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../templates/runtime/src");

/// The root of the runtime's sources. A copy of it is a module, and says so.
const ROOT: &str = "lib.rs";

/// What a copy says above its modules.
const COPIED: &str = "\
//! This is a copy of the crate `webhook-runtime`, without the modules that nothing here uses.
";

/// What examples in the documentation call the crate.
const IN_EXAMPLES: &str = "webhook_runtime";

/// The line of the root by which `crate::runtime` means the same in the crate and in a copy.
const ALIAS: &str = "pub use crate as runtime;";

/// How a crate comes to its runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runtime {
    /// It carries a copy of what it needs.
    Copy,
    /// It depends on the crate.
    Crate(CrateSource),
}

/// Where Cargo finds the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrateSource {
    /// In this folder, relative to that of the generated crate.
    Path(String),
    /// In a Git repository.
    Git {
        /// Where the repository is.
        url: String,
        /// The commit; without it, the tip of the main branch.
        rev: Option<String>,
    },
    /// In the registry, as this version.
    Version(String),
}

/// What a model asks of the runtime.
#[derive(Debug, Default)]
pub(crate) struct Needs {
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
                    if stack.spares(TypeId(index)) {
                        needs.heap_objects = true;
                    } else if object.additional.is_some() {
                        needs.open_objects = true;
                    } else {
                        needs.objects = true;
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
                    needs.heap_variants |= stack.spares(TypeId(index))
                        || shapes.any(|shape| stack.nests_structs(shape, model));
                }
                TypeKind::OpenEnum(open_enum) => {
                    needs.integers |= open_enum.kind == OpenEnumKind::Integer;
                }
            }
        }
        needs
    }

    /// What of the runtime is part of the types that are generated.
    pub fn exported(&self) -> Vec<&'static str> {
        let all = [("RawBody", self.raw_bodies), ("Timestamp", self.timestamps)];
        let used = all.into_iter().filter(|(_, is_used)| *is_used);
        used.map(|(name, _)| name).collect()
    }

    /// Whether the types that are generated name `chrono`.
    pub fn dates(&self) -> bool {
        self.dates
    }

    /// Whether a crate needs `chrono`.
    pub fn times(&self) -> bool {
        self.timestamps || self.dates
    }

    /// Whether a crate needs `form_urlencoded`.
    pub fn forms(&self) -> bool {
        self.forms
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

/// The runtime's files by their paths in a crate of this name. The examples in its documentation name the crate that they are in.
pub(crate) fn runtime_files(needs: &Needs, crate_name: &str) -> Vec<(String, String)> {
    let here = format!("{}::runtime", crate_name.replace('-', "_"));
    let left_out = needs.left_out();
    let (mut files, mut roots, mut macros) = (Vec::new(), Vec::new(), Vec::new());
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
            if path == ROOT {
                roots.push(text);
                continue;
            }
            let module = path.split(['/', '.']).next().unwrap_or_default();
            macros.extend(macros_of(text).map(|name| (name.to_owned(), module.to_owned())));
            let text = text.replace(IN_EXAMPLES, &here);
            files.push((format!("src/runtime/{path}"), text));
        }
    }
    macros.sort_unstable();
    let roots = roots.into_iter();
    files.extend(roots.map(|text| {
        (
            "src/runtime/mod.rs".to_owned(),
            index(text, &left_out, &macros),
        )
    }));
    files
}

/// The macros that a module exports. A macro is exported at the root of its crate, wherever it is written.
fn macros_of(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().zip(text.lines().skip(1));
    lines.filter_map(|(mark, line)| {
        let line = line.strip_prefix("macro_rules! ")?;
        (mark == "#[macro_export]").then(|| line.trim_end_matches(" {"))
    })
}

/// The root of the runtime as the root of a copy: without the lines that name a module which is left out, without what marks
/// such a line, and with the macros of the other modules, each where its module is.
fn index(text: &str, left_out: &[&str], macros: &[(String, String)]) -> String {
    let speaks_of = |line: &str, name: &str| {
        let line = line.trim_start_matches("pub ");
        line == format!("mod {name};") || line.starts_with(&format!("use {name}::"))
    };
    let mut kept = COPIED.to_owned();
    let mut marks = Vec::new();
    let is_head =
        |line: &&str| line.is_empty() || line.starts_with("//!") || line.starts_with("#![doc");
    let body = text.lines().skip_while(is_head);
    for line in body {
        if line.starts_with("#[") {
            marks.push(line);
            continue;
        }
        let marks = std::mem::take(&mut marks);
        let is_second_gap = line.is_empty() && kept.ends_with("\n\n");
        if is_second_gap || line == ALIAS || left_out.iter().any(|name| speaks_of(line, name)) {
            continue;
        }
        for line in marks.into_iter().chain([line]) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    for (name, module) in macros {
        kept.extend(conditions_of(text, module));
        kept.extend(["#[doc(hidden)]\npub use crate::", name, ";\n"]);
    }
    kept
}

/// The lines above a module that say when it is compiled.
fn conditions_of<'t>(text: &'t str, module: &str) -> Vec<&'t str> {
    let declared = format!("mod {module};");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = lines
        .iter()
        .position(|line| line.trim_start_matches("pub ").trim_end() == declared);
    let above = lines.get(..at.unwrap_or_default()).unwrap_or_default();
    let marks = above.iter().rev().take_while(|line| line.starts_with("#["));
    marks
        .copied()
        .filter(|line| line.starts_with("#[cfg("))
        .collect()
}
