//! How deliveries are signed, as code.
//!
//! In: the authenticators that are signatures. Out: a constant for each, which says to the runtime what is signed and how. It knows
//! nothing of keys.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{
    Authenticator, AuthenticatorKind, Docs, HashAlgorithm, Model, Signature, SignatureEncoding,
};
use crate::render::syntax::{Imports, doc_text, ident};

/// The constants that say how bodies are signed.
pub(crate) fn render_signatures(model: &Model, imports: &mut Imports) -> TokenStream {
    let mut constants = Vec::new();
    for authenticator in &model.authenticators {
        let AuthenticatorKind::Signature(signature) = &authenticator.kind else {
            continue;
        };
        imports.add("crate::runtime::security::SignatureScheme");
        let name = signature_const(authenticator);
        let docs = doc_text(&format!(
            "How a delivery is signed under {}.",
            Docs::code(&authenticator.name.wire)
        ));
        let value = match signature {
            Signature::StandardWebhooks => quote!(SignatureScheme::STANDARD_WEBHOOKS),
            Signature::Hmac {
                header,
                algorithm,
                encoding,
                prefix,
                timestamp,
                content,
            } => {
                for name in [
                    "HashAlgorithm",
                    "SecretForm",
                    "SignatureEncoding",
                    "SignedPart",
                ] {
                    imports.add(&format!("crate::runtime::security::{name}"));
                }
                let algorithm = ident(match algorithm {
                    HashAlgorithm::Sha1 => "Sha1",
                    HashAlgorithm::Sha256 => "Sha256",
                    HashAlgorithm::Sha512 => "Sha512",
                });
                let encoding = ident(match encoding {
                    SignatureEncoding::Hex => "Hex",
                    SignatureEncoding::Base64 => "Base64",
                });
                let timestamp = match timestamp {
                    Some((header, tolerance)) => {
                        imports.add("std::time::Duration");
                        imports.add("crate::runtime::security::SignedTimestamp");
                        imports.add("crate::runtime::security::TimestampPlace");
                        quote!(Some(SignedTimestamp {
                            place: TimestampPlace::Header(#header),
                            tolerance: Duration::from_secs(#tolerance),
                        }))
                    }
                    None => quote!(None),
                };
                let parts = signed_parts(content);
                quote!(SignatureScheme {
                    header: #header,
                    algorithm: HashAlgorithm::#algorithm,
                    encoding: SignatureEncoding::#encoding,
                    prefix: #prefix,
                    separators: "",
                    timestamp: #timestamp,
                    signed: &[#(#parts),*],
                    secret: SecretForm::Raw,
                })
            }
        };
        constants.push(quote!(#docs pub const #name: SignatureScheme = #value;));
    }
    quote!(#(#constants)*)
}

fn signature_const(authenticator: &Authenticator) -> Ident {
    format_ident!("{}", authenticator.name.ident.to_uppercase())
}

/// `{timestamp}.{body}` as the parts of what is signed.
fn signed_parts(content: &str) -> Vec<TokenStream> {
    let mut parts = Vec::new();
    let mut rest = content;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("{body}") {
            parts.push(quote!(SignedPart::Body));
            rest = after;
        } else if let Some(after) = rest.strip_prefix("{timestamp}") {
            parts.push(quote!(SignedPart::Timestamp));
            rest = after;
        } else {
            let ends = ["{body}", "{timestamp}"]
                .iter()
                .filter_map(|mark| rest.find(mark));
            let (text, after) = rest.split_at(ends.min().unwrap_or(rest.len()));
            parts.push(quote!(SignedPart::Text(#text)));
            rest = after;
        }
    }
    parts
}
