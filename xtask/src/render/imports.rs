//! The `use` lines of one module.
//!
//! In: paths as they are needed. Out: sorted `use` items, `std` first, then other crates, then this one.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use super::types::RustType;
use crate::model::{Model, TypeId};

/// Everything that a module imports.
#[derive(Debug, Default)]
pub(super) struct Imports {
    paths: BTreeSet<String>,
    named: BTreeSet<TypeId>,
}

impl Imports {
    /// Needs a path such as `serde::Serialize`.
    pub fn add(&mut self, path: &str) {
        self.paths.insert(path.to_owned());
    }

    /// Needs all that a type mentions.
    pub fn add_type(&mut self, rust_type: &RustType) {
        for import in &rust_type.imports {
            self.add(import);
        }
        self.named.extend(&rust_type.named);
    }

    /// Needs a type of the model.
    pub fn add_definition(&mut self, id: TypeId) {
        self.named.insert(id);
    }

    /// Adds the imports for types of the model, seen from the module `types::here`, or from outside `types`.
    pub fn add_named(&mut self, model: &Model, here: Option<&str>) {
        for id in std::mem::take(&mut self.named) {
            let Some(definition) = model.definition(id) else {
                continue;
            };
            match here {
                Some(module) if module == definition.module => {}
                Some(_) => self.add(&format!(
                    "super::{}::{}",
                    definition.module, definition.ident
                )),
                None => self.add(&format!("crate::types::{}", definition.ident)),
            }
        }
    }

    /// Every path, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// The `use` items, paths that share a module joined.
    pub fn render(&self) -> TokenStream {
        self.items(&quote!())
    }

    /// The same, made public.
    pub fn exported(&self) -> TokenStream {
        self.items(&quote!(pub))
    }

    fn items(&self, visibility: &TokenStream) -> TokenStream {
        let mut groups: BTreeMap<(u8, &str), Vec<&str>> = BTreeMap::new();
        for path in &self.paths {
            let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
            let rank = match module.split("::").next() {
                Some("std") => 0,
                Some("super") => 2,
                Some("crate") => 3,
                _ => 1,
            };
            groups.entry((rank, module)).or_default().push(name);
        }
        let uses = groups.into_iter().map(|((_, module), names)| {
            let module = module.split("::").map(ident);
            let names = names.into_iter().map(ident);
            let names: Vec<_> = names.collect();
            match names.as_slice() {
                [one] => quote!(#visibility use #(#module)::*::#one;),
                several => quote!(#visibility use #(#module)::*::{#(#several),*};),
            }
        });
        quote!(#(#uses)*)
    }
}
