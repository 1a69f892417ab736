//! How a union decodes its JSON into a variant, as code.
//!
//! In: a [`Union`], and whether it spares the stack. Out: what a test of the union comes to. Where the stack must be spared that is a
//! function, which is called when the test is done: each variant that is decoded where the test stands has a place on the stack.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::attempts::render_attempts;
use crate::model::{Attempt, Model, Union};
use crate::render::stack::Stack;
use crate::render::syntax::{Imports, ident};

/// The ways to decode a union.
pub(crate) struct Reads<'a> {
    /// The model.
    pub model: &'a Model,
    /// The union.
    pub union: &'a Union,
    /// What spares the stack.
    pub stack: &'a Stack,
    /// Whether each is a function, and not what it gives.
    pub are_functions: bool,
}

impl Reads<'_> {
    /// The variant that fits best, with what comes before it.
    pub fn closest(
        &self,
        attempts: &[Attempt],
        imports: &mut Imports,
    ) -> (Option<TokenStream>, TokenStream) {
        let closest = render_attempts(self.model, self.union, attempts, self.stack, imports);
        imports.add("crate::runtime::generated::union::variant");
        let bindings = quote!(let fitting = #closest;);
        let decoded = quote!(fitting.or_else(|_| variant(json).map(Self::Unknown)));
        if self.are_functions {
            (None, quote!(|json| { #bindings #decoded }))
        } else {
            (Some(bindings), decoded)
        }
    }

    /// A function that decodes the JSON, or the call of it.
    fn decoding(&self, decoded: TokenStream) -> TokenStream {
        if self.are_functions {
            quote!(|json| #decoded)
        } else {
            decoded
        }
    }

    /// `variant(json).map(Self::Name)`
    pub fn one(&self, index: usize, imports: &mut Imports) -> TokenStream {
        let name = self.variant_ident(index);
        if self.is_nested(index) {
            imports.add("crate::runtime::generated::heap_variant::nested");
            self.decoding(quote!(nested(json).map(Self::#name)))
        } else if self.is_of_integers(index) {
            imports.add("crate::runtime::generated::union::integers");
            self.decoding(quote!(integers(json).map(Self::#name)))
        } else {
            imports.add("crate::runtime::generated::union::variant");
            self.decoding(quote!(variant(json).map(Self::#name)))
        }
    }

    /// `variant(json).map(Self::Unknown)`
    pub fn unknown(&self, imports: &mut Imports) -> TokenStream {
        imports.add("crate::runtime::generated::union::variant");
        self.decoding(quote!(variant(json).map(Self::Unknown)))
    }

    /// Whether a variant holds structs whose members are gathered on the heap.
    fn is_nested(&self, index: usize) -> bool {
        let variant = self.union.variants.get(index);
        variant.is_some_and(|variant| self.stack.nests_structs(&variant.shape, self.model))
    }

    fn is_of_integers(&self, index: usize) -> bool {
        let variant = self.union.variants.get(index);
        variant.is_some_and(|variant| variant.shape.is_of_integers())
    }

    fn variant_ident(&self, index: usize) -> Ident {
        let variant = self.union.variants.get(index);
        ident(variant.map_or("Unknown", |variant| variant.ident.as_str()))
    }

    /// `variant_by(json, &["name"]).map(Self::Name)`: the variant that these members chose by being there.
    pub fn one_by(&self, index: usize, members: &[&String], imports: &mut Imports) -> TokenStream {
        if members.is_empty() {
            return self.one(index, imports);
        }
        let name = self.variant_ident(index);
        if self.is_nested(index) {
            imports.add("crate::runtime::generated::heap_variant::nested_by");
            self.decoding(quote!(nested_by(json, &[#(#members),*]).map(Self::#name)))
        } else {
            imports.add("crate::runtime::generated::union::variant_by");
            self.decoding(quote!(variant_by(json, &[#(#members),*]).map(Self::#name)))
        }
    }
}
