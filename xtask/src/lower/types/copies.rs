//! Schemas that are written more than once.
//!
//! In: the places of schemas. Out: for each the first place that says the very same, so that one
//! type serves all. Two schemas are copies if they have the same keywords with the same values in
//! the same order, descriptions included, and stand in the same file, where the same reference
//! means the same. It may not know what keywords mean.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::place::{FileId, Location};

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

/// The schemas met so far. Every node of the document is looked at once.
#[derive(Debug, Default)]
pub(crate) struct Copies<'v> {
    numbers: BTreeMap<Node<'v>, Content>,
    /// The numbers of nodes by their addresses in memory, which do not change during a run.
    known: BTreeMap<usize, Content>,
    first: BTreeMap<(FileId, Content), Location>,
}

impl<'v> Copies<'v> {
    /// The first place asked about that says the same as this one.
    pub fn first(&mut self, location: Location, value: &'v Value) -> Location {
        let content = self.content(value);
        self.first
            .entry((location.file, content))
            .or_insert(location)
            .clone()
    }

    fn content(&mut self, value: &'v Value) -> Content {
        let address = std::ptr::from_ref(value).addr();
        if let Some(content) = self.known.get(&address) {
            return *content;
        }
        let node = match value {
            Value::Array(items) => {
                Node::Array(items.iter().map(|item| self.content(item)).collect())
            }
            Value::Object(members) => Node::Object(
                members
                    .iter()
                    .map(|(name, value)| (name.as_str(), self.content(value)))
                    .collect(),
            ),
            Value::String(text) => Node::Text(text),
            scalar => Node::Scalar(scalar.to_string()),
        };
        let next = self.numbers.len();
        let content = *self.numbers.entry(node).or_insert(next);
        self.known.insert(address, content);
        content
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Copies;
    use crate::place::FileId;
    use crate::place::Location;

    #[test]
    fn copies_share_the_first_place() {
        let document = json!([
            { "type": "object", "properties": { "a": {} } },
            { "type": "object", "properties": { "a": {} } },
            { "properties": { "a": {} }, "type": "object" },
            { "type": "object", "properties": { "a": { "description": "b" } } },
        ]);
        let mut copies = Copies::default();
        let places: Vec<String> = document
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, value)| {
                let location = Location::root(FileId::default()).child(&index.to_string());
                copies.first(location, value).pointer.to_string()
            })
            .collect();
        assert_eq!(places, ["/0", "/0", "/2", "/3"]);
    }
}
