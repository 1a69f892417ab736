//! The singular of an English plural, where it is plain.
//!
//! In: a name in camel case. Out: the name with its last word in the singular, or nothing where the
//! word is no plural or its singular would be a guess. It knows nothing of ways and types.

use crate::ident::camel_words;

/// Words that end like a plural and are none, or whose singular is not plain.
const NO_PLURALS: [&str; 62] = [
    "accepts",
    "alias",
    "allows",
    "always",
    "analyses",
    "atlas",
    "axes",
    "bases",
    "bias",
    "calves",
    "canvas",
    "chaos",
    "contains",
    "contents",
    "cors",
    "cosmos",
    "crises",
    "customs",
    "depends",
    "diagnoses",
    "does",
    "earnings",
    "elves",
    "excludes",
    "goods",
    "halves",
    "headquarters",
    "https",
    "hypotheses",
    "imaps",
    "includes",
    "knives",
    "kudos",
    "ldaps",
    "leaves",
    "lens",
    "linux",
    "lives",
    "loaves",
    "macos",
    "means",
    "needs",
    "news",
    "parentheses",
    "premises",
    "proceeds",
    "requires",
    "sales",
    "savings",
    "selves",
    "series",
    "shelves",
    "species",
    "sports",
    "supports",
    "synopses",
    "thanks",
    "theses",
    "thieves",
    "wives",
    "wolves",
    "yes",
];

/// Plurals of words that end with `s` or `e` where most of their kind do not, or that are short.
const KNOWN: [(&str, &str); 20] = [
    ("ads", "ad"),
    ("aliases", "alias"),
    ("apis", "api"),
    ("biases", "bias"),
    ("bonuses", "bonus"),
    ("buses", "bus"),
    ("caches", "cache"),
    ("calories", "calorie"),
    ("campuses", "campus"),
    ("canvases", "canvas"),
    ("clinics", "clinic"),
    ("comics", "comic"),
    ("cookies", "cookie"),
    ("ids", "id"),
    ("metrics", "metric"),
    ("movies", "movie"),
    ("statuses", "status"),
    ("topics", "topic"),
    ("uris", "uri"),
    ("viruses", "virus"),
];

/// What one of the things is called that a name calls by their plural.
pub(super) fn singular(name: &str) -> Option<String> {
    let last = camel_words(name).pop()?;
    let before = name.strip_suffix(last.as_str())?;
    let word = last.to_ascii_lowercase();
    let one = singular_word(&word)?;
    // The rest of the word is as it was; only its end changes.
    let same = one.bytes().zip(word.bytes());
    let same = same.take_while(|(one, word)| one == word).count();
    Some(format!("{before}{}{}", last.get(..same)?, one.get(same..)?))
}

fn singular_word(word: &str) -> Option<String> {
    if let Some((_, one)) = KNOWN.iter().find(|(many, _)| *many == word) {
        return Some((*one).to_owned());
    }
    let is_plain = word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let bare = word.strip_suffix('s').filter(|_| is_plain)?;
    if NO_PLURALS.contains(&word) || ends_with_one_of(bare, &["s", "u", "i", "ic", "zze", "oe"]) {
        return None;
    }
    if let Some(stem) = bare.strip_suffix("ie") {
        return (stem.len() > 1).then(|| format!("{stem}y"));
    }
    let is_longer = ends_with_one_of(bare, &["sse", "she", "che", "xe"]);
    let one = bare.strip_suffix('e').filter(|_| is_longer);
    Some(one.unwrap_or(bare).to_owned())
}

fn ends_with_one_of(word: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| word.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn a_plain_plural_has_a_singular() {
        let pairs = [
            ("Events", "Event"),
            ("LineItems", "LineItem"),
            ("Categories", "Category"),
            ("BillingAddresses", "BillingAddress"),
            ("Statuses", "Status"),
            ("Cases", "Case"),
            ("Boxes", "Box"),
            ("Batches", "Batch"),
            ("Caches", "Cache"),
            ("Sizes", "Size"),
            ("Schemas", "Schema"),
            ("Movies", "Movie"),
            ("UserIds", "UserId"),
        ];
        for (many, one) in pairs {
            assert_eq!(singular(many).as_deref(), Some(one), "{many}");
        }
    }

    #[test]
    fn what_is_no_plain_plural_has_none() {
        let names = [
            "Status",
            "Address",
            "Data",
            "News",
            "Series",
            "Species",
            "Analysis",
            "Analyses",
            "Alias",
            "Dns",
            "Https",
            "Bonus",
            "Analytics",
            "Heroes",
            "Leaves",
            "Item",
            "S",
            "",
            "Ties2",
        ];
        for name in names {
            assert_eq!(singular(name), None, "{name}");
        }
    }
}
