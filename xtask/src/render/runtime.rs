//! The runtime's files.
//!
//! In: what a model asks of the runtime, and the `templates` crate as it was when the generator was built. Out: the files below
//! `src/runtime/`, without the modules that nothing in the crate uses.

use include_dir::{Dir, include_dir};

use crate::model::{EventNamePlace, Model, OpenEnumKind, Shape, TypeKind, Union};

static RUNTIME: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../templates/src/runtime");

/// What a model asks of the runtime.
#[derive(Debug, Default)]
pub(super) struct Needs {
    integers: bool,
    objects: bool,
    unions: bool,
    timestamps: bool,
    dates: bool,
    names_in_body: bool,
}

impl Needs {
    /// Looks through all types.
    pub fn of(model: &Model) -> Self {
        let mut needs = Self {
            names_in_body: !matches!(
                model.event_name,
                EventNamePlace::Header(_) | EventNamePlace::Path
            ),
            ..Self::default()
        };
        for event in model.events() {
            needs.shape(&event.payload);
        }
        for definition in model
            .types
            .iter()
            .filter(|definition| !definition.module.is_empty())
        {
            match &definition.kind {
                TypeKind::Object(object) => {
                    needs.objects = true;
                    object
                        .fields
                        .iter()
                        .for_each(|field| needs.shape(&field.shape));
                    if let Some((_, shape)) = &object.additional {
                        needs.shape(shape);
                        needs.unions |= *shape != Shape::Json;
                    }
                }
                TypeKind::Union(Union { variants, .. }) => {
                    needs.unions = true;
                    variants
                        .iter()
                        .for_each(|variant| needs.shape(&variant.shape));
                }
                TypeKind::OpenEnum(open_enum) => {
                    needs.integers |= open_enum.kind == OpenEnumKind::Integer;
                }
            }
        }
        needs
    }

    /// Whether a crate needs `chrono`.
    pub fn times(&self) -> bool {
        self.timestamps || self.dates
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
        let optional = [
            ("integer_enum", self.integers),
            ("member", self.names_in_body),
            ("object", self.objects),
            ("timestamp", self.timestamps),
            ("union", self.unions),
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
                index(text, &left_out)
            } else {
                text.to_owned()
            };
            files.push((format!("src/runtime/{path}"), text));
        }
    }
    files
}

/// The runtime's `mod.rs` without the lines that name a module which is left out.
fn index(text: &str, left_out: &[&str]) -> String {
    let speaks_of = |line: &str, name: &str| {
        let line = line
            .trim_start_matches("pub ")
            .trim_start_matches("pub(crate) ");
        line == format!("mod {name};") || line.starts_with(&format!("use {name}::"))
    };
    let kept = text
        .lines()
        .filter(|line| !left_out.iter().any(|name| speaks_of(line, name)));
    kept.flat_map(|line| [line, "\n"]).collect()
}
