//! Who may deliver, as code.
//!
//! In: the model's authenticators and each event's alternatives. Out: the module `security`: the schemes, their keys, and the
//! check of a request. It knows nothing of HTTP beyond where a key is sent.

mod alternatives;
mod scheme;
mod signatures;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use self::alternatives::render_alternatives;
use self::signatures::render_signatures;
pub(crate) use self::signatures::signature_const;
use crate::model::{Authenticator, AuthenticatorKind, KeyPlace, Model};
use crate::render::syntax::{Imports, ident, inner_doc};

pub(crate) use self::alternatives::is_uniform;
pub(crate) use self::scheme::render_scheme;

/// The type that holds a scheme's keys; the trait of the verifier where there are none.
pub(crate) fn verifier(kind: &AuthenticatorKind) -> Ident {
    ident(match kind {
        AuthenticatorKind::ApiKey(_) => "ApiKey",
        AuthenticatorKind::Basic => "BasicCredentials",
        AuthenticatorKind::Jwt => "JwtVerifier",
        AuthenticatorKind::Bearer => "BearerVerifier",
        AuthenticatorKind::Signature(_) => "SignatureVerifier",
        AuthenticatorKind::Custom => "VerifyRequest",
    })
}

/// Renders the module `security`.
pub(crate) fn render_security(model: &Model) -> TokenStream {
    let mut imports = Imports::default();
    imports.add("crate::runtime::generated::Credentials");
    imports.add("crate::runtime::generated::SchemeKeys");
    imports.add("crate::runtime::security::Scheme");
    let all = || model.authenticators.iter().map(|one| &one.kind);
    if all().any(|kind| matches!(kind, AuthenticatorKind::ApiKey(_))) {
        imports.add("crate::runtime::security::ApiKeyPlace");
    }
    if all().any(has_challenge) {
        imports.add("crate::runtime::security::Refusal");
    }
    imports.add("crate::event::EventName");
    for kind in all().filter(|kind| has_keys(kind)) {
        imports.add(&format!("crate::runtime::security::{}", verifier(kind)));
    }
    let variants: Vec<Ident> = model.authenticators.iter().map(scheme_variant).collect();
    let schemes = render_schemes(model, &variants);
    let signatures = render_signatures(model, &mut imports);
    let keys = render_keys(model, &variants);
    let alternatives = render_alternatives(model, &variants);
    let uses = imports.render();
    let module = inner_doc(
        "Who may deliver: the security schemes of the spec, their keys, and which of them an event asks for.",
    );
    quote!(
        #module
        #uses

        pub use crate::scheme::SecurityScheme;

        #schemes
        #signatures
        #keys
        #alternatives
    )
}

/// Whether a scheme has keys. Those of a custom one are its verifier's.
fn has_keys(kind: &AuthenticatorKind) -> bool {
    *kind != AuthenticatorKind::Custom
}

/// Whether something asks senders for the credentials of such a scheme.
fn has_challenge(kind: &AuthenticatorKind) -> bool {
    !matches!(
        kind,
        AuthenticatorKind::ApiKey(_) | AuthenticatorKind::Signature(_) | AuthenticatorKind::Custom
    )
}

/// Where a key stands, as code that names `ApiKeyPlace`.
pub(crate) fn key_place(place: &KeyPlace) -> TokenStream {
    let (kind, name) = match place {
        KeyPlace::Header(name) => ("Header", name),
        KeyPlace::Query(name) => ("Query", name),
        KeyPlace::Cookie(name) => ("Cookie", name),
    };
    let kind = ident(kind);
    quote!(ApiKeyPlace::#kind(#name))
}

/// The variant of a scheme.
pub(crate) fn scheme_variant(authenticator: &Authenticator) -> Ident {
    let camel = heck::ToUpperCamelCase::to_upper_camel_case(authenticator.name.ident.as_str());
    ident(&camel)
}

fn render_schemes(model: &Model, variants: &[Ident]) -> TokenStream {
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
    let rest = arm(|kind| !has_challenge(kind), quote!(None));
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
        impl Scheme for SecurityScheme {
            fn name(self) -> &'static str { self.as_str() }
            #challenge
        }
    )
}

/// The keys of all schemes, and what each admits.
fn render_keys(model: &Model, variants: &[Ident]) -> TokenStream {
    let all = model.authenticators.iter().zip(variants);
    let (keyed, custom): (Vec<_>, Vec<_>) = all.partition(|(one, _)| has_keys(&one.kind));
    let fields = keyed.iter().map(|(one, _)| ident(&one.name.ident));
    let types = keyed.iter().map(|(one, _)| verifier(&one.kind));
    let arms = keyed.iter().map(|(one, variant)| {
        let field = ident(&one.name.ident);
        let (kind, place) = match &one.kind {
            AuthenticatorKind::ApiKey(place) => ("ApiKey", Some(key_place(place))),
            AuthenticatorKind::Basic => ("Basic", None),
            AuthenticatorKind::Jwt => ("Jwt", None),
            AuthenticatorKind::Bearer => ("Bearer", None),
            AuthenticatorKind::Signature(_) => ("Signature", None),
            AuthenticatorKind::Custom => ("Own", None),
        };
        let kind = ident(kind);
        let made = match place {
            Some(place) => quote!(|keys| Credentials::#kind(#place, keys)),
            None => quote!(Credentials::#kind),
        };
        quote!(SecurityScheme::#variant => self.#field.as_ref().map(#made),)
    });
    let custom: Vec<&Ident> = custom.iter().map(|(_, variant)| *variant).collect();
    let custom = (!custom.is_empty()).then(|| quote!(#(SecurityScheme::#custom)|* => None,));
    let arms: Vec<TokenStream> = arms.chain(custom).collect();
    let credentials = if arms.is_empty() {
        quote!(match scheme {})
    } else {
        quote!(match scheme { #(#arms)* })
    };
    let differ = (!is_uniform(model)).then(|| {
        quote!(
            const DIFFER: bool = true;
        )
    });
    quote!(
        /// The keys of the security schemes. A scheme without keys admits nobody.
        #[doc(hidden)]
        #[derive(Clone, Debug, Default)]
        pub struct Keys {
            #(pub(crate) #fields: Option<#types>,)*
        }

        impl SchemeKeys for Keys {
            type Scheme = SecurityScheme;
            type Event = EventName;

            const SCHEMES: &'static [SecurityScheme] = &[#(SecurityScheme::#variants),*];
            const ANY: &'static [&'static [SecurityScheme]] = ANY;
            #differ

            fn alternatives(event: &EventName) -> &'static [&'static [SecurityScheme]] {
                alternatives(event)
            }

            fn credentials(&self, scheme: SecurityScheme) -> Option<Credentials<'_>> {
                #credentials
            }
        }
    )
}
