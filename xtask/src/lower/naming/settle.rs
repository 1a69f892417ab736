//! Who gets which name.
//!
//! In: claims on names in one scope. Out: a name for each, distinct and stable. A clash is never
//! settled in silence: two names that people gave are an error, a number is a warning. It may not
//! look at schemas.

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
    let claim = |index: usize, _: &[String]| Cow::Borrowed(&claims[index]);
    settle_in_turn(&ranks, claim, reserved, diagnostics)
}

/// Like [`settle`], for claims that depend on names which are settled before them. `claim` is given
/// the number of its claim and the names so far, empty where none is settled yet.
pub(crate) fn settle_in_turn<'c>(
    ranks: &[Rank],
    claim: impl Fn(usize, &[String]) -> Cow<'c, Claim>,
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let mut taken: BTreeMap<String, Location> = BTreeMap::new();
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut settled = vec![String::new(); ranks.len()];
    let mut strongest_first: Vec<usize> = (0..ranks.len()).collect();
    strongest_first.sort_by_key(|index| ranks[*index]);
    for index in strongest_first {
        let claim = claim(index, &settled);
        let is_free =
            |name: &String| !taken.contains_key(name) && !reserved.contains(&name.as_str());
        // What is made of several words may be a keyword, which names nothing.
        let mut free = claim.candidates.iter();
        let free = free.find(|name| is_free(name) && !is_keyword(name));
        let name = free.cloned().unwrap_or_else(|| {
            let wanted = claim.candidates.first().cloned().unwrap_or_default();
            // Numbers only grow, so those below the last one need not be tried again.
            let number = numbers.entry(wanted.clone()).or_insert(1);
            let numbered = loop {
                *number = number.saturating_add(1);
                let name = followed_by(&wanted, &number.to_string());
                if is_free(&name) {
                    break name;
                }
            };
            let holder = claim.candidates.iter().find_map(|name| taken.get(name));
            diagnostics.push(complaint(&claim, &wanted, &numbered, holder));
            numbered
        });
        taken.insert(name.clone(), claim.place.clone());
        settled[index] = name;
    }
    settled
}

/// What to say about a claim that got none of its candidates: an error where people gave the name,
/// else a warning about the number.
fn complaint(claim: &Claim, wanted: &str, numbered: &str, holder: Option<&Location>) -> Diagnostic {
    if claim.rank != Rank::Explicit {
        let message = format!("`{wanted}` is taken, so this becomes `{numbered}`");
        let warning = Diagnostic::new(Code::NameSettled, message)
            .at(&claim.place, format!("becomes `{numbered}`"))
            .help(claim.remedy);
        return match holder {
            Some(holder) => warning.and(holder, "has that name"),
            None => warning,
        };
    }
    let place = claim.place.child("x-rust-name");
    match holder {
        Some(holder) => {
            let message = "two `x-rust-name` give the same name in Rust";
            Diagnostic::new(Code::NameCollision, message)
                .at(place, "given again here")
                .help("give one of them another `x-rust-name`")
                .and(holder.child("x-rust-name"), "first given here")
        }
        None => {
            let message = format!("the name `{wanted}` means something else in the generated code");
            Diagnostic::new(Code::NameCollision, message)
                .at(place, "given here")
                .help("give it another `x-rust-name`")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Claim, Rank, settle};
    use crate::diagnostic::Diagnostics;
    use crate::place::{FileId, Location};

    fn claim(rank: Rank, candidates: &[&str]) -> Claim {
        Claim {
            candidates: candidates.iter().map(|name| (*name).to_owned()).collect(),
            rank,
            place: Location::root(FileId(0)),
            remedy: "rename it",
        }
    }

    /// The names that claims get, and how many complaints there are.
    fn settled(claims: &[Claim]) -> (Vec<String>, usize) {
        let mut diagnostics = Diagnostics::default();
        let names = settle(claims, &["Unknown"], &mut diagnostics);
        (names, diagnostics.iter().count())
    }

    #[test]
    fn the_stronger_claim_has_the_name_and_the_weaker_its_next_candidate() {
        let claims = [
            claim(Rank::Derived, &["Order", "CreatedOrder"]),
            claim(Rank::Own, &["Order", "OrderType"]),
            claim(Rank::Exact, &["Order"]),
        ];
        let names = ["CreatedOrder", "OrderType", "Order"].map(str::to_owned);
        assert_eq!(settled(&claims), (names.to_vec(), 0));
    }

    #[test]
    fn within_a_rank_the_first_has_the_name() {
        let claims = [
            claim(Rank::Own, &["Order", "First"]),
            claim(Rank::Own, &["Order", "Second"]),
        ];
        let names = ["Order", "Second"].map(str::to_owned);
        assert_eq!(settled(&claims), (names.to_vec(), 0));
    }

    #[test]
    fn a_reserved_name_and_a_keyword_are_passed_over() {
        let claims = [
            claim(Rank::Own, &["Unknown", "UnknownType"]),
            claim(Rank::Derived, &["type", "type_event"]),
        ];
        let names = ["UnknownType", "type_event"].map(str::to_owned);
        assert_eq!(settled(&claims), (names.to_vec(), 0));
    }

    #[test]
    fn who_gets_no_candidate_gets_a_number_and_a_complaint() {
        let claims = [
            claim(Rank::Explicit, &["Order"]),
            claim(Rank::Explicit, &["Order"]),
            claim(Rank::Own, &["Order"]),
        ];
        let names = ["Order", "Order2", "Order3"].map(str::to_owned);
        assert_eq!(settled(&claims), (names.to_vec(), 2));
    }
}
