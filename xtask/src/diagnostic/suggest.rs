//! Remedies for names that do not exist: the nearest name that does.

use crate::characters::shown;

/// The longest name, in bytes, that is held against others.
const LONGEST_TYPED: usize = 256;

/// The candidate nearest to a name, if it is near enough to be a slip: a difference in case or
/// separators only, or at most a third of the characters edited. The earliest wins a tie.
#[must_use]
pub fn closest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest(name, candidates, |distance, longest| {
        distance * 3 <= longest
    })
}

/// The candidate that differs from a name in case, separators, and at most so many letters. The
/// earliest wins a tie.
#[must_use]
pub fn slip<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    letters: usize,
) -> Option<&'c str> {
    nearest(name, candidates, |distance, _| distance <= letters)
}

/// The nearest candidate whose number of edits, and the characters of the longer name, are near
/// enough.
fn nearest<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    is_near: impl Fn(usize, usize) -> bool,
) -> Option<&'c str> {
    let plain = folded(name);
    // A longer text is not a name that somebody typed, and costs the square of its length.
    let is_typed = |name: &str| name.len() <= LONGEST_TYPED;
    candidates
        .into_iter()
        .filter(|candidate| is_typed(name) && is_typed(candidate))
        .filter_map(|candidate| {
            let distance = strsim::damerau_levenshtein(&plain, &folded(candidate));
            let longest = name.chars().count().max(candidate.chars().count());
            is_near(distance, longest).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// "did you mean `x`?", or what there is to choose from.
#[must_use]
pub fn did_you_mean<'c>(
    name: &str,
    candidates: impl IntoIterator<Item = &'c str> + Clone,
) -> String {
    if let Some(candidate) = closest(name, candidates.clone()) {
        return format!("did you mean `{}`?", shown(candidate));
    }
    let all: Vec<String> = candidates
        .into_iter()
        .map(|candidate| format!("`{}`", shown(candidate)))
        .collect();
    let shown = all.get(..all.len().min(8)).unwrap_or_default();
    match (all.as_slice(), all.len() - shown.len()) {
        ([], _) => "there is nothing to choose from here".to_owned(),
        ([only], _) => format!("there is {only} alone"),
        (_, 0) => format!("there are {}", shown.join(", ")),
        (_, more) => format!("there are {} and {more} more", shown.join(", ")),
    }
}

fn folded(name: &str) -> String {
    name.chars()
        .filter(|character| !matches!(character, '_' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{closest, did_you_mean};

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let names = ["Identity", "IdentityProof", "Address"];
        assert_eq!(closest("Identiy", names), Some("Identity"));
        assert_eq!(closest("identity_proof", names), Some("IdentityProof"));
        assert_eq!(closest("Bank", names), None);
    }

    #[test]
    fn without_a_near_name_all_are_listed() {
        assert_eq!(
            did_you_mean("x", ["alpha", "beta"]),
            "there are `alpha`, `beta`"
        );
        assert_eq!(did_you_mean("x", ["alpha"]), "there is `alpha` alone");
        assert_eq!(
            did_you_mean("x", []),
            "there is nothing to choose from here"
        );
        let many = ["n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9"];
        assert!(did_you_mean("x", many).ends_with("`n8` and 1 more"));
    }
}
