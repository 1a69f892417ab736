//! Structs whose members are gathered on the heap while they are read.
//!
//! In: an [`Object`] and the types of its fields. Out: the struct, and the macro call that says of each field what attributes of serde
//! say of those of other structs.

use proc_macro2::TokenStream;
use quote::quote;

use super::objects::{default, field_docs, held, map_of_others};
use crate::model::{Object, Shape, TypeDefinition, TypeId};
use crate::render::rust_types::{RustTypes, Slot};
use crate::render::stack::Stack;
use crate::render::syntax::{Imports, doc_text, ident};

/// Renders an object. It `grows` where a later version may add fields without breaking code.
pub(crate) fn render_heap_object(
    id: TypeId,
    definition: &TypeDefinition,
    object: &Object,
    grows: bool,
    types: &RustTypes,
    stack: &Stack,
    imports: &mut Imports,
) -> TokenStream {
    imports.add("crate::runtime::generated::heap_object");
    let name = ident(&definition.ident);
    let docs = doc_text(&definition.docs.text);
    let mode = |shape: &Shape| {
        if stack.nests(shape) {
            Some(quote!(.nested()))
        } else {
            shape.is_of_integers().then(|| quote!(.whole()))
        }
    };
    let mut fields = Vec::new();
    let mut members = Vec::new();
    for (index, field) in object.fields.iter().enumerate() {
        let rust_type = types.get(Slot::Field(id, index));
        imports.add_type(&rust_type);
        let tokens = &rust_type.tokens;
        let tokens = held(field, tokens, imports);
        let (ident, wire) = (ident(&field.name.ident), &field.name.wire);
        let docs = field_docs(field);
        fields.push(quote!(#docs pub #ident: #tokens,));
        let presence = match (field.optional, field.written_as_null) {
            _ if field.distinct_null => quote!(distinct),
            (false, _) => quote!(required),
            (true, false) => quote!(optional),
            (true, true) => quote!(nullable),
        };
        let mode = mode(&field.shape);
        members.push(quote!(#ident: #tokens = #presence(#wire) #mode,));
    }
    if let Some((others, shape)) = &object.additional {
        let map = map_of_others(&types.get(Slot::Additional(id)), imports);
        let others = ident(&others.ident);
        fields.push(quote!(
            /// Members that the spec does not list by name.
            pub #others: #map,
        ));
        let mode = mode(shape);
        members.push(quote!(..#others: #map = others() #mode));
    }
    let default = default(object);
    let growing = grows.then(|| quote!(#[non_exhaustive]));
    quote!(
        #docs
        #[derive(#default PartialEq)]
        #growing
        pub struct #name { #(#fields)* }

        heap_object!(#name { #(#members)* });
    )
}
