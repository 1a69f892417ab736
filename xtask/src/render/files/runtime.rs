//! The runtime's files.
//!
//! In: what a model asks of the runtime, and the crate `webhook-runtime` as it was when the generator was built. Out: a copy of its
//! sources below `src/runtime/`, without the modules that nothing in the generated crate uses.

use include_dir::{Dir, include_dir};

use super::runtime_marks::settled;
use crate::model::{
    Answer, AuthenticatorKind, Body, Model, OpenEnumKind, ParameterForm, ParameterPlace, Shape,
    TypeId, TypeKind, Union,
};
use crate::render::stack::Stack;

static RUNTIME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../templates/runtime/src");

/// The root of the runtime's sources. A copy of it is a module, and says so.
const ROOT: &str = "lib.rs";

/// What the runtime exports to generated code, and nobody else.
const DOOR: &str = "generated.rs";

/// What a copy says above its modules.
const COPIED: &str = "\
//! This is a copy of the crate `webhook-runtime`, without the modules that nothing here uses.
";

/// What examples in the documentation call the crate.
const IN_EXAMPLES: &str = "webhook_runtime";

/// The lines of the root by which `crate::runtime` means the same in the crate and in a copy.
const ALIAS: &str = "#[doc(hidden)]\npub use crate as runtime;\n";

/// What marks modules that only some specs need. A copy has them or not.
const OF_SPEC: [&str; 2] = [
    "#[cfg(feature = \"forms\")]\n",
    "#[cfg(feature = \"timestamps\")]\n",
];

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
    json_texts: bool,
    unions: bool,
    attempts: bool,
    timestamps: bool,
    dates: bool,
    names_in_body: bool,
    forms: bool,
    multiparts: bool,
    raw_bodies: bool,
    headers: bool,
    delivery_id: bool,
    answer_headers: bool,
    query: bool,
    query_objects: bool,
    path: bool,
    signatures: bool,
    handshakes: bool,
}

impl Needs {
    /// Looks through all types.
    pub fn of(model: &Model, stack: &Stack) -> Self {
        let has = |place| model.parameter_sets.iter().any(|set| set.place == place);
        let mut needs = Self {
            names_in_body: model.event_name.reads_body(),
            headers: has(ParameterPlace::Headers),
            delivery_id: !model.delivery_id.is_empty(),
            query: has(ParameterPlace::Query),
            path: has(ParameterPlace::Path),
            handshakes: !model.handshakes.is_empty(),
            signatures: model
                .authenticators
                .iter()
                .any(|one| matches!(one.kind, AuthenticatorKind::Signature(_))),
            ..Self::default()
        };
        for event in model.events() {
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
            let headers = event.acceptance.headers.iter();
            for header in headers.flat_map(|headers| &headers.fields) {
                needs.answer_headers = true;
                needs.shape(&header.field.shape);
            }
        }
        for field in model.parameter_sets.iter().flat_map(|set| &set.fields) {
            needs.shape(&field.shape);
            // Objects in queries are read as forms are.
            let is_object = matches!(field.form, ParameterForm::Object(..));
            needs.query_objects |= is_object;
            needs.forms |= is_object;
        }
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
                TypeKind::Union(Union { variants, test, .. }) => {
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
        let all = [
            ("JsonText", self.json_texts),
            ("RawBody", self.raw_bodies),
            ("Timestamp", self.timestamps),
        ];
        let used = all.into_iter().filter(|(_, is_used)| *is_used);
        used.map(|(name, _)| name).collect()
    }

    /// Whether the types that are generated name `chrono`.
    pub fn dates(&self) -> bool {
        self.dates
    }

    /// Whether the types that are generated name `Timestamp`.
    pub fn timestamps(&self) -> bool {
        self.timestamps
    }

    /// Whether a crate needs `chrono`.
    pub fn times(&self) -> bool {
        self.timestamps || self.dates || self.signatures
    }

    /// Whether a crate needs `form_urlencoded`.
    pub fn forms(&self) -> bool {
        self.forms || self.signatures
    }

    /// Whether a crate answers handshakes.
    pub fn handshakes(&self) -> bool {
        self.handshakes
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::DateTime => self.timestamps = true,
            Shape::Date => self.dates = true,
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => self.shape(inner),
            Shape::JsonText(inner) => {
                self.json_texts = true;
                self.shape(inner);
            }
            _ => {}
        }
    }

    /// Modules that not every crate needs, and this one does not, by their paths.
    fn left_out(&self) -> Vec<&'static str> {
        let in_place = self.heap_objects || self.heap_variants;
        let fields = self.forms || self.multiparts || self.signatures;
        let optional = [
            ("body/form", self.forms),
            ("body/form_field", fields),
            ("body/form_json", fields),
            ("body/form_tree", fields),
            (
                "body/member",
                self.names_in_body || fields || self.handshakes || self.delivery_id,
            ),
            ("body/multipart", self.multiparts || self.signatures),
            ("body/raw_body", self.raw_bodies),
            ("handling/answer_headers", self.answer_headers),
            ("handling/delivery_id", self.delivery_id),
            ("handling/header", self.headers),
            ("handling/parameters", self.query || self.path),
            ("handling/parameters/object", self.query_objects),
            ("handling/parameters/path", self.path),
            ("handling/parameters/query", self.query),
            ("handshake", self.handshakes),
            ("heap/clone", in_place),
            ("heap/in_place", in_place),
            ("heap/member", self.heap_objects),
            ("heap/object", self.heap_objects),
            ("heap/reading", self.heap_objects),
            ("heap/variant", self.heap_variants),
            ("receiver/handshakes", self.handshakes),
            ("security/signature", self.signatures),
            ("types/integer_enum", self.integers),
            ("types/json_text", self.json_texts),
            ("types/object", self.objects),
            ("types/open_object", self.open_objects),
            ("types/read_within", self.unions || self.json_texts),
            ("types/shared_member", self.unions),
            ("types/timestamp", self.timestamps || self.signatures),
            ("types/union", self.unions),
            ("types/union_attempts", self.attempts),
        ];
        let unused = optional.into_iter().filter(|(_, needed)| !needed);
        let mut left_out: Vec<_> = unused.map(|(path, _)| path).collect();
        // The room goes with the last of its modules.
        if !in_place {
            left_out.push("heap");
        }
        left_out
    }
}

/// The runtime's files by their paths in a crate of this name. The examples in its documentation name the crate that they are in.
pub(crate) fn runtime_files(needs: &Needs, crate_name: &str) -> Vec<(String, String)> {
    let here = format!("{}::runtime", crate_name.replace('-', "_"));
    let left_out = needs.left_out();
    let is_left_out = |module: &str| left_out.iter().any(|path| is_within(module, path));
    let mut files = Vec::new();
    let mut folders = vec![&RUNTIME];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            let module = path.trim_end_matches(".rs").trim_end_matches("/mod");
            let Some(text) = file.contents_utf8().filter(|_| !is_left_out(module)) else {
                continue;
            };
            let text = settled(text, needs.handshakes);
            let (path, text) = match path.strip_suffix("/mod.rs") {
                _ if path == ROOT => ("mod.rs", without_modules(&root(&text), "", &is_left_out)),
                _ if path == DOOR => (DOOR, without_modules(&text, "", &is_left_out)),
                Some(room) => (path.as_str(), without_modules(&text, room, &is_left_out)),
                None => (path.as_str(), text),
            };
            let text = text.replace(IN_EXAMPLES, &here);
            files.push((format!("src/runtime/{path}"), text));
        }
    }
    files
}

/// Whether a module is this one, or inside it.
fn is_within(module: &str, path: &str) -> bool {
    let rest = module.strip_prefix(path);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The root of the runtime as the root of a copy, which says that it is one.
fn root(text: &str) -> String {
    let is_head =
        |line: &&str| *line == "\n" || line.starts_with("//!") || line.starts_with("#![doc");
    let body: String = text.split_inclusive('\n').skip_while(is_head).collect();
    format!("{COPIED}\n{}", body.replace(ALIAS, "").trim_start())
}

/// The text of a room's module without the declarations and the imports that name a module which is left out, and without what
/// marks them. Between what stays there is one empty line at most.
fn without_modules(text: &str, room: &str, is_left_out: &impl Fn(&str) -> bool) -> String {
    let mut kept = String::new();
    let mut statement = String::new();
    let lines = text.split_inclusive('\n');
    for line in lines.filter(|line| !OF_SPEC.contains(line)) {
        let is_second_gap = line == "\n" && (kept.is_empty() || kept.ends_with("\n\n"));
        if is_second_gap && statement.is_empty() {
            continue;
        }
        statement.push_str(line);
        let is_mark = line.starts_with("#[");
        let is_open = named_module(&statement, room).is_some() && !line.ends_with(";\n");
        if is_mark || is_open {
            continue;
        }
        let statement = std::mem::take(&mut statement);
        if !named_module(&statement, room).is_some_and(|module| is_left_out(&module)) {
            kept.push_str(&statement);
        }
    }
    kept
}

/// The path that a declaration or an import of a room names, with `/` between the modules.
fn named_module(statement: &str, room: &str) -> Option<String> {
    let mut lines = statement.lines().skip_while(|line| line.starts_with("#["));
    let words = lines.next()?.trim_end_matches(['{', ';']);
    let words = words.trim_start_matches("pub(crate) ");
    let words = words.trim_start_matches("pub(super) ");
    let words = words.trim_start_matches("pub ");
    let named = words
        .strip_prefix("mod ")
        .or_else(|| words.strip_prefix("use "))?;
    let path = match named.strip_prefix("crate::runtime::") {
        Some(path) => path.to_owned(),
        None if room.is_empty() => named.to_owned(),
        None => format!("{room}::{named}"),
    };
    let words = path.split([' ', '{']).next()?;
    Some(words.trim_end_matches("::").replace("::", "/"))
}
