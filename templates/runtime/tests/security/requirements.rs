//! Security requirements: alternatives, of which one must hold with all its schemes.
#![cfg(feature = "security")]

use std::cell::RefCell;

use serde_json::{Value, json};
use webhook_runtime::security::{
    Authenticated, CheckResult, Checks, Proof, Refusal, Scheme, Unauthenticated, authenticate,
    authenticate_async,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Id {
    Key,
    Token,
    Basic,
}

use Id::{Basic, Key, Token};

impl Scheme for Id {
    fn name(self) -> &'static str {
        match self {
            Key => "key",
            Token => "token",
            Basic => "basic",
        }
    }

    fn challenge(self, refusal: Refusal) -> Option<&'static str> {
        match self {
            Key => None,
            Token if refusal == Refusal::Missing => Some("Bearer"),
            Token => Some("Bearer error"),
            Basic => Some("Basic"),
        }
    }
}

/// Decides with only these schemes holding, and tells which were checked.
fn decide(
    alternatives: &[&[Id]],
    holding: &[Id],
) -> (Result<Authenticated, Unauthenticated>, Vec<Id>) {
    let mut checked = Vec::new();
    let decision = authenticate(alternatives, |id| {
        checked.push(id);
        check(id, holding)
    });
    (decision, checked)
}

fn check(id: Id, holding: &[Id]) -> CheckResult {
    match id {
        _ if !holding.contains(&id) => Err(Refusal::Mismatch),
        Token => Ok(Proof::from(json!({ "sub": "sender" }))),
        _ => Ok(Proof::from(())),
    }
}

fn schemes(alternatives: &[&[Id]], holding: &[Id]) -> Option<Vec<&'static str>> {
    decide(alternatives, holding)
        .0
        .ok()
        .map(|authenticated| authenticated.schemes)
}

#[test]
fn one_alternative_is_enough() {
    let alternatives: &[&[Id]] = &[&[Key], &[Token]];
    assert_eq!(schemes(alternatives, &[Key]), Some(vec!["key"]));
    assert_eq!(schemes(alternatives, &[Token]), Some(vec!["token"]));
    assert_eq!(schemes(alternatives, &[Key, Token]), Some(vec!["key"]));
    assert_eq!(schemes(alternatives, &[]), None);
    assert_eq!(schemes(alternatives, &[Basic]), None);
}

#[test]
fn an_alternative_needs_all_its_schemes() {
    let alternatives: &[&[Id]] = &[&[Key, Token]];
    assert_eq!(
        schemes(alternatives, &[Key, Token]),
        Some(vec!["key", "token"])
    );
    assert_eq!(schemes(alternatives, &[Key]), None);
    assert_eq!(schemes(alternatives, &[Token]), None);
}

#[test]
fn alternatives_of_several_schemes_are_told_apart() {
    let alternatives: &[&[Id]] = &[&[Key, Token], &[Key, Basic], &[Token, Basic]];
    assert_eq!(
        schemes(alternatives, &[Key, Basic]),
        Some(vec!["key", "basic"])
    );
    assert_eq!(
        schemes(alternatives, &[Token, Basic]),
        Some(vec!["token", "basic"])
    );
    assert_eq!(schemes(alternatives, &[Key]), None);
}

#[test]
fn no_alternative_at_all_is_refused() {
    let (decision, checked) = decide(&[], &[Key, Token, Basic]);
    let refused = decision.unwrap_err();
    assert!(refused.refusals.is_empty());
    assert!(checked.is_empty());
    assert!(
        refused.to_string().contains("declares no security"),
        "{refused}"
    );
}

#[test]
fn an_empty_alternative_always_holds() {
    let (decision, checked) = decide(&[&[]], &[]);
    assert_eq!(decision.unwrap(), Authenticated::default());
    assert!(checked.is_empty());
    assert_eq!(schemes(&[&[Key], &[]], &[]), Some(Vec::new()));
}

#[test]
fn an_empty_alternative_comes_last_so_that_a_sender_who_shows_a_key_is_known() {
    assert_eq!(schemes(&[&[], &[Key]], &[Key]), Some(vec!["key"]));
}

#[test]
fn a_scheme_is_checked_once_and_only_if_it_is_needed() {
    let alternatives: &[&[Id]] = &[&[Key, Token], &[Token], &[Key, Basic]];
    assert_eq!(decide(alternatives, &[Key, Basic]).1, [Key, Token, Basic]);
    assert_eq!(decide(alternatives, &[Key, Token]).1, [Key, Token]);
    // A failed scheme settles every alternative that it is in.
    assert_eq!(decide(alternatives, &[Basic]).1, [Key, Token]);
    assert_eq!(decide(&[&[Key], &[Token, Key]], &[]).1, [Key]);
}

#[test]
fn claims_are_those_of_the_alternative_that_holds() {
    let both = decide(&[&[Key, Token]], &[Key, Token]).0.unwrap();
    assert_eq!(both.claims("token"), Some(&json!({ "sub": "sender" })));
    assert_eq!(both.claims("key"), None);
    // The token was right, but is not what let the request in.
    let other = decide(&[&[Token, Key], &[Basic]], &[Token, Basic])
        .0
        .unwrap();
    assert_eq!(other.claims("token"), None);
    assert_eq!(Proof::from(Value::Null).claims, None);
}

#[test]
fn a_refusal_says_which_schemes_failed_and_why() {
    let refused = authenticate(&[&[Key], &[Token], &[Basic]], |id| match id {
        Key => Err(Refusal::Missing),
        Token => Err(Refusal::Expired),
        Basic => Err(Refusal::Mismatch),
    })
    .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "not authenticated: key: no credential is shown; token: the token has expired; basic: no known key fits the credential"
    );
    assert_eq!(
        refused.challenges().collect::<Vec<_>>(),
        ["Bearer error", "Basic"]
    );
    assert!(!refused.is_temporary());
}

#[test]
fn nobody_learns_which_of_several_credentials_was_wrong() {
    let challenges = |alternatives: &[&[Id]], holding: &[Id]| {
        let refused = decide(alternatives, holding).0.unwrap_err();
        refused.challenges().collect::<Vec<_>>()
    };
    for alternatives in [&[&[Key, Token][..]][..], &[&[Token, Key]]] {
        for holding in [&[][..], &[Key], &[Token]] {
            assert_eq!(challenges(alternatives, holding), ["Bearer"], "{holding:?}");
        }
    }
    for holding in [&[][..], &[Token], &[Basic], &[Key]] {
        let alternatives: &[&[Id]] = &[&[Key, Token], &[Key, Basic]];
        if holding != [Key] {
            assert_eq!(challenges(alternatives, holding), ["Bearer", "Basic"]);
        }
        // Alone, it is the one that is wrong.
        let alternatives: &[&[Id]] = &[&[Key, Basic], &[Token]];
        if holding != [Token] {
            assert_eq!(challenges(alternatives, holding), ["Basic", "Bearer error"]);
        }
    }
}

#[test]
fn a_scheme_that_holds_is_not_among_the_refusals() {
    let refused = decide(&[&[Key, Token]], &[Key]).0.unwrap_err();
    let failed: Vec<&str> = refused.refusals.iter().map(|one| one.scheme).collect();
    assert_eq!(failed, ["token"]);
}

#[test]
fn a_check_that_could_not_be_made_makes_the_refusal_temporary() {
    let refused = authenticate(&[&[Key], &[Token]], |id| match id {
        Key => Err(Refusal::Mismatch),
        _ => Err(Refusal::Unavailable),
    });
    assert!(refused.unwrap_err().is_temporary());
}

/// The schemes that hold, or why none does.
type Held = Result<Vec<&'static str>, Unauthenticated>;

/// Decides in two steps, by the head and by the body, over which `Basic` is made: whether the first
/// said anything, what the last said, and what was checked in each.
fn decide_in_steps(alternatives: &[&[Id]], holding: &[Id]) -> (Option<bool>, Held, [Vec<Id>; 2]) {
    let mut checks = Checks::default();
    let (mut by_head, mut by_body) = (Vec::new(), Vec::new());
    let head = checks.authenticate(alternatives, |id| {
        by_head.push(id);
        match id {
            Basic => Err(Refusal::AwaitsBody),
            _ => check(id, holding),
        }
    });
    let first = match &head {
        Ok(_) => Some(true),
        Err(refused) => (!refused.awaits_body).then_some(false),
    };
    let body = checks.authenticate(alternatives, |id| {
        by_body.push(id);
        check(id, holding)
    });
    (first, body.map(|held| held.schemes), [by_head, by_body])
}

#[test]
fn nothing_is_decided_by_the_head_while_an_alternative_awaits_the_body() {
    let alternatives: &[&[Id]] = &[&[Key], &[Basic]];
    let (head, body, checked) = decide_in_steps(alternatives, &[Basic]);
    assert_eq!((head, body), (None, Ok(vec!["basic"])));
    assert_eq!(checked, [vec![Key, Basic], vec![Basic]]);
    let (head, body, _) = decide_in_steps(alternatives, &[]);
    assert_eq!(head, None);
    let failed: Vec<&str> = body
        .unwrap_err()
        .refusals
        .iter()
        .map(|one| one.scheme)
        .collect();
    assert_eq!(failed, ["key", "basic"]);
    // The order is that of the specification, whichever step decides.
    let alternatives: &[&[Id]] = &[&[Basic], &[Key]];
    let (head, body, checked) = decide_in_steps(alternatives, &[Basic, Key]);
    assert_eq!((head, body), (None, Ok(vec!["basic"])));
    assert_eq!(checked, [vec![Basic], vec![Basic]]);
    let (_, body, checked) = decide_in_steps(alternatives, &[Key]);
    assert_eq!(body, Ok(vec!["key"]));
    assert_eq!(checked, [vec![Basic], vec![Basic, Key]]);
}

#[test]
fn the_head_decides_where_no_alternative_can_hold_or_one_does() {
    // What is awaited does not help where the rest of its alternative fails.
    let alternatives: &[&[Id]] = &[&[Basic, Key], &[Token]];
    let (head, body, checked) = decide_in_steps(alternatives, &[Basic]);
    assert_eq!(head, Some(false));
    assert_eq!(checked[0], [Basic, Key, Token]);
    let refused = body.unwrap_err();
    let failed: Vec<&str> = refused.refusals.iter().map(|one| one.scheme).collect();
    assert_eq!(failed, ["key", "token"]);
    assert!(!refused.to_string().contains("body"), "{refused}");
    let (head, body, checked) = decide_in_steps(alternatives, &[Token]);
    assert_eq!((head, body), (Some(true), Ok(vec!["token"])));
    assert_eq!(checked[1], []);
    let (head, body, checked) = decide_in_steps(alternatives, &[Key, Basic]);
    assert_eq!((head, body), (None, Ok(vec!["basic", "key"])));
    assert_eq!(checked, [vec![Basic, Key], vec![Basic]]);
}

#[test]
fn nobody_is_refused_by_the_head_where_anybody_is_let_in() {
    let (head, body, _) = decide_in_steps(&[&[], &[Key]], &[]);
    assert_eq!((head, body), (Some(true), Ok(vec![])));
    // A signature still says who sent the request.
    let (head, body, _) = decide_in_steps(&[&[], &[Basic]], &[Basic]);
    assert_eq!((head, body), (None, Ok(vec!["basic"])));
    let (head, body, _) = decide_in_steps(&[&[], &[Basic]], &[]);
    assert_eq!((head, body), (None, Ok(vec![])));
}

#[test]
fn what_is_known_counts_for_other_alternatives_too_and_is_told_for_these_alone() {
    let mut checks = Checks::default();
    let mut count = 0;
    let any: &[&[Id]] = &[&[Key], &[Token]];
    let refused = checks.authenticate(any, |id| {
        count += 1;
        check(id, &[])
    });
    assert_eq!(refused.unwrap_err().refusals.len(), 2);
    let refused = checks.authenticate(&[&[Token, Basic]], |id| {
        count += 1;
        check(id, &[Basic])
    });
    let refusals = refused.unwrap_err().refusals;
    assert_eq!((refusals.len(), refusals[0].scheme, count), (1, "token", 2));
    assert_eq!(format!("{checks:?}"), "Checks { count: 2, .. }");
}

#[tokio::test]
async fn checks_that_take_a_while_are_decided_alike() {
    let sets: [&[&[Id]]; 6] = [
        &[],
        &[&[]],
        &[&[Key], &[Token]],
        &[&[Key, Token], &[Basic]],
        &[&[], &[Key, Basic]],
        &[&[Key, Token], &[Token], &[Key, Basic]],
    ];
    let holdings: [&[Id]; 5] = [&[], &[Key], &[Key, Token], &[Basic], &[Key, Basic]];
    for alternatives in sets {
        for holding in holdings {
            let order = RefCell::new(Vec::new());
            let decision = authenticate_async(alternatives, |id| {
                order.borrow_mut().push(id);
                async move {
                    tokio::task::yield_now().await;
                    check(id, holding)
                }
            })
            .await;
            assert_eq!(
                (decision, order.into_inner()),
                decide(alternatives, holding)
            );
        }
    }
}
