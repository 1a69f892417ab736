//! The receiver's check of credentials.
//!
//! In: the model's authenticators and where events are named. Out: the endpoint's methods that authenticate a request, and the answer
//! to one that nobody's credentials hold for. Which alternatives an event has, and how a scheme is checked, is the matter of the
//! module `security`.

use proc_macro2::TokenStream;
use quote::quote;

use super::alternatives::is_uniform;
use super::endpoint::{is_by_method, render_named_by_path};
use super::event_place::name_of;
use crate::model::{AuthenticatorKind, KeyPlace, Model, Signature};

/// The headers that credentials come in, where the specification says so.
pub(super) fn render_credential_headers(model: &Model) -> TokenStream {
    let mut headers: Vec<&str> = Vec::new();
    for authenticator in &model.authenticators {
        let header = match &authenticator.kind {
            AuthenticatorKind::ApiKey(KeyPlace::Header(header))
            | AuthenticatorKind::Signature(Signature::Hmac { header, .. }) => header,
            AuthenticatorKind::Signature(Signature::StandardWebhooks) => "webhook-signature",
            _ => continue,
        };
        if !headers
            .iter()
            .any(|known| known.eq_ignore_ascii_case(header))
        {
            headers.push(header);
        }
    }
    if headers.is_empty() {
        return quote!();
    }
    quote!(
        fn credential_headers(&self) -> &[&'static str] {
            &[#(#headers),*]
        }
    )
}

/// The check of credentials. Where events ask for different ones, the body is looked into for its event only after somebody's
/// credentials held. A body that names no event has to meet what unlisted events ask for, or else an event that is open to anybody
/// would let such bodies in.
pub(super) fn render_authenticate(model: &Model) -> TokenStream {
    let waits = model
        .authenticators
        .iter()
        .any(|one| one.kind == AuthenticatorKind::Bearer);
    let wait = waits.then(|| quote!(.await));
    let uniform = is_uniform(model);
    let told_apart =
        is_by_method(model).then(|| quote!(let name = by_method(name, &parts.method);));
    let again = (!uniform).then(|| {
        let name = name_of(model, &quote!(parts), &quote!(body), &quote!(None));
        quote!(
            if path_event.is_none() {
                let name = #name.ok().and_then(Result::ok);
                let name = name.unwrap_or_else(|| EventName::Unknown(String::new()));
                #told_apart
                authenticated = self.keys.verify(&presented, Some(&name)) #wait .map_err(|refused| denied(&refused))?;
            }
        )
    });
    let mutable = again.is_some().then(|| quote!(mut));
    let (path_event, named_by_path, by_path) = if uniform {
        (quote!(_), None, None)
    } else {
        (
            quote!(path_event),
            Some({
                let by_path = render_named_by_path(model, &quote!(&parts.method));
                quote!(let named_by_path = #by_path;)
            }),
            Some(quote!(, named_by_path.as_ref())),
        )
    };
    quote!(
        async fn authenticate(
            &self,
            parts: &Parts,
            body: &Bytes,
            #path_event: Option<&'static str>,
        ) -> Result<Admitted, Denied> {
            if self.unauthenticated {
                return Ok(Admitted::unauthenticated());
            }
            let presented = Presented::new(&parts.headers, parts.uri.query(), body, SystemTime::now());
            #named_by_path
            let #mutable authenticated = self.keys.verify(&presented #by_path) #wait .map_err(|refused| denied(&refused))?;
            #again
            Ok(Admitted::by(authenticated.schemes))
        }
    )
}

/// The answer to a request without credentials that hold.
pub(super) fn render_denied() -> TokenStream {
    quote!(
        /// The answer to a request that nobody's credentials hold for.
        fn denied(refused: &Unauthenticated) -> Denied {
            if refused.is_temporary() {
                return Denied::Unavailable(RetryLater::default());
            }
            let challenges = refused.challenges().map(HeaderValue::from_static);
            Denied::unauthenticated(challenges, refused.to_string())
        }
    )
}
