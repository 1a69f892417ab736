//! The names of component schemas.
//!
//! In: every schema that may become a component, with the names of what it stands in. Out: a name
//! for each distinct schema: its own where that is unambiguous, else with as many of the names
//! around it as it takes. Equal schemas share a name.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use indexmap::IndexMap;
use serde_json::Value;

/// Where a schema stands: the names around it, outermost first, and its own at the end.
pub(super) type Chain = Vec<String>;

/// When a schema becomes a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hoist {
    /// In any case.
    Always,
    /// If it is used more than once.
    IfShared,
}

/// Schemas by their content, which is written without references.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    chains: IndexMap<String, (Hoist, Vec<Chain>)>,
}

/// The text that tells whether two schemas are equal.
pub(super) fn content(schema: &Value) -> String {
    schema.to_string()
}

impl Candidates {
    /// Notes a use of a schema.
    pub(super) fn add(&mut self, schema: &Value, chain: Chain, hoist: Hoist) {
        let uses = self.chains.entry(content(schema));
        uses.or_insert((hoist, Vec::new())).1.push(chain);
    }

    /// The names of those that become components, by content.
    pub(super) fn settle(self) -> IndexMap<String, String> {
        let named: Vec<(String, Vec<Chain>)> = self
            .chains
            .into_iter()
            .filter(|(_, (hoist, chains))| *hoist == Hoist::Always || chains.len() > 1)
            .map(|(content, (_, chains))| (content, chains))
            .collect();
        let mut taken = BTreeSet::new();
        let mut names = IndexMap::new();
        for (number, (content, chains)) in named.iter().enumerate() {
            let Some(chain) = chains.first() else {
                continue;
            };
            let others = || {
                let others = named
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != number);
                others.flat_map(|(_, (_, chains))| chains)
            };
            let unique = forms(chain.len()).find(|form| {
                let name = form.name(chain);
                others().all(|other| form.name(other) != name)
            });
            let mut name = unique.unwrap_or(Form::Last(chain.len())).name(chain);
            // Names that differ in nothing but letter case and separators end up here.
            let plain = name.clone();
            let mut count = 2;
            while !taken.insert(name.clone()) {
                name = format!("{plain}{count}");
                count += 1;
            }
            names.insert(content.clone(), name);
        }
        names
    }
}

/// Which part of a chain makes the name.
#[derive(Debug, Clone, Copy)]
enum Form {
    /// This many names at its end.
    Last(usize),
    /// The outermost and its own.
    Ends,
}

/// The forms to try, the shortest first.
fn forms(length: usize) -> impl Iterator<Item = Form> {
    let longer = (2..=length).map(Form::Last);
    [Form::Last(1), Form::Ends].into_iter().chain(longer)
}

impl Form {
    fn name(self, chain: &[String]) -> String {
        match (self, chain) {
            (Self::Ends, [first, .., own]) => joined(&[first.clone(), own.clone()]),
            (Self::Ends, _) => joined(chain),
            (Self::Last(length), _) => {
                let start = chain.len().saturating_sub(length);
                joined(chain.get(start..).unwrap_or_default())
            }
        }
    }
}

/// Several names as one. A name that starts with the name before it is not repeated.
fn joined(chain: &[String]) -> String {
    let mut name = String::new();
    for part in chain {
        let part = part.to_upper_camel_case();
        match part.strip_prefix(&name) {
            Some(rest) if !name.is_empty() && rest.starts_with(char::is_uppercase) => name = part,
            _ => name.push_str(&part),
        }
    }
    let usable = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.is_ascii();
    if usable {
        name
    } else {
        // Keys of components are of ASCII letters, digits, `.`, `-` and `_` (the Components Object,
        // section 4.8.7).
        let ascii: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        format!("Schema{ascii}")
    }
}

/// The name of one of several: `taxNumbers` holds a `taxNumber`.
pub(super) fn singular(name: &str) -> String {
    let of_es = ["sses", "xes", "ches", "shes", "zes"];
    if let Some(stem) = name.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        format!("{stem}y")
    } else if of_es.iter().any(|end| name.ends_with(end)) {
        name.strip_suffix("es").unwrap_or(name).to_owned()
    } else if name.ends_with("ss") || name.ends_with("us") {
        name.to_owned()
    } else {
        name.strip_suffix('s')
            .filter(|stem| stem.len() > 1)
            .unwrap_or(name)
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, joined, singular};

    #[test]
    fn one_of_several() {
        for (several, one) in [
            ("taxNumbers", "taxNumber"),
            ("entries", "entry"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("address", "address"),
            ("status", "status"),
            ("s", "s"),
            ("data", "data"),
        ] {
            assert_eq!(singular(several), one);
        }
    }

    #[test]
    fn names_are_joined_from_the_inside_and_do_not_stutter() {
        let chain = ["kyc-request-attempted", "_embedded", "customer"].map(str::to_owned);
        assert_eq!(Form::Last(1).name(&chain), "Customer");
        assert_eq!(Form::Ends.name(&chain), "KycRequestAttemptedCustomer");
        assert_eq!(Form::Last(2).name(&chain), "EmbeddedCustomer");
        assert_eq!(
            Form::Last(9).name(&chain),
            "KycRequestAttemptedEmbeddedCustomer"
        );
        let chain = ["kycDocument", "kyc document file"].map(str::to_owned);
        assert_eq!(joined(&chain), "KycDocumentFile");
        assert_eq!(joined(&["größe".to_owned()]), "SchemaGre");
    }
}
