//! Tuples.
//!
//! In: a [`Tuple`] and the types of its positions. Out: the struct, whose fields have no names, and
//! the macro of the runtime that reads and writes it as an array.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::objects::{field_docs, held};
use crate::model::{Tuple, TypeDefinition, TypeId};
use crate::render::rust_types::{RustTypes, Slot};
use crate::render::syntax::{Imports, doc_text, ident};

/// Renders a tuple. Its end is closed, so code may make one, and match all of it.
pub(crate) fn render_tuple(
    id: TypeId,
    definition: &TypeDefinition,
    tuple: &Tuple,
    types: &RustTypes,
    imports: &mut Imports,
) -> TokenStream {
    imports.add("crate::runtime::generated::json_tuple");
    let name = ident(&definition.ident);
    let docs = doc_text(&definition.docs.text);
    let mut fields = Vec::new();
    let mut positions = Vec::new();
    for (at, position) in tuple.positions.iter().enumerate() {
        let rust_type = types.get(Slot::Field(id, at));
        imports.add_type(&rust_type);
        let tokens = held(position, &rust_type.tokens, imports);
        let docs = field_docs(position);
        fields.push(quote!(#docs pub #tokens,));
        // What the spec asks for is written, be it `null`.
        let presence = match position.optional && !position.written_as_null {
            true => quote!(optional),
            false => quote!(required),
        };
        let whole = position.shape.is_of_integers().then(|| quote!(.whole()));
        let at = Literal::usize_unsuffixed(at);
        positions.push(quote!(#at: #presence #whole));
    }
    let mut all = tuple.positions.iter();
    let default = all
        .all(|position| position.optional)
        .then(|| quote!(Default,));
    quote!(
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        pub struct #name(#(#fields)*);

        json_tuple!(#name { #(#positions),* });
    )
}
