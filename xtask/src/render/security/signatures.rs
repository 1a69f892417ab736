//! How requests are signed, as code.
//!
//! In: the authenticators that are signatures. Out: a constant for each, which says to the runtime what is
//! signed and how. It knows nothing of keys.

use std::time::Duration;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use webhook_runtime::security::{
    HashAlgorithm, KeyForm, RequestPlace, ShownDigest, SignatureAlgorithm, SignatureEncoding,
    SignaturePlace, SignatureScheme, SignedPart, SignedTimestamp, TimestampPlace, TimestampUnit,
};

use crate::model::{Authenticator, AuthenticatorKind, Docs, Model};
use crate::render::syntax::{Imports, doc_text, ident};

/// The constants that say how requests are signed.
pub(super) fn render_signatures(model: &Model, imports: &mut Imports) -> TokenStream {
    let mut constants = Vec::new();
    for authenticator in &model.authenticators {
        let AuthenticatorKind::Signature(signature) = &authenticator.kind else {
            continue;
        };
        let name = signature_const(authenticator);
        let wire = Docs::code(&authenticator.name.wire);
        let docs = doc_text(&match &signature.preset {
            Some(preset) => format!("How a delivery is signed under {wire}: as `{preset}` does."),
            None => format!("How a delivery is signed under {wire}."),
        });
        let value = Code {
            imports: &mut *imports,
        }
        .scheme(&signature.scheme);
        constants.push(quote!(#docs pub const #name: SignatureScheme = #value;));
    }
    quote!(#(#constants)*)
}

/// The constant that says how requests are signed under a scheme.
pub(crate) fn signature_const(authenticator: &Authenticator) -> Ident {
    format_ident!("{}", authenticator.name.ident.to_uppercase())
}

/// Writes descriptions as code, and imports what it names.
struct Code<'i> {
    imports: &'i mut Imports,
}

impl Code<'_> {
    /// A name of the runtime, imported.
    fn name(&mut self, name: &str) -> Ident {
        self.imports
            .add(&format!("crate::runtime::security::{name}"));
        ident(name)
    }

    fn scheme(&mut self, scheme: &SignatureScheme) -> TokenStream {
        let name = self.name("SignatureScheme");
        if *scheme == SignatureScheme::STANDARD_WEBHOOKS {
            return quote!(SignatureScheme::STANDARD_WEBHOOKS);
        }
        let algorithm = self.algorithm(scheme.algorithm);
        let key = self.key_form(scheme.key);
        let places: Vec<_> = scheme
            .signatures
            .iter()
            .map(|one| self.signature_place(one))
            .collect();
        let signed: Vec<_> = scheme.signed.iter().map(|part| self.part(*part)).collect();
        let timestamp = optional(scheme.timestamp.map(|one| self.timestamp(one)));
        let digest = optional(scheme.digest.map(|one| self.digest(one)));
        let each = optional(scheme.each.map(|pointer| quote!(#pointer)));
        quote!(#name {
            algorithm: #algorithm,
            key: #key,
            signatures: &[#(#places),*],
            signed: &[#(#signed),*],
            timestamp: #timestamp,
            digest: #digest,
            each: #each,
        })
    }

    fn algorithm(&mut self, algorithm: SignatureAlgorithm) -> TokenStream {
        let name = self.name("SignatureAlgorithm");
        let mut with = |variant: &str, hash| {
            let (variant, hash) = (ident(variant), self.hash(hash));
            quote!(#name::#variant(#hash))
        };
        match algorithm {
            SignatureAlgorithm::Hmac(hash) => with("Hmac", hash),
            SignatureAlgorithm::Digest(hash) => with("Digest", hash),
            SignatureAlgorithm::Rsa(hash) => with("Rsa", hash),
            SignatureAlgorithm::Ed25519 => quote!(#name::Ed25519),
            SignatureAlgorithm::EcdsaP256 => quote!(#name::EcdsaP256),
            SignatureAlgorithm::Token => quote!(#name::Token),
        }
    }

    fn hash(&mut self, hash: HashAlgorithm) -> TokenStream {
        let name = self.name("HashAlgorithm");
        let variant = ident(match hash {
            HashAlgorithm::Sha1 => "Sha1",
            HashAlgorithm::Sha384 => "Sha384",
            HashAlgorithm::Sha512 => "Sha512",
            HashAlgorithm::Sha256 => "Sha256",
        });
        quote!(#name::#variant)
    }

    fn encoding(&mut self, encoding: SignatureEncoding) -> TokenStream {
        let name = self.name("SignatureEncoding");
        let variant = ident(match encoding {
            SignatureEncoding::Hex => "Hex",
            SignatureEncoding::Base64 => "Base64",
            SignatureEncoding::Base64Url => "Base64Url",
            SignatureEncoding::Text => "Text",
        });
        quote!(#name::#variant)
    }

    fn key_form(&mut self, form: KeyForm) -> TokenStream {
        let name = self.name("KeyForm");
        match form {
            KeyForm::Hex { prefix } => quote!(#name::Hex { prefix: #prefix }),
            KeyForm::Base64 { prefix } => quote!(#name::Base64 { prefix: #prefix }),
            KeyForm::DigestOf(hash) => {
                let hash = self.hash(hash);
                quote!(#name::DigestOf(#hash))
            }
            KeyForm::Text => quote!(#name::Text),
        }
    }

    fn place(&mut self, place: RequestPlace) -> TokenStream {
        let name = self.name("RequestPlace");
        match place {
            RequestPlace::Header(names) => quote!(#name::Header(&[#(#names),*])),
            RequestPlace::Query(text) => quote!(#name::Query(#text)),
            RequestPlace::Body(pointer) => quote!(#name::Body(#pointer)),
        }
    }

    fn signature_place(&mut self, place: &SignaturePlace) -> TokenStream {
        let name = self.name("SignaturePlace");
        let (stands, encoding) = (self.place(place.place), self.encoding(place.encoding));
        let (separators, prefix, suffix) = (place.separators, place.prefix, place.suffix);
        quote!(#name {
            place: #stands,
            separators: #separators,
            prefix: #prefix,
            suffix: #suffix,
            encoding: #encoding,
        })
    }

    fn timestamp(&mut self, timestamp: SignedTimestamp) -> TokenStream {
        let (name, place) = (self.name("SignedTimestamp"), self.name("TimestampPlace"));
        let unit = self.name("TimestampUnit");
        let stands = match timestamp.place {
            TimestampPlace::Header(names) => quote!(#place::Header(&[#(#names),*])),
            TimestampPlace::AmongSignatures(prefix) => quote!(#place::AmongSignatures(#prefix)),
            TimestampPlace::Body(pointer) => quote!(#place::Body(#pointer)),
        };
        let grain = ident(match timestamp.unit {
            TimestampUnit::Milliseconds => "Milliseconds",
            TimestampUnit::Rfc3339 => "Rfc3339",
            TimestampUnit::Seconds => "Seconds",
        });
        let mut limit = |limit: Option<Duration>| {
            optional(limit.map(|limit| {
                self.imports.add("std::time::Duration");
                let seconds = Literal::u64_unsuffixed(limit.as_secs());
                quote!(Duration::from_secs(#seconds))
            }))
        };
        let (past, future) = (limit(timestamp.past), limit(timestamp.future));
        quote!(#name { place: #stands, unit: #unit::#grain, past: #past, future: #future })
    }

    fn digest(&mut self, digest: ShownDigest) -> TokenStream {
        let name = self.name("ShownDigest");
        let (place, hash) = (self.place(digest.place), self.hash(digest.hash));
        let encoding = self.encoding(digest.encoding);
        quote!(#name { place: #place, hash: #hash, encoding: #encoding })
    }

    fn part(&mut self, part: SignedPart) -> TokenStream {
        let name = self.name("SignedPart");
        match part {
            SignedPart::Body => quote!(#name::Body),
            SignedPart::BodyDigest(hash, encoding) => {
                let (hash, encoding) = (self.hash(hash), self.encoding(encoding));
                quote!(#name::BodyDigest(#hash, #encoding))
            }
            SignedPart::Timestamp => quote!(#name::Timestamp),
            SignedPart::Method => quote!(#name::Method),
            SignedPart::Url => quote!(#name::Url),
            SignedPart::UrlOfAnyPort => quote!(#name::UrlOfAnyPort),
            SignedPart::Path => quote!(#name::Path),
            SignedPart::Header(names) => quote!(#name::Header(&[#(#names),*])),
            SignedPart::Query(text) => quote!(#name::Query(#text)),
            SignedPart::Pointer(pointer) => quote!(#name::Pointer(#pointer)),
            SignedPart::FormSorted => quote!(#name::FormSorted),
            SignedPart::Text(text) => quote!(#name::Text(#text)),
            SignedPart::Optional(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.part(*part)).collect();
                quote!(#name::Optional(&[#(#parts),*]))
            }
        }
    }
}

fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
