//! What schemas say of the elements of an array.
//!
//! In: all that holds for an array. Out: the schemas of its elements, by their positions. Source:
//! JSON Schema 2020-12, Core §10.3.1: `items` is about the elements behind those that `prefixItems`
//! of the same schema describes.

use serde_json::Value;

use super::{Part, View};
use crate::schema::conjunction::{Conjunct, Conjunction};

impl<'a> Part<'a> {
    /// The schemas of the first elements; none where they have none of their own.
    pub fn prefix(&self) -> &'a [Value] {
        let prefix = self.get("prefixItems").and_then(Value::as_array);
        prefix.map_or(&[], Vec::as_slice)
    }
}

impl View<'_> {
    /// How many elements have schemas of their own.
    pub fn longest_prefix(&self) -> usize {
        let lengths = self.parts.iter().map(|part| part.prefix().len());
        lengths.max().unwrap_or_default()
    }

    /// How many elements there must be.
    pub fn least_items(&self) -> usize {
        let bounds = self
            .parts
            .iter()
            .filter_map(|part| part.get("minItems")?.as_u64());
        let least = bounds.max().unwrap_or_default();
        usize::try_from(least).unwrap_or(usize::MAX)
    }

    /// The schemas of all elements that have none by their position.
    pub fn items(&self) -> Conjunction {
        let parts = self.parts.iter();
        let described = parts.filter(|part| part.get("items").is_some_and(Value::is_object));
        let items = described.map(|part| Conjunct::whole(part.location.child("items")));
        items.collect()
    }

    /// The schemas of the element at a position that say anything of it.
    pub fn item_at(&self, index: usize) -> Conjunction {
        let places = self.parts.iter().filter_map(|part| {
            let (place, schema) = match part.prefix().get(index) {
                Some(schema) => {
                    let list = part.location.child("prefixItems");
                    (list.child(&index.to_string()), schema)
                }
                None => (part.location.child("items"), part.get("items")?),
            };
            let says_more = schema.as_object().is_some_and(|schema| !schema.is_empty());
            says_more.then(|| Conjunct::whole(place))
        });
        places.collect()
    }
}
