//! Handshakes, as code.
//!
//! In: the descriptions of handshakes. Out: the constant that says to the runtime which requests they
//! are and what each is answered.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use webhook_runtime::handshake::{
    Handshake, HandshakeBody, HandshakeCondition, HandshakePart, HandshakePlace,
};

use crate::model::Model;
use crate::render::syntax::ident;

/// The constant, and the method of `HttpEvents` that shows it; nothing where there is no handshake.
pub(crate) fn render_handshakes(
    model: &Model,
    names: &mut BTreeSet<Ident>,
) -> Option<(TokenStream, TokenStream)> {
    if model.handshakes.is_empty() {
        return None;
    }
    let mut code = Code { names };
    let handshakes = model.handshakes.iter().map(|one| code.handshake(one));
    let handshakes: Vec<TokenStream> = handshakes.collect();
    let constant = quote!(
        /// The handshakes of the spec. They are answered before an event is looked for.
        pub const HANDSHAKES: &[Handshake] = &[#(#handshakes),*];
    );
    let method = quote!(
        fn handshakes() -> &'static [Handshake] {
            HANDSHAKES
        }
    );
    Some((constant, method))
}

/// Whether a handshake shows a token that the receiver has to be told.
pub(crate) fn has_tokens(model: &Model) -> bool {
    model.handshakes.iter().any(|one| one.token.is_some())
}

/// Writes descriptions as code, and notes what it names.
struct Code<'n> {
    names: &'n mut BTreeSet<Ident>,
}

impl Code<'_> {
    /// A name of the runtime, imported.
    fn name(&mut self, name: &str) -> Ident {
        self.names.insert(ident(name));
        ident(name)
    }

    fn handshake(&mut self, one: &Handshake) -> TokenStream {
        let (handshake, answer) = (self.name("Handshake"), self.name("HandshakeAnswer"));
        let (name, method, signed) = (one.name, ident(one.method.as_str()), one.signed);
        let when: Vec<_> = one.when.iter().map(|when| self.condition(*when)).collect();
        let token = optional(one.token.map(|place| self.place(place)));
        let key = optional(one.key.map(|scheme| quote!(#scheme)));
        let status = Literal::u16_unsuffixed(one.answer.status);
        let media_type = optional(one.answer.media_type.map(|text| quote!(#text)));
        let headers = one.answer.headers.iter().map(|(name, parts)| {
            let parts = self.parts(parts);
            quote!((#name, #parts))
        });
        let headers: Vec<TokenStream> = headers.collect();
        let kind = self.name("HandshakeBody");
        let body = match one.answer.body {
            HandshakeBody::Nothing => quote!(#kind::Nothing),
            HandshakeBody::Text(parts) => {
                let parts = self.parts(parts);
                quote!(#kind::Text(#parts))
            }
            HandshakeBody::Json(parts) => {
                let parts = self.parts(parts);
                quote!(#kind::Json(#parts))
            }
        };
        quote!(#handshake {
            name: #name,
            method: Method::#method,
            when: &[#(#when),*],
            signed: #signed,
            token: #token,
            key: #key,
            answer: #answer {
                status: #status,
                media_type: #media_type,
                headers: &[#(#headers),*],
                body: #body,
            },
        })
    }

    fn condition(&mut self, condition: HandshakeCondition) -> TokenStream {
        let (name, place) = (
            self.name("HandshakeCondition"),
            self.place(condition.place()),
        );
        match condition {
            HandshakeCondition::Is(_, text) => quote!(#name::Is(#place, #text)),
            HandshakeCondition::There(_) => quote!(#name::There(#place)),
            HandshakeCondition::Absent(_) => quote!(#name::Absent(#place)),
        }
    }

    fn place(&mut self, place: HandshakePlace) -> TokenStream {
        let name = self.name("HandshakePlace");
        match place {
            HandshakePlace::Header(text) => quote!(#name::Header(#text)),
            HandshakePlace::Query(text) => quote!(#name::Query(#text)),
            HandshakePlace::Body(text) => quote!(#name::Body(#text)),
        }
    }

    fn parts(&mut self, parts: &[HandshakePart]) -> TokenStream {
        let name = self.name("HandshakePart");
        let parts = parts.iter().map(|part| match part {
            HandshakePart::Text(text) => quote!(#name::Text(#text)),
            HandshakePart::Value(place) => {
                let place = self.place(*place);
                quote!(#name::Value(#place))
            }
            HandshakePart::HmacHex(place) => {
                let place = self.place(*place);
                quote!(#name::HmacHex(#place))
            }
            HandshakePart::HmacBase64(place) => {
                let place = self.place(*place);
                quote!(#name::HmacBase64(#place))
            }
        });
        let parts: Vec<TokenStream> = parts.collect();
        quote!(&[#(#parts),*])
    }
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
