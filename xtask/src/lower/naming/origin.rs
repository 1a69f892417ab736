//! Where a schema was met.
//!
//! In: the way from an event's payload to a schema. Out: the stuff of a name for its type, where
//! nobody gave it one. It knows no schemas.

use crate::ident::{Style, followed_by, identifier_of, identifiers};
use crate::model::TypeId;

/// Where a schema was met: the stuff of a derived name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The type around it, whose name comes first; none around a payload.
    pub parent: Option<TypeId>,
    /// The words of its own, best first.
    pub words: Vec<String>,
    /// Whether the words are a member's name as it stands.
    pub is_member: bool,
    /// Whether it is of a parameter, and not part of a body.
    pub is_parameter: bool,
}

impl Origin {
    /// A schema that belongs to something with this name, or with the next one where that is taken.
    pub fn named<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let names = names.into_iter();
        Self {
            parent: None,
            words: names
                .flat_map(|name| identifiers(name, Style::Camel))
                .collect(),
            is_member: false,
            is_parameter: false,
        }
    }

    /// A schema of a parameter. It is named after it, alone where that will do: not where
    /// events say different things of it.
    pub fn parameter(parameter: &str, event: &str, is_ambiguous: bool) -> Self {
        let alone = identifier_of(parameter, Style::Camel);
        let of_event = followed_by(event, &alone);
        let alone = (!is_ambiguous).then_some(alone);
        Self {
            parent: None,
            words: alone.into_iter().chain([of_event]).collect(),
            is_member: false,
            is_parameter: true,
        }
    }

    /// A schema that is a member of a type.
    pub fn member(parent: TypeId, member: &str) -> Self {
        Self {
            parent: Some(parent),
            words: vec![followed_by(&identifier_of(member, Style::Camel), "")],
            is_member: true,
            is_parameter: false,
        }
    }

    /// Something inside a schema that was met here.
    pub fn followed_by(&self, word: &str) -> Self {
        let words = self.words.iter().map(|words| followed_by(words, word));
        Self {
            parent: self.parent,
            words: words.collect(),
            is_member: false,
            is_parameter: self.is_parameter,
        }
    }

    /// The names that follow from the parent's, once that is settled.
    pub fn candidates(&self, settled: &[String]) -> Vec<String> {
        let parent = self
            .parent
            .and_then(|TypeId(index)| settled.get(index))
            .map_or("", String::as_str);
        let words = self.words.iter();
        words.map(|words| followed_by(parent, words)).collect()
    }

    /// The words by which it is reached, outermost first.
    pub fn way(&self, ways: &[Vec<String>]) -> Vec<String> {
        let parent = self.parent.and_then(|TypeId(index)| ways.get(index));
        let own = self.words.first().map(|words| match self.parent {
            Some(_) => words.clone(),
            None => without_payload(words),
        });
        parent.into_iter().flatten().cloned().chain(own).collect()
    }
}

/// A name without the word that every payload has.
pub(crate) fn without_payload(name: &str) -> String {
    let bare = name.strip_suffix("Payload").unwrap_or(name);
    let bare = if bare.is_empty() { name } else { bare };
    bare.to_owned()
}

#[cfg(test)]
mod tests {
    use super::Origin;
    use crate::model::TypeId;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_member_is_named_after_the_type_around_it() {
        let origin = Origin::member(TypeId(1), "line-items");
        let settled = names(&["Order", "OrderPayload"]);
        assert_eq!(origin.candidates(&settled), ["OrderPayloadLineItems"]);
        let inside = origin.followed_by("Item");
        assert_eq!(inside.candidates(&settled), ["OrderPayloadLineItemsItem"]);
        // A way leaves out the word that every payload has.
        let ways = [names(&[]), Origin::named(["OrderPayload"]).way(&[])];
        assert_eq!(origin.way(&ways), ["Order", "LineItems"]);
    }

    #[test]
    fn a_parameter_is_named_alone_unless_events_describe_it_differently() {
        let plain = Origin::parameter("X-Attempt", "Created", false);
        assert_eq!(plain.candidates(&[]), ["XAttempt", "CreatedXAttempt"]);
        let ambiguous = Origin::parameter("X-Attempt", "Created", true);
        assert_eq!(ambiguous.candidates(&[]), ["CreatedXAttempt"]);
    }
}
