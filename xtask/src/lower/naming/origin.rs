//! Where a schema was met.
//!
//! In: the way from an event's payload to a schema. Out: the stuff of a name for its type, where
//! nobody gave it one. It knows no schemas.

use std::collections::BTreeSet;

use super::way::{ITEM, ONE_OF, Way};
use crate::ident::{Style, followed_by, identifier_of, identifiers};
use crate::model::TypeId;

/// Where a schema was met: the stuff of a derived name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The type around it, whose name comes first; none around a payload.
    pub parent: Option<TypeId>,
    /// The words of its own, best first.
    pub words: Vec<String>,
    /// What several such are called, where they are all of one group.
    pub group: Option<String>,
    /// The way to it from the component that it stands in, whatever type was around it when it was
    /// met.
    pub declared: Option<Way>,
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
            group: None,
            declared: None,
            is_parameter: false,
        }
    }

    /// The same, of something in a group with this name.
    pub fn in_group(self, group: Option<&str>) -> Self {
        Self {
            group: group.map(|group| identifier_of(group, Style::Camel)),
            ..self
        }
    }

    /// A schema of a parameter. It is named after it, alone where that will do.
    pub fn parameter(parameter: &str, event: &str) -> Self {
        let alone = identifier_of(parameter, Style::Camel);
        let of_event = followed_by(event, &alone);
        Self {
            parent: None,
            words: vec![alone, of_event],
            group: None,
            declared: None,
            is_parameter: true,
        }
    }

    /// A schema that is a member of a type.
    pub fn member(parent: TypeId, member: &str) -> Self {
        Self {
            parent: Some(parent),
            words: vec![followed_by(&identifier_of(member, Style::Camel), "")],
            group: None,
            declared: None,
            is_parameter: false,
        }
    }

    /// Something inside a schema that was met here.
    pub fn followed_by(&self, word: &str) -> Self {
        let behind = match self.parent {
            Some(_) if word == ITEM => ONE_OF,
            _ => word,
        };
        let words = self.words.iter().map(|words| followed_by(words, behind));
        let declared = self.declared.clone();
        Self {
            parent: self.parent,
            words: words.collect(),
            group: self.group.clone(),
            declared: declared.map(|way| way.followed_by(word)),
            is_parameter: self.is_parameter,
        }
    }

    /// The ways to it, best first, by those to the types before it.
    fn ways(&self, known: &[Option<Way>]) -> Vec<Way> {
        let words = self.words.iter();
        match self.parent {
            _ if self.declared.is_some() => self.declared.iter().cloned().collect(),
            Some(TypeId(parent)) => words
                .filter_map(|step| Some(known.get(parent)?.as_ref()?.then(step)))
                .collect(),
            None => words.map(Way::to).collect(),
        }
    }
}

/// The ways to a type that was met in some places, best first, by those to the types around it:
/// first what all places have in common, and last the way of one of them.
pub(crate) fn common_ways(origins: &[&Origin], known: &[Option<Way>]) -> Vec<Way> {
    let group = origins.first().and_then(|one| one.group.as_deref());
    let group = group.filter(|group| {
        let mut groups = origins.iter().map(|one| one.group.as_deref());
        groups.all(|one| one == Some(group))
    });
    let all: Vec<Vec<Way>> = origins.iter().map(|one| one.ways(known)).collect();
    let fewest = all.iter().map(Vec::len).min().unwrap_or_default();
    let several = (0..fewest).map(|at| {
        let alike: BTreeSet<Way> = all
            .iter()
            .filter_map(|ways| ways.get(at).cloned())
            .collect();
        Way::shared(&alike, group)
    });
    let mut common: Vec<Way> = several.collect();
    if origins.len() > 1 {
        common.extend(Way::shortest(all.iter().flatten()).cloned());
    }
    common.dedup();
    common
}

#[cfg(test)]
mod tests {
    use super::{Origin, Way, common_ways};
    use crate::model::TypeId;

    fn best(origin: &Origin, known: &[Option<Way>]) -> String {
        common_ways(&[origin], known)[0].names()[0].clone()
    }

    #[test]
    fn a_member_is_named_after_the_type_around_it() {
        let known = ["Order", "Parcel"].map(|name| Some(Way::to(name)));
        let origin = Origin::member(TypeId(1), "line-items");
        let inside = origin.followed_by("Item");
        assert_eq!(best(&origin, &known), "ParcelLineItems");
        assert_eq!(best(&inside, &known), "ParcelLineItem");
    }

    #[test]
    fn a_parameter_is_named_alone_where_that_will_do() {
        let created = Origin::parameter("X-Attempt", "OrderCreated");
        let deleted = Origin::parameter("X-Attempt", "OrderDeleted");
        let names: Vec<String> = common_ways(&[&created, &deleted], &[])
            .iter()
            .flat_map(Way::names)
            .collect();
        assert_eq!(names, ["XAttempt", "OrderXAttempt", "OrderCreatedXAttempt"]);
    }
}
