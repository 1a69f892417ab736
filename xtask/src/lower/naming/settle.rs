//! Who gets which name.
//!
//! In: claims on names in one scope. Out: a name for each, distinct and stable. A clash is never
//! settled in silence: two names that people gave are an error, a number is a warning. It may not
//! look at schemas.

use std::collections::{BTreeMap, BTreeSet};

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
    /// Made from the name of what is around all of it, as that of a whole body from its event's.
    Whole,
    /// Made from a parent's name and a member's.
    Derived,
    /// The same, without words that the two have in common.
    Shortened,
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

/// Gives every claim of one scope a name: the stronger first. Which of them comes first in the
/// document makes no difference.
pub(crate) fn settle(
    claims: &[Claim],
    reserved: &[&str],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    Settling::new(reserved).settle(claims, diagnostics)
}

/// The names of one scope, for claims that depend on names which are settled before them.
pub(crate) struct Settling<'r> {
    reserved: &'r [&'r str],
    taken: BTreeMap<String, Location>,
    numbers: BTreeMap<String, u32>,
}

impl<'r> Settling<'r> {
    /// A scope in which these names mean something else.
    pub fn new(reserved: &'r [&'r str]) -> Self {
        Self {
            reserved,
            taken: BTreeMap::new(),
            numbers: BTreeMap::new(),
        }
    }

    /// Gives claims a name each, beside those that were settled before.
    pub fn settle(&mut self, claims: &[Claim], diagnostics: &mut Diagnostics) -> Vec<String> {
        let mut by_rank: BTreeMap<Rank, Vec<usize>> = BTreeMap::new();
        for (index, claim) in claims.iter().enumerate() {
            by_rank.entry(claim.rank).or_default().push(index);
        }
        let mut settled = vec![String::new(); claims.len()];
        for equals in by_rank.into_values() {
            let names = self.among_equals(claims, &equals);
            let (sure, mut left): (Vec<_>, Vec<_>) = equals
                .into_iter()
                .zip(names)
                .partition(|(_, name)| name.is_some());
            for (index, name) in sure {
                settled[index] = name.unwrap_or_default();
                self.take(&settled[index], &claims[index]);
            }
            // Nothing but their places tells these apart, if anything does.
            left.sort_by_key(|(index, _)| match &claims[*index] {
                // Which of two names is given twice is told in the document's order.
                claim if claim.rank == Rank::Explicit => None,
                claim => Some((&claim.candidates, &claim.place)),
            });
            for (index, _) in left {
                settled[index] = self.last_resort(&claims[index], diagnostics);
                self.take(&settled[index], &claims[index]);
            }
        }
        settled
    }

    fn take(&mut self, name: &str, claim: &Claim) {
        self.taken.insert(name.to_owned(), claim.place.clone());
    }

    /// Whether a name means nothing yet.
    pub fn is_free(&self, name: &str) -> bool {
        !self.taken.contains_key(name) && !self.reserved.contains(&name)
    }

    /// The names of claims that are as strong as one another; `None` where the candidates of one
    /// are all taken or wanted by others.
    ///
    /// What several want as their next best goes to none of them, but to one that has no other
    /// candidate; of two that have none, neither is sure of it.
    fn among_equals(&self, claims: &[Claim], equals: &[usize]) -> Vec<Option<String>> {
        // What is made of several words may be a keyword, which names nothing.
        let is_free = |name: &&String| self.is_free(name) && !is_keyword(name);
        let free = equals.iter().map(|index| {
            let candidates = claims[*index].candidates.iter();
            candidates.filter(is_free).collect()
        });
        let free: Vec<Vec<&String>> = free.collect();
        let mut at = vec![0; free.len()];
        // Who wants which name at the moment, and the names that are given up.
        let mut wanted: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
        let mut given_up: BTreeSet<&String> = BTreeSet::new();
        let mut moving: Vec<usize> = (0..free.len()).collect();
        while !moving.is_empty() {
            let mut touched = BTreeSet::new();
            for one in moving.drain(..) {
                let names = free[one].iter().enumerate().skip(at[one]);
                let next = names.clone().find(|(_, name)| !given_up.contains(*name));
                at[one] = next.map_or(free[one].len(), |(index, _)| index);
                if let Some((_, name)) = next {
                    wanted.entry(name).or_default().push(one);
                    touched.insert(*name);
                }
            }
            for name in touched {
                let Some(rivals) = wanted.get_mut(name).filter(|rivals| rivals.len() > 1) else {
                    continue;
                };
                let best = rivals.iter().map(|one| at[*one]).min().unwrap_or_default();
                let has_more = |one: usize| at[one] + 1 < free[one].len();
                let mut keeping = rivals.iter().copied().filter(|one| at[*one] == best);
                let stays = match (keeping.next(), keeping.next()) {
                    (only, None) => only,
                    _ => {
                        let equal = rivals.iter().copied().filter(|one| at[*one] == best);
                        let mut without: Vec<usize> = equal.filter(|one| !has_more(*one)).collect();
                        without.pop().filter(|_| without.is_empty())
                    }
                };
                if stays.is_none() {
                    given_up.insert(name);
                }
                moving.extend(rivals.iter().copied().filter(|one| Some(*one) != stays));
                *rivals = stays.into_iter().collect();
            }
            for one in &moving {
                at[*one] += 1;
            }
        }
        let names = free.iter().zip(at);
        names
            .map(|(free, at)| free.get(at).map(|name| (*name).clone()))
            .collect()
    }

    /// The best candidate of a claim if nobody has it, else that with a number, and a complaint.
    fn last_resort(&mut self, claim: &Claim, diagnostics: &mut Diagnostics) -> String {
        let mut candidates = claim.candidates.iter();
        if let Some(free) = candidates.find(|name| self.is_free(name) && !is_keyword(name)) {
            return free.clone();
        }
        let wanted = claim.candidates.first().cloned().unwrap_or_default();
        let mut number = self.numbers.get(&wanted).copied().unwrap_or(1);
        // Numbers only grow, so those below the last one need not be tried again.
        let numbered = loop {
            number = number.saturating_add(1);
            let name = followed_by(&wanted, &number.to_string());
            if self.is_free(&name) {
                break name;
            }
        };
        let holder = claim
            .candidates
            .iter()
            .find_map(|name| self.taken.get(name));
        diagnostics.push(complaint(claim, &wanted, &numbered, holder));
        self.numbers.insert(wanted, number);
        numbered
    }
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
    fn what_several_want_alike_goes_to_none_of_them_in_whatever_order() {
        let mut claims = [
            claim(Rank::Own, &["Order", "First", "Third"]),
            claim(Rank::Own, &["Order", "Second"]),
            // Who wants a name most has it.
            claim(Rank::Own, &["First"]),
        ];
        let names = ["Third", "Second", "First"].map(str::to_owned);
        assert_eq!(settled(&claims), (names.to_vec(), 0));
        claims.reverse();
        let names = ["First", "Second", "Third"].map(str::to_owned);
        assert_eq!(settled(&claims), (names.to_vec(), 0));
    }

    #[test]
    fn who_has_no_other_candidate_keeps_the_name() {
        let claims = [
            claim(Rank::Derived, &["OrderState", "OrderItemState"]),
            claim(Rank::Derived, &["OrderState"]),
        ];
        let names = ["OrderItemState", "OrderState"].map(str::to_owned);
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
