//! What the names of several things have in common.
//!
//! In: for each place that holds one type, the words by which it is reached, outermost first. Out:
//! names for the type, best first: what all of them end with, then with one word more what most of
//! those end with, as long as that is more than one. It may not know what the words name.

use crate::ident::followed_by;

/// The names after what the ways to a type end with; none where nothing is common to all. `least`
/// is how many words a name has.
pub(crate) fn names_by_ending(ways: &[Vec<String>], least: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut agreeing: Vec<&[String]> = ways.iter().map(Vec::as_slice).collect();
    let mut name = String::new();
    let mut words = 0;
    while let Some((word, count)) = commonest(&agreeing, words) {
        let all = count == ways.len();
        // What one of them ends with alone names that one, and nothing shared.
        if count < 2 || words == 0 && !all {
            break;
        }
        agreeing.retain(|way| from_end(way, words) == Some(word.as_str()));
        name = followed_by(&word, &name);
        words += 1;
        // As long as all agree, the longer name says more.
        if all {
            names.clear();
        }
        if words >= least {
            names.push(name.clone());
        }
    }
    names
}

/// The word that most ways have at a place counted from the end, the first of several, and how many
/// have it.
fn commonest(ways: &[&[String]], from_the_end: usize) -> Option<(String, usize)> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for word in ways.iter().filter_map(|way| from_end(way, from_the_end)) {
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let (word, count) = counts.into_iter().find(|(_, count)| *count == most)?;
    Some((word.to_owned(), count))
}

fn from_end(way: &[String], index: usize) -> Option<&str> {
    way.iter().rev().nth(index).map(String::as_str)
}

/// The words that all names end with.
pub(crate) fn common_ending<'n>(names: &[&'n str]) -> Option<&'n str> {
    let first = names.first()?;
    first
        .char_indices()
        .filter(|(_, c)| c.is_uppercase())
        .filter_map(|(start, _)| first.get(start..))
        .find(|ending| {
            names.iter().all(|name| {
                // Not the middle of a word, nor an acronym's.
                let before = name.strip_suffix(ending);
                before.is_some_and(|before| !before.ends_with(char::is_uppercase))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::common_ending;
    use super::names_by_ending;

    fn ways(texts: &[&str]) -> Vec<Vec<String>> {
        let words = |text: &&str| text.split(' ').map(str::to_owned).collect();
        texts.iter().map(words).collect()
    }

    #[test]
    fn a_shared_type_is_named_after_what_all_its_ways_end_with() {
        let ways = ways(&["Opened Issue Milestone", "Closed Issue Milestone"]);
        assert_eq!(names_by_ending(&ways, 1), ["IssueMilestone"]);
    }

    #[test]
    fn then_after_what_most_of_them_end_with() {
        let ways = ways(&[
            "Opened Pull Milestone",
            "Opened Issue Milestone",
            "Closed Issue Milestone",
        ]);
        assert_eq!(names_by_ending(&ways, 1), ["Milestone", "IssueMilestone"]);
        assert_eq!(names_by_ending(&ways, 2), ["IssueMilestone"]);
    }

    #[test]
    fn nothing_in_common_gives_no_name() {
        assert!(names_by_ending(&ways(&["Opened Owner", "Opened Author"]), 1).is_empty());
    }

    #[test]
    fn endings_are_whole_words() {
        assert_eq!(
            common_ending(&["BillingAddress", "ShippingAddress", "HomeAddress"]),
            Some("Address")
        );
        assert_eq!(common_ending(&["PaymentID", "OrderD"]), None);
    }
}
