//! Who may deliver, as code.
//!
//! In: the model's authenticators and each event's alternatives. Out: the module `security`: the schemes, their keys, and the
//! check of a request. It knows nothing of HTTP beyond where a key is sent.

mod alternatives;
mod signatures;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use self::alternatives::render_alternatives;
use self::signatures::render_signatures;
use crate::model::{Authenticator, AuthenticatorKind, Docs, KeyPlace, Model};
use crate::render::syntax::{Imports, doc, doc_text, ident, inner_doc};

pub(crate) use self::alternatives::is_uniform;

/// The type that holds a scheme's keys.
pub(crate) fn verifier(kind: &AuthenticatorKind) -> Ident {
    ident(match kind {
        AuthenticatorKind::ApiKey(_) => "ApiKey",
        AuthenticatorKind::Basic => "BasicCredentials",
        AuthenticatorKind::Jwt => "JwtVerifier",
        AuthenticatorKind::Bearer => "BearerVerifier",
        AuthenticatorKind::Signature(_) => "SignatureVerifier",
    })
}

/// Renders the module `security`.
pub(crate) fn render_security(model: &Model) -> TokenStream {
    let mut imports = Imports::default();
    for name in [
        "Authenticated",
        "CheckResult",
        "Checks",
        "Presented",
        "Scheme",
        "Unauthenticated",
    ] {
        imports.add(&format!("crate::runtime::security::{name}"));
    }
    if !model.authenticators.is_empty() {
        imports.add("crate::runtime::security::Proof");
        imports.add("crate::runtime::security::Refusal");
    }
    imports.add("crate::event::EventName");
    for authenticator in &model.authenticators {
        imports.add(&format!(
            "crate::runtime::security::{}",
            verifier(&authenticator.kind)
        ));
    }
    let variants: Vec<Ident> = model.authenticators.iter().map(scheme_variant).collect();
    let schemes = render_schemes(model, &variants);
    let signatures = render_signatures(model, &mut imports);
    let keys = render_keys(model, &variants, &mut imports);
    let alternatives = render_alternatives(model, &variants);
    let uses = imports.render();
    let module = inner_doc(
        "Who may deliver: the security schemes of the spec, their keys, and which of them an event asks for.",
    );
    quote!(
        #module
        #uses

        #schemes
        #signatures
        #keys
        #alternatives
    )
}

/// The variant of a scheme.
pub(crate) fn scheme_variant(authenticator: &Authenticator) -> Ident {
    let camel = heck::ToUpperCamelCase::to_upper_camel_case(authenticator.name.ident.as_str());
    ident(&camel)
}

fn render_schemes(model: &Model, variants: &[Ident]) -> TokenStream {
    let docs = model.authenticators.iter().map(|authenticator| {
        if authenticator.docs.is_empty() {
            doc_text(&format!(
                "The scheme {}.",
                Docs::code(&authenticator.name.wire)
            ))
        } else {
            doc(&authenticator.docs)
        }
    });
    let names = model
        .authenticators
        .iter()
        .map(|authenticator| &authenticator.name.wire);
    let arm = |wanted: fn(&AuthenticatorKind) -> bool, challenge: TokenStream| {
        let pairs = model.authenticators.iter().zip(variants);
        let of_kind: Vec<&Ident> = pairs
            .filter_map(|(authenticator, variant)| wanted(&authenticator.kind).then_some(variant))
            .collect();
        (!of_kind.is_empty()).then(|| quote!(#(Self::#of_kind)|* => #challenge,))
    };
    let challenges: Vec<TokenStream> = [
        arm(
            |kind| *kind == AuthenticatorKind::Basic,
            quote!(Some(BasicCredentials::CHALLENGE)),
        ),
        arm(
            |kind| *kind == AuthenticatorKind::Jwt,
            quote!(Some(JwtVerifier::challenge(refusal))),
        ),
        arm(
            |kind| *kind == AuthenticatorKind::Bearer,
            quote!(Some(BearerVerifier::challenge(refusal))),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    let rest = arm(
        |kind| {
            matches!(
                kind,
                AuthenticatorKind::ApiKey(_) | AuthenticatorKind::Signature(_)
            )
        },
        quote!(None),
    );
    let name = if variants.is_empty() {
        quote!(match self {})
    } else {
        quote!(match self { #(Self::#variants => #names,)* })
    };
    let bears = model.authenticators.iter().any(|authenticator| {
        matches!(
            authenticator.kind,
            AuthenticatorKind::Jwt | AuthenticatorKind::Bearer
        )
    });
    let refusal = if bears { quote!(refusal) } else { quote!(_) };
    let challenge = (!challenges.is_empty()).then(|| {
        quote!(
            fn challenge(self, #refusal: Refusal) -> Option<&'static str> {
                match self { #(#challenges)* #rest }
            }
        )
    });
    quote!(
        /// A security scheme of the spec.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum SecurityScheme { #(#docs #variants,)* }

        impl Scheme for SecurityScheme {
            fn name(self) -> &'static str { #name }
            #challenge
        }
    )
}

/// The keys of all schemes, and the check of one scheme.
fn render_keys(model: &Model, variants: &[Ident], imports: &mut Imports) -> TokenStream {
    let fields: Vec<Ident> = model
        .authenticators
        .iter()
        .map(|one| ident(&one.name.ident))
        .collect();
    let types = model.authenticators.iter().map(|one| verifier(&one.kind));
    let waits = model
        .authenticators
        .iter()
        .any(|one| one.kind == AuthenticatorKind::Bearer);
    let checks =
        model
            .authenticators
            .iter()
            .zip(variants)
            .zip(&fields)
            .map(|((one, variant), field)| {
                let verified = match &one.kind {
                    AuthenticatorKind::ApiKey(place) => {
                        imports.add("crate::runtime::security::ApiKeyPlace");
                        let place = match place {
                            KeyPlace::Header(name) => quote!(ApiKeyPlace::Header(#name)),
                            KeyPlace::Query(name) => quote!(ApiKeyPlace::Query(#name)),
                            KeyPlace::Cookie(name) => quote!(ApiKeyPlace::Cookie(#name)),
                        };
                        quote!(keys.verify(#place, presented))
                    }
                    AuthenticatorKind::Bearer => quote!(keys.verify(presented).await),
                    _ => quote!(keys.verify(presented)),
                };
                quote!(SecurityScheme::#variant => {
                    let keys = self.#field.as_ref().ok_or(Refusal::NotConfigured)?;
                    #verified.map(Proof::from)
                })
            });
    let checks: Vec<TokenStream> = checks.collect();
    // Without schemes there is no value to match, but what is given counts as used.
    let check = if checks.is_empty() {
        quote!(match (self, scheme, presented) {})
    } else {
        quote!(match scheme { #(#checks)* })
    };
    let has = if checks.is_empty() {
        quote!(match (self, scheme) {})
    } else {
        quote!(match scheme { #(SecurityScheme::#variants => self.#fields.is_some(),)* })
    };
    let fault = render_fault(model, variants, &fields, imports);
    let (authenticate, asynchronous, wait) = if waits {
        (
            ident("authenticate_async"),
            Some(quote!(async)),
            Some(quote!(.await)),
        )
    } else {
        (ident("authenticate"), None, None)
    };
    let (docs, event, alternatives) = if is_uniform(model) {
        let docs = "Finds out whether one of the alternatives holds, with what is known already.";
        (docs, None, quote!(ANY))
    } else {
        let docs = "Finds out whether one of an event's alternatives holds, with what is known already; for\n\
                    an event that is not known yet, one of any event's.";
        let event = quote!(event: Option<&EventName>,);
        (docs, Some(event), quote!(event.map_or(ANY, alternatives)))
    };
    let docs = doc_text(docs);
    quote!(
        /// The keys of the security schemes. A scheme without keys admits nobody.
        #[derive(Clone, Debug, Default)]
        pub(crate) struct Keys {
            #(pub(crate) #fields: Option<#types>,)*
        }

        impl Keys {
            /// Whether a scheme has keys.
            pub(crate) fn has(&self, scheme: SecurityScheme) -> bool { #has }

            #fault

            #docs
            pub(crate) #asynchronous fn verify(
                &self,
                presented: &Presented<'_>,
                #event
                checks: &mut Checks,
            ) -> Result<Authenticated, Unauthenticated> {
                checks.#authenticate(#alternatives, |scheme| self.check(scheme, presented)) #wait
            }

            #asynchronous fn check(&self, scheme: SecurityScheme, presented: &Presented<'_>) -> CheckResult {
                #check
            }
        }
    )
}

/// What is wrong with the keys of a scheme. Those of the other kinds are refused when they are made.
fn render_fault(
    model: &Model,
    variants: &[Ident],
    fields: &[Ident],
    imports: &mut Imports,
) -> Option<TokenStream> {
    if !can_have_faults(model) {
        return None;
    }
    let all = model.authenticators.iter().zip(variants).zip(fields);
    let (wrong, right): (Vec<_>, Vec<_>) = all.partition(|((one, _), _)| can_be_wrong(&one.kind));
    imports.add("crate::runtime::security::KeyError");
    let arms = wrong.iter().map(|((one, variant), field)| {
        let keys = verifier(&one.kind);
        quote!(SecurityScheme::#variant => self.#field.as_ref().and_then(#keys::fault),)
    });
    let right: Vec<_> = right.iter().map(|((_, variant), _)| variant).collect();
    let rest = (!right.is_empty()).then(|| quote!(#(SecurityScheme::#right)|* => None,));
    Some(quote!(
        /// What is wrong with a scheme's keys, if anything is.
        pub(crate) fn fault(&self, scheme: SecurityScheme) -> Option<KeyError> {
            match scheme { #(#arms)* #rest }
        }
    ))
}

/// Whether keys can be given that admit nobody.
pub(crate) fn can_have_faults(model: &Model) -> bool {
    let mut kinds = model.authenticators.iter().map(|one| &one.kind);
    kinds.any(can_be_wrong)
}

fn can_be_wrong(kind: &AuthenticatorKind) -> bool {
    matches!(
        kind,
        AuthenticatorKind::ApiKey(_) | AuthenticatorKind::Basic | AuthenticatorKind::Bearer
    )
}
