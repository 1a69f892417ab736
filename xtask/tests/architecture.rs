//! The house of the generator: which room may know which, and how large files and folders may be.
//!
//! Only the files and what they import are looked at. A module is `x.rs` or `x/mod.rs`; modules that stand beside one another in a folder
//! must not import one another in a circle, each with all that lies below it. The rooms of `lower` have an order beside that.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{ItemMod, UseTree};

/// The rooms that lowering is made of, the lowest first: each may name those before it, and none behind it.
const ROOMS: [&str; 11] = [
    "ident",
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
];

/// How many files a folder has at most.
const MOST_FILES: usize = 15;

/// How many lines a file has at most.
const MOST_LINES: usize = 400;

/// The path of a module, such as `lower::types::table`.
type Module = Vec<String>;

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
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

/// The modules of the library, each with its file.
fn modules() -> BTreeMap<Module, PathBuf> {
    let mut modules = BTreeMap::new();
    for path in files(&src()) {
        let inside = path.strip_prefix(src()).unwrap().with_extension("");
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
fn imports() -> BTreeMap<Module, BTreeSet<Module>> {
    let modules = modules();
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
            let is_way = |name: &&String| ["crate", "super", "self"].contains(&name.as_str());
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

/// What is left when everything goes that names nothing which is left: circles, and what leads into them.
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

#[test]
fn a_room_of_lowering_names_none_that_is_above_it() {
    let room = |module: &Module| {
        let path = module.join("::");
        let within = |room: &&str| path == **room || path.starts_with(&format!("{room}::"));
        ROOMS.iter().position(within)
    };
    let mut wrong = Vec::new();
    for (module, named) in imports() {
        for target in named {
            if let (Some(own), Some(other)) = (room(&module), room(&target))
                && other > own
            {
                wrong.push(format!("{} names {}", module.join("::"), target.join("::")));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nMove what is named to the lower room, or hand it in.",
        wrong.join("\n")
    );
}

#[test]
fn modules_beside_one_another_import_one_another_in_no_circle() {
    let imports = imports();
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
    let mut large = Vec::new();
    let mut counts: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for path in files(&src()) {
        let inside = path.strip_prefix(src()).unwrap();
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
