//! Security schemes: what a receiver is given keys for.
//!
//! In: the schemes of two models. Out: which are the same, by name on the wire, and the changes of
//! those that came, went, or ask for something else.

use std::collections::BTreeMap;

use crate::diff::change::{Change, CodeEffect, Fate, How, What};
use crate::diff::compare::{self, Comparison, code};
use crate::diff::step::Rule;
use crate::model::{Authenticator, AuthenticatorKind, Event, KeyPlace, Model, Signature};

/// The schemes of both models that are the same one: the new name of each, by the old one.
pub(super) type Schemes = BTreeMap<String, String>;

/// Pairs schemes by name, then those that alone are left and ask for the same.
pub(super) fn pair(old: &[Authenticator], new: &[Authenticator]) -> Schemes {
    let has = |all: &[Authenticator], wire: &str| all.iter().any(|one| one.name.wire == wire);
    let mut same: Schemes = old
        .iter()
        .filter(|one| has(new, &one.name.wire))
        .map(|one| (one.name.wire.clone(), one.name.wire.clone()))
        .collect();
    let left_old: Vec<_> = old.iter().filter(|one| !has(new, &one.name.wire)).collect();
    let left_new: Vec<_> = new.iter().filter(|one| !has(old, &one.name.wire)).collect();
    for one in &left_old {
        let of_kind = |other: &&&Authenticator| other.kind == one.kind;
        let now: Vec<_> = left_new.iter().filter(of_kind).collect();
        if let (1, [now]) = (left_old.iter().filter(of_kind).count(), &now[..]) {
            same.insert(one.name.wire.clone(), now.name.wire.clone());
        }
    }
    same
}

/// Compares schemes. Which of them admit which deliveries is compared in `security`.
pub(super) fn compare(comparison: &mut Comparison<'_>, same: &Schemes) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    for scheme in &old.authenticators {
        let name = same.get(&scheme.name.wire);
        let now = new
            .authenticators
            .iter()
            .find(|now| Some(&now.name.wire) == name);
        if let Some(now) = now {
            compare_pair(comparison, scheme, now);
        }
    }
}

/// A method of the receiver's builder.
pub(super) fn method(scheme: &Authenticator) -> String {
    code(&format!("ReceiverBuilder::{}", scheme.name.ident))
}

/// The events of which an alternative names a scheme.
pub(super) fn admitted_by(model: &Model, scheme: &Authenticator) -> Vec<String> {
    let admits = |event: &&Event| {
        let mut names = event.security.iter().flatten().flatten();
        names.any(|at| {
            let one = model.authenticators.get(*at);
            one.is_some_and(|one| one.name.wire == scheme.name.wire)
        })
    };
    compare::names(model.events().filter(admits))
}

/// The keys that it takes, in words.
fn keys(kind: &AuthenticatorKind) -> &'static str {
    match kind {
        AuthenticatorKind::ApiKey(_) => "keys",
        AuthenticatorKind::Basic => "names and passwords",
        AuthenticatorKind::Jwt => "keys of JSON Web Tokens",
        AuthenticatorKind::Bearer => "a verifier of bearer tokens",
        AuthenticatorKind::Signature(_) => "keys of signatures",
        AuthenticatorKind::Custom => "a verifier of your own",
    }
}

fn compare_pair(comparison: &mut Comparison<'_>, old: &Authenticator, new: &Authenticator) {
    let Authenticator {
        name,
        docs,
        kind,
        place,
    } = old;
    let subject = new.name.wire.as_str();
    let at = (Some(place), Some(&new.place));
    let events = admitted_by(comparison.new.model, new);
    let change = |how, rule| {
        Change::new(What::Scheme, how, subject, rule)
            .at(at.0, at.1)
            .of_events(events.clone())
    };
    if name.wire != new.name.wire || name.ident != new.name.ident {
        let advice = format!("{} is {} now", method(old), method(new));
        comparison.push(
            change(How::Renamed, Rule::ItemRemove)
                .said(format!("the scheme {} has another name", code(&name.wire)))
                .code(CodeEffect::NeedsChange, advice),
        );
    }
    comparison.documented((What::Scheme, subject), (docs, &new.docs), at);
    if *kind == new.kind {
        return;
    }
    let (was, is) = (words(kind), words(&new.kind));
    let (code_effect, rule, advice) = match (kind, &new.kind) {
        (AuthenticatorKind::ApiKey(_), AuthenticatorKind::ApiKey(_)) => {
            (CodeEffect::Compiles, Rule::NoEffect, String::new())
        }
        (AuthenticatorKind::Signature(old), AuthenticatorKind::Signature(new)) => {
            let Signature {
                preset: _,
                scheme,
                // Compared for the crate as a whole.
                delivery_id: _,
            } = &**old;
            if *scheme == new.scheme {
                // Another name for the same.
                return;
            }
            if scheme.algorithm == new.scheme.algorithm && scheme.key == new.scheme.key {
                (CodeEffect::Compiles, Rule::NoEffect, String::new())
            } else {
                let advice = "give it keys for the new algorithm";
                (
                    CodeEffect::NeedsChange,
                    Rule::CredentialsNeeded,
                    advice.to_owned(),
                )
            }
        }
        (_, kind) => {
            let advice = format!("{} takes {}", method(new), keys(kind));
            (CodeEffect::NeedsChange, Rule::TypeChange, advice)
        }
    };
    let said = if was == is {
        format!("the scheme {} signs otherwise", code(subject))
    } else {
        format!("the scheme {} is {is}, and was {was}", code(subject))
    };
    comparison.push(
        change(How::Changed, rule)
            .said(said)
            .code(code_effect, advice)
            .delivered("that show it as before", Fate::Accepted, Fate::Refused)
            .delivered("that show it as now", Fate::Refused, Fate::Accepted),
    );
}

/// What a delivery is checked for, in words.
fn words(kind: &AuthenticatorKind) -> String {
    match kind {
        AuthenticatorKind::ApiKey(place) => match place {
            KeyPlace::Header(name) => format!("a key in the header {}", code(name)),
            KeyPlace::Query(name) => format!("a key in the query parameter {}", code(name)),
            KeyPlace::Cookie(name) => format!("a key in the cookie {}", code(name)),
        },
        AuthenticatorKind::Basic => "HTTP basic".to_owned(),
        AuthenticatorKind::Jwt => "a JSON Web Token".to_owned(),
        AuthenticatorKind::Bearer => "a bearer token".to_owned(),
        AuthenticatorKind::Custom => "what a verifier of your own decides".to_owned(),
        AuthenticatorKind::Signature(signature) => match &signature.preset {
            Some(preset) => format!("a signature by {}", code(preset)),
            None => "a signature".to_owned(),
        },
    }
}
