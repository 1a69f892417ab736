//! Open enums.
//!
//! In: an [`OpenEnum`]. Out: the enum, the table of its texts, and the runtime macro that does the rest.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{OpenEnum, OpenEnumKind};
use crate::render::syntax::{Imports, doc, doc_text, ident};

/// Renders an open enum under a name.
pub(crate) fn render_open_enum(
    name: &str,
    docs: &str,
    open_enum: &OpenEnum,
    imports: &mut Imports,
) -> TokenStream {
    let name = ident(name);
    let docs = doc_text(docs);
    let variants: Vec<_> = open_enum
        .values
        .iter()
        .map(|value| ident(&value.name.ident))
        .collect();
    let variant_docs = open_enum.values.iter().map(|value| doc(&value.docs));
    let texts = open_enum.values.iter().map(|value| &value.name.wire);
    let (complete, kept) = match open_enum.kind {
        OpenEnumKind::Text => {
            imports.add("crate::runtime::generated::string_enum");
            (
                quote!(string_enum!(#name);),
                "Any other value, kept as it came.",
            )
        }
        OpenEnumKind::Integer => {
            imports.add("crate::runtime::generated::integer_enum");
            (
                quote!(integer_enum!(#name);),
                "Any other number, kept as the text that it came as.",
            )
        }
    };
    let kept = doc_text(kept);
    quote!(
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            #kept
            Unknown(String),
        }

        impl #name {
            /// The values that the spec lists, each beside its text on the wire, in the spec's order.
            pub const KNOWN: &'static [(Self, &'static str)] = &[#((Self::#variants, #texts)),*];
        }

        #complete
    )
}
