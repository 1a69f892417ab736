//! The security schemes of the spec as an enum.
//!
//! In: the model's authenticators. Out: the module `scheme`, which deliveries need whether or not the crate receives any itself.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::scheme_variant;
use crate::model::{Docs, Model};
use crate::render::syntax::{doc, doc_text, inner_doc};

/// Renders the module `scheme`.
pub(crate) fn render_scheme(model: &Model) -> TokenStream {
    let variants: Vec<Ident> = model.authenticators.iter().map(scheme_variant).collect();
    let docs = model.authenticators.iter().map(|authenticator| {
        if authenticator.docs.is_empty() {
            doc_text(&Docs::code(&authenticator.name.wire))
        } else {
            doc(&authenticator.docs)
        }
    });
    let names = model.authenticators.iter();
    let names = names.map(|authenticator| &authenticator.name.wire);
    let name = if variants.is_empty() {
        quote!(match self {})
    } else {
        quote!(match self { #(Self::#variants => #names,)* })
    };
    let module = inner_doc("The security schemes of the spec.");
    quote!(
        #module
        use std::fmt;

        /// A security scheme of the spec.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum SecurityScheme { #(#docs #variants,)* }

        impl SecurityScheme {
            /// The scheme's name in the spec.
            #[must_use]
            pub const fn as_str(self) -> &'static str { #name }
        }

        impl AsRef<str> for SecurityScheme {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for SecurityScheme {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    )
}
