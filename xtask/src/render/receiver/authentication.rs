//! The receiver's check of credentials.
//!
//! In: the model's authenticators and where events are named. Out: the endpoint's methods that authenticate a request. Which
//! alternatives an event has, and how a scheme is checked, is the matter of the module `security`.

use proc_macro2::TokenStream;
use quote::quote;

use super::endpoint::{is_by_method, render_named_by_path};
use super::event_place::name_of;
use crate::model::{AuthenticatorKind, EventNamePlace, KeyPlace, Model, Signature};
use crate::render::security::is_uniform;

/// The headers that credentials come in, where the specification says so.
pub(crate) fn render_credential_headers(model: &Model) -> TokenStream {
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

/// The check of credentials, by the head and by the body. Where events ask for different ones, the body is looked into for its event
/// only after somebody's credentials held. A body that names no event has to meet what unlisted events ask for, or else an event that
/// is open to anybody would let such bodies in.
pub(crate) fn render_authenticate(model: &Model) -> TokenStream {
    let waits = model
        .authenticators
        .iter()
        .any(|one| one.kind == AuthenticatorKind::Bearer);
    let wait = waits.then(|| quote!(.await));
    let uniform = is_uniform(model);
    let named = matches!(
        model.event_name,
        EventNamePlace::Header(_) | EventNamePlace::Path
    );
    let (path_event, by_path, event) = if uniform {
        (quote!(_), None, None)
    } else {
        let by_path = render_named_by_path(model, &quote!(&parts.method));
        (
            quote!(path_event),
            Some(quote!(let by_path = #by_path;)),
            Some(quote!(, by_path.as_ref())),
        )
    };
    let verify = quote!(self.keys.verify(&presented #event, &mut checks) #wait);
    // What a request is asked for once its event is known, where the path does not name it.
    let again = (!uniform).then(|| {
        let name = name_of(model, &quote!(parts), &quote!(body), &quote!(None));
        let told_apart =
            is_by_method(model).then(|| quote!(let name = by_method(name, &parts.method);));
        quote!(
            let name = #name.ok().and_then(Result::ok);
            let name = name.unwrap_or_else(|| EventName::Unknown(String::new()));
            #told_apart
            decision = self.keys.verify(&presented, Some(&name), &mut checks) #wait;
        )
    });
    let mutable = again.is_some().then(|| quote!(mut));
    let (head_mutable, decided) = match (&again, named) {
        (None, _) => (None, quote!(HeadCheck::of(decision, checks))),
        (Some(again), true) => (
            mutable.clone(),
            quote!(
                let may_hold = decision.as_ref().map_or_else(|refused| refused.awaits_body, |_| true);
                if path_event.is_none() && may_hold {
                    #again
                }
                HeadCheck::of(decision, checks)
            ),
        ),
        (Some(_), false) => (
            None,
            quote!(
                if path_event.is_none() {
                    return HeadCheck::of_any_event(decision, checks);
                }
                HeadCheck::of(decision, checks)
            ),
        ),
    };
    let again = again.map(|again| {
        quote!(
            if path_event.is_none() && decision.is_ok() {
                #again
            }
        )
    });
    quote!(
        async fn authenticate_head(
            &self,
            parts: &Parts,
            #path_event: Option<&'static str>,
        ) -> Result<HeadCheck, Denied> {
            if self.unauthenticated {
                return Ok(HeadCheck::Admitted(Admitted::unauthenticated()));
            }
            let presented = Presented::head(&parts.headers, parts.uri.query(), SystemTime::now());
            let mut checks = Checks::default();
            #by_path
            let #head_mutable decision = #verify;
            #decided
        }

        async fn authenticate_body(
            &self,
            parts: &Parts,
            body: &Bytes,
            #path_event: Option<&'static str>,
            known: Checks,
        ) -> Result<Admitted, Denied> {
            if self.unauthenticated {
                return Ok(Admitted::unauthenticated());
            }
            let presented = Presented::new(&parts.headers, parts.uri.query(), body, SystemTime::now());
            let mut checks = known;
            #by_path
            let #mutable decision = #verify;
            #again
            Ok(decision?.into())
        }
    )
}
