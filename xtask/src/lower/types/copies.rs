//! Schemas that are written more than once.
//!
//! In: the places of schemas. Out: for each the first place that says the same, so that one type
//! serves all. Two schemas are copies if they have the same keywords with the same values, prose
//! and the order of keywords aside, stand in the same file, where the same reference means the same,
//! and are kin: what is alike by chance has a name of its own, which nothing else in the document
//! changes. Of what keywords mean it knows where schemas stand, and which are prose.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::place::{FileId, Location};
use crate::schema::{ALTERNATIVES, Kin, is_name};
use crate::vocabulary::{holds_a_schema, holds_names, is_prose};

/// What a schema's surroundings say of it: to what it is kin, and whether absence and `null` are
/// told apart in it.
type Meaning = (Kin, bool);

/// The number that every node with the same content has.
type Content = usize;

/// What a node is made of, the nodes below it by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Node<'v> {
    Text(&'v str),
    Scalar(String),
    Array(Vec<Content>),
    Object(Vec<(&'v str, Content)>),
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Schema,
    /// A schema among others, which may be called by its title.
    Alternative,
    /// Schemas by names.
    Named,
    /// A list of schemas, of which only one may hold.
    Alternatives,
    /// A list whose order means nothing.
    Set,
    Data,
}

/// The schemas met so far. Every node of the document is looked at once.
#[derive(Debug, Default)]
pub(crate) struct Copies<'v> {
    numbers: BTreeMap<Node<'v>, Content>,
    /// The numbers of nodes by their addresses in memory, which do not change during a run.
    known: BTreeMap<(usize, Role), Content>,
    first: BTreeMap<(FileId, Content, Meaning), (Location, &'v Value)>,
    /// By the first place, those that say the same in other words.
    wordings: BTreeMap<Location, Vec<Location>>,
}

impl<'v> Copies<'v> {
    /// The first place asked about that says the same as this one, and is kin to it.
    pub fn first(&mut self, location: Location, value: &'v Value, meaning: Meaning) -> Location {
        let key = (location.file, self.content(value, Role::Schema), meaning);
        let place = location.clone();
        let (first, told) = self.first.entry(key).or_insert((place, value));
        if *told != value {
            let others = self.wordings.entry(first.clone()).or_default();
            others.push(location);
        }
        first.clone()
    }

    /// The places that say the same as the first one, in other words.
    pub fn in_other_words(&self, first: &Location) -> &[Location] {
        self.wordings.get(first).map_or(&[], Vec::as_slice)
    }

    fn content(&mut self, value: &'v Value, role: Role) -> Content {
        let address = (std::ptr::from_ref(value).addr(), role);
        if let Some(content) = self.known.get(&address) {
            return *content;
        }
        let inner = |name: Option<&str>| match (role, name) {
            (Role::Schema | Role::Alternative, Some(keyword)) => below(keyword),
            (Role::Alternatives, None) => Role::Alternative,
            (Role::Schema, None) | (Role::Named, Some(_)) => Role::Schema,
            _ => Role::Data,
        };
        let node = match value {
            Value::Array(items) => {
                let items = items.iter().map(|item| self.content(item, inner(None)));
                let mut items: Vec<Content> = items.collect();
                if role == Role::Set {
                    items.sort_unstable();
                }
                Node::Array(items)
            }
            Value::Object(members) => {
                let meant = members.iter().filter(|(name, value)| match role {
                    Role::Schema => !is_prose(name),
                    Role::Alternative => !is_prose(name) || is_given_title(name, value),
                    _ => true,
                });
                let members = meant
                    .map(|(name, value)| (name.as_str(), self.content(value, inner(Some(name)))));
                let mut members: Vec<(&str, Content)> = members.collect();
                members.sort_unstable();
                Node::Object(members)
            }
            Value::String(text) => Node::Text(text),
            scalar => Node::Scalar(scalar.to_string()),
        };
        let next = self.numbers.len();
        let content = *self.numbers.entry(node).or_insert(next);
        self.known.insert(address, content);
        content
    }
}

/// What stands under a keyword.
fn below(keyword: &str) -> Role {
    match keyword {
        "required" | "type" => Role::Set,
        "allOf" => Role::Schema,
        _ if ALTERNATIVES.contains(&keyword) => Role::Alternatives,
        _ if holds_names(keyword) => Role::Named,
        _ if holds_a_schema(keyword) => Role::Schema,
        _ => Role::Data,
    }
}

/// Whether a title names the alternative at which it stands.
fn is_given_title(keyword: &str, value: &Value) -> bool {
    keyword == "title" && value.as_str().is_some_and(is_name)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Copies, Meaning};
    use crate::place::{FileId, Location};

    /// The first place that says the same as each of some schemas.
    fn firsts(document: &Value) -> Vec<String> {
        let mut copies = Copies::default();
        let schemas = document.as_array().into_iter().flatten().enumerate();
        schemas
            .map(|(index, value)| {
                let location = Location::root(FileId::default()).child(&index.to_string());
                let first = copies.first(location, value, Meaning::default());
                first.pointer.to_string()
            })
            .collect()
    }

    #[test]
    fn copies_share_the_first_place() {
        let document = json!([
            { "type": "object", "required": ["a", "b"], "properties": { "a": {} } },
            { "type": "object", "required": ["a", "b"], "properties": { "a": {} } },
            { "properties": { "a": {} }, "required": ["b", "a"], "type": "object" },
            { "type": "object", "required": ["a", "b"], "properties": { "a": {"type": "string"} } },
        ]);
        assert_eq!(firsts(&document), ["/0", "/0", "/0", "/3"]);
    }

    #[test]
    fn prose_makes_no_difference_and_a_member_of_that_name_does() {
        let document = json!([
            { "title": "A thing", "properties": { "a": { "description": "a", "x-note": 1 } } },
            { "properties": { "a": { "description": "b", "examples": ["c"] } } },
            { "properties": { "a": {}, "description": {} } },
            { "enum": [{ "description": "a" }] },
            { "enum": [{ "description": "b" }] },
        ]);
        assert_eq!(firsts(&document), ["/0", "/0", "/2", "/3", "/4"]);
    }

    #[test]
    fn a_title_that_names_an_alternative_is_no_prose() {
        let document = json!([
            { "oneOf": [{ "title": "Card" }, { "title": "What is paid in cash." }] },
            { "oneOf": [{ "title": "Card" }, { "title": "What is not paid at all." }] },
            { "oneOf": [{ "title": "Cash" }, { "title": "What is not paid at all." }] },
        ]);
        assert_eq!(firsts(&document), ["/0", "/0", "/2"]);
    }
}
