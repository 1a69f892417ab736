//! The houses of the generator and of the runtime: which room may know which, and how large files
//! and folders may be.
//!
//! Only the files and what they import are looked at. A module is `x.rs` or `x/mod.rs`; modules
//! that stand beside one another in a folder must not import one another in a circle, each with all
//! that lies below it. The rooms of `lower` have an order beside that.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{ItemMod, UseTree};

/// The rooms of reading and lowering, the lowest first, and what stands upon them: each may name
/// those before it, and none behind it.
const ROOMS: [&str; 18] = [
    "ident",
    "vocabulary",
    "overlay",
    "source",
    "resolve",
    "document",
    "schema",
    "lower::account",
    "lower::prose",
    "lower::unions",
    "lower::naming",
    "lower::types",
    "lower::bodies",
    "lower::security",
    "lower::events",
    "lower",
    "codegen",
    "diff",
];

/// The rooms of the runtime, in the same order.
const ROOMS_OF_RUNTIME: [&str; 14] = [
    "form_encoding",
    "log_text",
    "json",
    "decode",
    "types",
    "heap",
    "inspect",
    "body",
    "handling",
    "security",
    "handshake",
    "receiver",
    "testing",
    "generated",
];

/// How many files a folder has at most.
const MOST_FILES: usize = 15;

/// How many lines a file has at most.
const MOST_LINES: usize = 400;

/// The path of a module, such as `lower::types::table`.
type Module = Vec<String>;

/// A crate, as its folder of sources.
struct House {
    src: PathBuf,
    /// What stands between `crate` and its modules in the paths that it names.
    alias: Option<&'static str>,
}

fn generator() -> House {
    House {
        src: Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        alias: None,
    }
}

fn runtime() -> House {
    House {
        src: Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/runtime/src"),
        alias: Some("runtime"),
    }
}

fn inbox() -> House {
    House {
        src: Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/inbox/src"),
        alias: None,
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The modules of a crate, each with its file.
fn modules(house: &House) -> BTreeMap<Module, PathBuf> {
    let mut modules = BTreeMap::new();
    let sources = files(&house.src);
    let is_rust = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "rs");
    for path in sources.into_iter().filter(is_rust) {
        let inside = path.strip_prefix(&house.src).unwrap().with_extension("");
        let names = inside.iter().map(|name| name.to_str().unwrap().to_owned());
        let mut module: Module = names.collect();
        if module.last().is_some_and(|name| name == "mod") {
            module.pop();
        }
        if !["lib", "main"].contains(&module.concat().as_str()) {
            modules.insert(module, path);
        }
    }
    modules
}

/// The paths that a file names.
#[derive(Default)]
struct Named {
    paths: Vec<Vec<String>>,
}

impl Named {
    fn tree(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: String| [before, &[name]].concat();
        match tree {
            UseTree::Path(path) => self.tree(&path.tree, &with(path.ident.to_string())),
            UseTree::Name(name) => self.paths.push(with(name.ident.to_string())),
            UseTree::Rename(name) => self.paths.push(with(name.ident.to_string())),
            UseTree::Glob(_) => self.paths.push(before.to_vec()),
            UseTree::Group(group) => group.items.iter().for_each(|one| self.tree(one, before)),
        }
    }
}

impl<'ast> Visit<'ast> for Named {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter().map(|one| one.ident.to_string());
        self.paths.push(names.collect());
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        // Tests may look wherever they like.
        let is_test = item.attrs.iter().any(|one| one.path().is_ident("cfg"));
        if !is_test {
            visit::visit_item_mod(self, item);
        }
    }
}

/// The modules that each module names.
fn imports(house: &House) -> BTreeMap<Module, BTreeSet<Module>> {
    let modules = modules(house);
    let mut imports = BTreeMap::new();
    for (module, path) in &modules {
        let file = syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
        let mut named = Named::default();
        named.visit_file(&file);
        let named = named.paths.iter().filter_map(|path| {
            let ups = path.iter().take_while(|name| *name == "super").count();
            let base = match path.first()?.as_str() {
                "crate" => &[][..],
                "super" => module.get(..module.len().checked_sub(ups)?)?,
                _ => module,
            };
            let is_way = |name: &&String| {
                let name = name.as_str();
                ["crate", "super", "self"].contains(&name) || house.alias == Some(name)
            };
            let rest = path.iter().skip_while(is_way);
            let mut target: Module = base.iter().chain(rest).cloned().collect();
            while !target.is_empty() && !modules.contains_key(&target) {
                target.pop();
            }
            (!target.is_empty() && target != *module).then_some(target)
        });
        imports.insert(module.clone(), named.collect());
    }
    imports
}

/// What is left when everything goes that names nothing which is left: circles, and what leads into
/// them.
fn circles(mut named: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    loop {
        let left: BTreeSet<String> = named.keys().cloned().collect();
        for targets in named.values_mut() {
            targets.retain(|target| left.contains(target));
        }
        named.retain(|_, targets| !targets.is_empty());
        if named.len() == left.len() {
            return named;
        }
    }
}

/// What names a room above its own, the lowest room first.
fn upward(house: &House, rooms: &[&str]) -> Vec<String> {
    let room = |module: &Module| {
        let path = module.join("::");
        let within = |room: &&str| path == **room || path.starts_with(&format!("{room}::"));
        rooms.iter().position(within)
    };
    let mut wrong = Vec::new();
    for (module, named) in imports(house) {
        for target in named {
            if let (Some(own), Some(other)) = (room(&module), room(&target))
                && other > own
            {
                wrong.push(format!("{} names {}", module.join("::"), target.join("::")));
            }
        }
    }
    wrong
}

#[test]
fn a_room_names_none_that_is_above_it() {
    let mut wrong = upward(&generator(), &ROOMS);
    wrong.extend(upward(&runtime(), &ROOMS_OF_RUNTIME));
    assert!(
        wrong.is_empty(),
        "{}\nMove what is named to the lower room, or hand it in.",
        wrong.join("\n")
    );
}

#[test]
fn every_module_of_the_runtime_is_in_a_room() {
    let modules = modules(&runtime());
    let outside = modules
        .keys()
        .find(|module| !ROOMS_OF_RUNTIME.contains(&&*module[0]));
    assert_eq!(outside, None, "name its room in ROOMS_OF_RUNTIME");
}

#[test]
fn the_runtime_names_its_modules_and_not_what_its_root_exports() {
    for (module, path) in modules(&runtime()) {
        for line in fs::read_to_string(path).unwrap().lines() {
            let code = line.split("//").next().unwrap_or_default();
            let code = code.replace("$crate::runtime::", "");
            let named = code.split("crate::runtime::").nth(1).unwrap_or_default();
            let is_module = !named.starts_with(|c: char| c == '{' || c.is_ascii_uppercase());
            assert!(is_module, "{}: {line}", module.join("::"));
        }
    }
}

#[test]
fn modules_beside_one_another_import_one_another_in_no_circle() {
    for house in [generator(), runtime(), inbox()] {
        no_circle(&house);
    }
}

fn no_circle(house: &House) {
    let imports = imports(house);
    let folders = imports.keys().map(|module| &module[..module.len() - 1]);
    let mut found = Vec::new();
    for folder in folders.collect::<BTreeSet<_>>() {
        // The module of this folder that another is, or lies below.
        let here = |module: &Module| {
            let is_below = module.len() > folder.len() && module.starts_with(folder);
            is_below.then(|| module[folder.len()].clone())
        };
        let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (module, targets) in &imports {
            if let Some(own) = here(module) {
                let others = targets.iter().filter_map(here);
                let others: Vec<String> = others.filter(|other| *other != own).collect();
                named.entry(own).or_default().extend(others);
            }
        }
        let circles = circles(named);
        if !circles.is_empty() {
            found.push(format!("in `{}`: {circles:?}", folder.join("::")));
        }
    }
    assert!(
        found.is_empty(),
        "{}\nMove what both need into a module of its own.",
        found.join("\n")
    );
}

#[test]
fn files_and_folders_are_small_enough_to_be_seen_at_once() {
    for house in [generator(), runtime(), inbox()] {
        small_enough(&house);
    }
}

#[test]
fn folders_of_the_runtimes_tests_are_small_enough_too() {
    let tests = runtime().src.join("../tests");
    let files = files(&tests);
    let is_in = |path: &&PathBuf, folder: &Path| path.parent() == Some(folder);
    for folder in files.iter().filter_map(|path| path.parent()) {
        let count = files.iter().filter(|path| is_in(path, folder)).count();
        assert!(
            count <= MOST_FILES,
            "{} has {count} files",
            folder.display()
        );
    }
}

fn small_enough(house: &House) {
    let mut large = Vec::new();
    let mut counts: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for path in files(&house.src) {
        let inside = path.strip_prefix(&house.src).unwrap();
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        if lines > MOST_LINES {
            large.push(format!("{} has {lines} lines", inside.display()));
        }
        let folder = inside.parent().unwrap_or(inside);
        *counts.entry(folder.to_owned()).or_default() += 1;
    }
    let crowded = counts.iter().filter(|(_, count)| **count > MOST_FILES);
    large.extend(crowded.map(|(folder, count)| format!("{} has {count} files", folder.display())));
    assert!(
        large.is_empty(),
        "{}\nSplit it by subject.",
        large.join("\n")
    );
}
