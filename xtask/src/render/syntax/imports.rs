//! The `use` lines of one module.
//!
//! In: paths as they are needed. Out: sorted `use` items, `std` first, then other crates, then this one.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::gates::gate_any;
use super::rust_type::RustType;
use super::tokens::ident;
use crate::model::{Model, TypeId};

/// Everything that a module imports.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    paths: BTreeMap<String, Gate>,
    named: BTreeMap<TypeId, Gate>,
}

/// The features any of which needs an import; `None` where it is needed whatever is compiled.
type Gate = Option<BTreeSet<String>>;

/// Notes one more need of an import.
fn need<K: Ord>(known: &mut BTreeMap<K, Gate>, key: K, gate: Gate) {
    match known.entry(key) {
        Entry::Vacant(entry) => {
            entry.insert(gate);
        }
        Entry::Occupied(mut entry) => match (entry.get_mut(), gate) {
            (Some(features), Some(more)) => features.extend(more),
            (always, _) => *always = None,
        },
    }
}

impl Imports {
    /// Needs a path such as `serde::Serialize`.
    pub fn add(&mut self, path: &str) {
        need(&mut self.paths, path.to_owned(), None);
    }

    /// Needs all that a type mentions.
    pub fn add_type(&mut self, rust_type: &RustType) {
        for import in &rust_type.imports {
            self.add(import);
        }
        for id in &rust_type.named {
            need(&mut self.named, *id, None);
        }
    }

    /// Needs a type of the model.
    pub fn add_definition(&mut self, id: TypeId) {
        need(&mut self.named, id, None);
    }

    /// Needs what code needs that is compiled with this feature alone; without a feature, always.
    pub fn add_gated(&mut self, feature: Option<&str>, needed: Imports) {
        let gate = || feature.map(|feature| BTreeSet::from([feature.to_owned()]));
        for path in needed.paths.into_keys() {
            need(&mut self.paths, path, gate());
        }
        for id in needed.named.into_keys() {
            need(&mut self.named, id, gate());
        }
    }

    /// Adds the imports for types of the model, seen from the module `types::here`, or from outside `types`.
    pub fn add_named(&mut self, model: &Model, here: Option<&str>) {
        for (id, gate) in std::mem::take(&mut self.named) {
            let Some(definition) = model.definition(id) else {
                continue;
            };
            match here {
                Some(module) if module == definition.module => {}
                Some(_) => {
                    let path = format!("super::{}::{}", definition.module, definition.ident);
                    need(&mut self.paths, path, gate);
                }
                None => {
                    let path = format!("crate::types::{}", definition.ident);
                    need(&mut self.paths, path, gate);
                }
            }
        }
    }

    /// Every path, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.keys().map(String::as_str)
    }

    /// The `use` items, paths that share a module and the features that need them joined.
    pub fn render(&self) -> TokenStream {
        self.items(&quote!())
    }

    /// The same, made public.
    pub fn exported(&self) -> TokenStream {
        self.items(&quote!(pub))
    }

    fn items(&self, visibility: &TokenStream) -> TokenStream {
        let mut groups: BTreeMap<(u8, &str, &Gate), Vec<&str>> = BTreeMap::new();
        for (path, gate) in &self.paths {
            let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
            let rank = match module.split("::").next() {
                Some("std") => 0,
                Some("super") => 2,
                Some("crate") => 3,
                _ => 1,
            };
            groups.entry((rank, module, gate)).or_default().push(name);
        }
        let uses = groups.into_iter().map(|((_, module, gate), names)| {
            let gate = gate_any(gate.iter().flatten().map(String::as_str));
            let module = module.split("::").map(ident);
            let names = names.into_iter().map(ident);
            let names: Vec<_> = names.collect();
            match names.as_slice() {
                [one] => quote!(#gate #visibility use #(#module)::*::#one;),
                several => quote!(#gate #visibility use #(#module)::*::{#(#several),*};),
            }
        });
        quote!(#(#uses)*)
    }
}
