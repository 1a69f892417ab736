//! Who gets which name.
//!
//! In: claims on names in one scope. Out: a name for each, distinct and stable. A clash is never settled in silence: two names that
//! people gave are an error, a number is a warning. It may not look at schemas.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ident::{followed_by, is_keyword};
use crate::place::Location;

/// Something that wants a name.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    /// Acceptable identifiers, best first.
    pub candidates: Vec<String>,
    /// How strong the claim is; stronger ones choose first.
    pub rank: Rank,
    /// Where the claim stands in the spec.
    pub place: Location,
    /// What to do about a name that had to get a number, as a sentence.
    pub remedy: &'static str,
}

/// What to do about the number in the name of a type, a variant of a union or an event.
pub(crate) const RENAME: &str = "set `x-rust-name` beside it to choose a better name";

/// Who gave a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// `x-rust-name`: must be kept.
    Explicit,
    /// A component's or a member's own name that is an identifier as it stands.
    Exact,
    /// A component's or a member's own name, changed to be an identifier.
    Own,
    /// A component's or a member's own name, in other letters than it has.
    Alike,
    /// Made from a parent's name and a member's.
    Derived,
}

impl Rank {
    /// How strong the claim of a text on the best of its candidates is.
    pub fn of(text: &str, candidates: &[String]) -> Self {
        let best = candidates.first().map_or("", String::as_str);
        if best.trim_start_matches("r#") == text {
            Self::Exact
        } else if best.is_ascii() && !text.is_ascii() {
            Self::Alike
        } else {
            Self::Own
        }
    }
}

/// Gives every claim of one scope a name: the stronger first, in order within a rank.
pub(crate) fn settle(
    claims: &[Claim],
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let ranks: Vec<Rank> = claims.iter().map(|claim| claim.rank).collect();
    let claim = |index: usize, _: &[String]| claims.get(index).map(Cow::Borrowed);
    settle_in_turn(&ranks, claim, reserved, diagnostics)
}

/// Like [`settle`], for claims that depend on names which are settled before them. `claim` is given its claim's number and the
/// names so far, empty where none is settled yet.
pub(crate) fn settle_in_turn<'c>(
    ranks: &[Rank],
    claim: impl Fn(usize, &[String]) -> Option<Cow<'c, Claim>>,
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut taken: BTreeMap<String, Location> = BTreeMap::new();
    let mut numbers = BTreeMap::new();
    let mut settled = vec![String::new(); ranks.len()];
    let strongest_first = [
        Rank::Explicit,
        Rank::Exact,
        Rank::Own,
        Rank::Alike,
        Rank::Derived,
    ];
    for rank in strongest_first {
        let indices = (0..ranks.len()).filter(|index| ranks.get(*index) == Some(&rank));
        for index in indices {
            let Some(claim) = claim(index, &settled) else {
                continue;
            };
            // What is pieced together of words may be a keyword, which names nothing.
            let free = claim.candidates.iter().find(|name| {
                !taken.contains_key(*name)
                    && !reserved.contains(&name.as_str())
                    && !is_keyword(name)
            });
            let name = free
                .cloned()
                .unwrap_or_else(|| clash(&claim, reserved, &taken, &mut numbers, diagnostics));
            taken.insert(name.clone(), claim.place.clone());
            if let Some(slot) = settled.get_mut(index) {
                *slot = name;
            }
        }
    }
    settled
}

fn clash(
    claim: &Claim,
    reserved: &[&str],
    taken: &BTreeMap<String, Location>,
    numbers: &mut BTreeMap<String, u32>,
    diagnostics: &mut Diagnostics,
) -> String {
    let wanted = claim.candidates.first().cloned().unwrap_or_default();
    // Numbers only grow, so those below the last one need not be tried again.
    let number = numbers.entry(wanted.clone()).or_insert(1);
    let numbered = loop {
        *number = number.saturating_add(1);
        let name = followed_by(&wanted, &number.to_string());
        if !taken.contains_key(&name) && !reserved.contains(&name.as_str()) {
            break name;
        }
    };
    let holder = claim.candidates.iter().find_map(|name| taken.get(name));
    let diagnostic = if claim.rank == Rank::Explicit {
        let message = match holder {
            Some(_) => "two `x-rust-name` give the same name in Rust".to_owned(),
            None => format!("the name `{wanted}` means something else in the generated code"),
        };
        Diagnostic::new(Code::NameCollision, message)
            .at(
                claim.place.child("x-rust-name"),
                match holder {
                    Some(_) => "given again here",
                    None => "given here",
                },
            )
            .help(match holder {
                Some(_) => "give one of them another `x-rust-name`",
                None => "give it another `x-rust-name`",
            })
    } else {
        Diagnostic::new(
            Code::NameSettled,
            format!("`{wanted}` is taken, so this becomes `{numbered}`"),
        )
        .at(&claim.place, format!("becomes `{numbered}`"))
        .help(claim.remedy)
    };
    diagnostics.push(match holder {
        Some(holder) if claim.rank == Rank::Explicit => {
            diagnostic.and(holder.child("x-rust-name"), "first given here")
        }
        Some(holder) => diagnostic.and(holder, "has that name"),
        None => diagnostic,
    });
    numbered
}
