//! The runtime's files.
//!
//! In: what a model asks of the runtime, and the crate `webhook-runtime` as it was when the
//! generator was built. Out: a copy of its sources below `src/runtime/`, without the modules that
//! nothing in the generated crate uses.

use include_dir::{Dir, include_dir};

use super::needs::Needs;
use super::runtime_marks::settled;

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

/// The runtime's files by their paths in a crate of this name. The examples in its documentation
/// name the crate that they are in.
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
            let text = settled(text, &|feature: &str| needs.standing(feature));
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

/// The text of a room's module without the declarations and the imports that name a module which is
/// left out, and without what marks them. Between what stays there is one empty line at most.
fn without_modules(text: &str, room: &str, is_left_out: &impl Fn(&str) -> bool) -> String {
    let mut kept = String::new();
    let mut statement = String::new();
    let lines = text.split_inclusive('\n');
    for line in lines {
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
