//! Crates that carry a copy of the runtime.
//!
//! In: a fixture. Out: what codegen makes of it with a copy, and what is wrong with that. Few
//! fixtures' copies are compiled. Of all others this holds that theirs would compile too: the
//! modules are those of `templates/runtime`, whatever a module or the generated code takes of the
//! runtime is there, and the generated code is the same as without a copy.

use std::collections::BTreeSet;
use std::fs;

use xtask::output::header;

use super::{Fixture, RUNTIME, RUNTIME_CRATE, Tree, unified, workspace};

/// The folder of a crate that the runtime is copied to.
const FOLDER: &str = "src/runtime/";

/// The root of the copied runtime, which codegen makes.
const ROOT: &str = "src/runtime/mod.rs";

/// The root of the crate.
const LIB: &str = "src/lib.rs";

/// What marks the parts of the runtime that only crates with a feature have, or only those without.
const MARK: &str = "#[cfg(";

/// What differs between a crate with a copy and one that depends on the runtime.
const CARRIED: &str = "pub mod runtime;";
const DEPENDED_ON: &str = "pub use webhook_runtime as runtime;";

/// Whether a file of a generated crate is a copy of one of the runtime crate.
pub fn is_copied(path: &str) -> bool {
    path.starts_with(FOLDER) && path != ROOT
}

/// What a fixture's crate copies of the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// The modules at the root of the copy.
    pub modules: BTreeSet<String>,
    /// What is wrong with it.
    pub faults: Vec<String>,
}

impl Copy {
    /// Makes the crate with a copy and without, and compares.
    ///
    /// # Errors
    ///
    /// What codegen said, if it made no crate.
    pub fn of(fixture: &Fixture) -> Result<Self, String> {
        let own = fixture
            .own_arguments()
            .replace(&format!("{RUNTIME} copy"), "");
        let with = |how: &str| fixture.in_memory(format!("{own} {RUNTIME} {how}"));
        let ((copy, _), (other, _)) = (with("copy")?, with(RUNTIME_CRATE)?);
        let mut faults = Vec::new();
        for (path, text) in &copy {
            faults.extend(
                is_copied(path)
                    .then(|| not_the_template(path, text))
                    .flatten(),
            );
        }
        faults.extend(other_code(&copy, other));
        faults.extend(nowhere(&copy));
        let root = copy.get(ROOT).map_or("", String::as_str);
        Ok(Self {
            modules: modules(root).map(str::to_owned).collect(),
            faults: faults
                .iter()
                .map(|fault| format!("{}: {fault}", fixture.name))
                .collect(),
        })
    }
}

/// The modules that a root declares.
fn modules(root: &str) -> impl Iterator<Item = &str> {
    root.lines().filter_map(|line| {
        let line = line.strip_prefix("pub ").unwrap_or(line);
        line.strip_prefix("mod ")?.strip_suffix(';')
    })
}

/// What is wrong with a file that should be the template's text below codegen's header.
fn not_the_template(path: &str, text: &str) -> Option<String> {
    let module = path.strip_prefix(FOLDER).unwrap_or(path);
    let template = workspace().join("templates/runtime/src").join(module);
    match fs::read_to_string(&template) {
        Ok(original) if is_part_of_room(path, text, &header::head(path, &original)) => None,
        Ok(original)
            if but_for_examples(&header::head(path, &original)) == but_for_examples(text) =>
        {
            None
        }
        Ok(original) => Some(format!(
            "{path} is not the text of {} below codegen's header:\n{}",
            template.display(),
            unified(&header::head(path, &original), text)
        )),
        Err(error) => Some(format!(
            "{path} has no original at {}: {error}",
            template.display()
        )),
    }
}

/// Whether a text is the template's with lines left out: of a file that names modules, those of a room or those for generated code,
/// the lines of modules that are not copied; of any, what is marked as belonging to features. A mark may be a shorter one in the copy.
fn is_part_of_room(path: &str, text: &str, original: &str) -> bool {
    let mut lines = original.lines();
    let names_modules = path.ends_with("/mod.rs") || path.ends_with("/generated.rs");
    let is_mark = |line: &str| line.trim_start().starts_with(MARK);
    let mut kept = but_for_examples(text)
        .into_iter()
        .filter(|line| !is_mark(line));
    (names_modules || original.contains(MARK)) && kept.all(|line| lines.any(|other| other == line))
}

/// A text without what the examples in its documentation import: they name the crate that they are in.
fn but_for_examples(text: &str) -> Vec<&str> {
    let lines = text.lines();
    lines
        .filter(|line| !line.trim_start().starts_with("/// # use "))
        .collect()
}

/// Files outside the copy that are other than in the crate without one.
fn other_code(copy: &Tree, mut other: Tree) -> Vec<String> {
    other.retain(|path, _| path.ends_with(".rs"));
    let code = copy
        .iter()
        .filter(|(path, _)| path.ends_with(".rs") && !path.starts_with(FOLDER));
    let mut faults = Vec::new();
    for (path, text) in code {
        let text = text.replace(CARRIED, DEPENDED_ON);
        if other.remove(path).as_ref() != Some(&text) {
            faults.push(format!(
                "{path} is other with a copy of the runtime than without"
            ));
        }
    }
    let missing = other.into_keys();
    faults.extend(missing.map(|path| format!("{path} is made only without a copy")));
    faults
}

/// What code takes of the runtime and the root of the copy does not have.
fn nowhere(copy: &Tree) -> BTreeSet<String> {
    let root = copy.get(ROOT).map_or("", String::as_str);
    let reexports = root.split("\npub use ").skip(1);
    let reexports = reexports.filter_map(|text| Some(text.split_once(';')?.0));
    let reexported = reexports.flat_map(|path| match path.split_once(" as ") {
        Some((_, name)) => vec![head(name)],
        None => taken(path.rsplit_once("::").unwrap_or_default().1),
    });
    let there: BTreeSet<&str> = modules(root).chain(reexported).collect();
    let code = copy.iter().filter(|(path, _)| path.ends_with(".rs"));
    let mut faults = BTreeSet::new();
    for (path, text) in code {
        // The root of the crate is where the runtime lies.
        let in_root = text.split("\npub use runtime::").skip(1);
        let in_root = in_root.filter(|_| path == LIB);
        let paths = text.split("crate::runtime::").skip(1).chain(in_root);
        for name in paths.flat_map(taken).filter(|name| !there.contains(name)) {
            faults.insert(format!(
                "{path} takes `{name}` of the runtime, which the copy lacks"
            ));
        }
    }
    faults
}

/// What a path leads to next: `a` for `a::b`, `a` and `b` for `{a, b::{c, d}}`.
fn taken(path: &str) -> Vec<&str> {
    let Some(list) = path.strip_prefix('{') else {
        return vec![head(path)];
    };
    let mut depth = 1;
    let end = list.find(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0
    });
    let list = list.get(..end.unwrap_or(list.len())).unwrap_or_default();
    let mut depth = 0;
    let items = list.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let heads = items.map(|item| head(item.trim_start()));
    heads.filter(|name| !name.is_empty()).collect()
}

/// The name that a text starts with.
fn head(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{ROOT, Tree, nowhere, taken};

    #[test]
    fn a_path_leads_to_one_name_or_to_those_of_a_list() {
        assert_eq!(taken("receiver::Limits;\n"), ["receiver"]);
        assert_eq!(
            taken("{\n    Decoded, form::{Form, read},\n    union,\n};\nuse {x}"),
            ["Decoded", "form", "union"]
        );
    }

    #[test]
    fn what_the_copy_lacks_is_named_with_who_takes_it() {
        let root = "mod decode;\npub mod form;\npub use decode::{Decoded, Defect};\npub use form::text as form_text;\n";
        let code = "use crate::runtime::{Decoded, form::Form, form_text, union};\n";
        let lib = "pub mod runtime;\npub use runtime::{Defect, Timestamp};\n";
        let files = [
            (ROOT, root),
            ("src/event.rs", code),
            ("src/lib.rs", lib),
            ("README.md", "crate::runtime::gone"),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let faults: Vec<String> = nowhere(&Tree::from(files)).into_iter().collect();
        assert_eq!(
            faults,
            [
                "src/event.rs takes `union` of the runtime, which the copy lacks",
                "src/lib.rs takes `Timestamp` of the runtime, which the copy lacks",
            ]
        );
    }
}
