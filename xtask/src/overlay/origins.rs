//! Where the text of a document's nodes stands once overlays were laid over it.
//!
//! In: what was put where, and what was taken out of which array. Out: for a node of the document
//! as it is now, the file and the pointer at which its text is written. What was not changed costs
//! nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::place::Location;

/// For a node, where its text stands; the same for the nodes below it, as far as they differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    /// Where the text of this node stands, and that of all below it; without it, in the place that
    /// follows from the node above.
    own: Option<Location>,
    below: BTreeMap<String, Self>,
}

impl Origins {
    /// The origins of a node that was put where it is as a whole.
    pub(super) fn of(place: Location, below: Option<&Self>) -> Self {
        Self {
            own: Some(place),
            below: below
                .map(|origins| origins.below.clone())
                .unwrap_or_default(),
        }
    }

    /// Whether every node of the document stands where its pointer says.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.own.is_none() && self.below.is_empty()
    }

    /// Where the text of a node of the document stands; these are the origins of its root.
    #[must_use]
    pub fn standing(&self, node: &Location) -> Location {
        self.found(node).0
    }

    /// The origins of a node that is copied, with the place of the node itself.
    pub(super) fn copied(&self, node: &Location) -> Self {
        let (place, origins) = self.found(node);
        Self::of(place, origins)
    }

    fn found(&self, node: &Location) -> (Location, Option<&Self>) {
        let mut place = self.own.clone().unwrap_or(Location::root(node.file));
        let mut origins = Some(self);
        for token in node.pointer.tokens() {
            origins = origins.and_then(|origins| origins.below.get(token));
            place = match origins.and_then(|origins| origins.own.as_ref()) {
                Some(own) => own.clone(),
                None => place.child(token),
            };
        }
        (place, origins)
    }

    /// Where a member or an item stands, if it is said here.
    pub(super) fn child(&self, token: &str) -> Option<&Self> {
        self.below.get(token)
    }

    /// The place that was given to this node.
    pub(super) fn own(&self) -> Option<&Location> {
        self.own.as_ref()
    }

    /// The origins of a member or an item, which may be changed.
    pub(super) fn child_mut(&mut self, token: &str) -> &mut Self {
        self.below.entry(token.to_owned()).or_default()
    }

    /// Forgets a member that was taken out.
    pub(super) fn forget(&mut self, token: &str) {
        self.below.remove(token);
    }

    /// Takes items out of an array that had `count` of them and whose text stands at `place`: those
    /// behind them move up, and their text stays where it is.
    pub(super) fn move_up(&mut self, place: &Location, count: usize, gone: &BTreeSet<usize>) {
        let mut old = std::mem::take(&mut self.below);
        let left = (0..count).filter(|index| !gone.contains(index));
        for (now, before) in left.enumerate() {
            let token = before.to_string();
            let mut origins = old.remove(&token).unwrap_or_default();
            if now != before {
                origins.own.get_or_insert_with(|| place.child(&token));
            }
            if !origins.is_empty() {
                self.below.insert(now.to_string(), origins);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Origins;
    use crate::place::{FileId, Location, Pointer};

    fn at(file: usize, pointer: &str) -> Location {
        Location {
            file: FileId(file),
            pointer: Pointer::parse(pointer).unwrap(),
        }
    }

    #[test]
    fn what_was_put_somewhere_stands_where_it_came_from_with_all_below_it() {
        let mut origins = Origins::default();
        assert_eq!(origins.standing(&at(0, "/a/b")), at(0, "/a/b"));
        *origins.child_mut("a").child_mut("b") = Origins::of(at(1, "/actions/0/update"), None);
        assert_eq!(origins.standing(&at(0, "/a")), at(0, "/a"));
        let inside = at(1, "/actions/0/update/c/1");
        assert_eq!(origins.standing(&at(0, "/a/b/c/1")), inside);
    }

    #[test]
    fn items_that_move_up_stand_where_they_were_written() {
        let mut origins = Origins::default();
        *origins.child_mut("l").child_mut("3") = Origins::of(at(1, "/x"), None);
        let gone = BTreeSet::from([0, 2]);
        origins.child_mut("l").move_up(&at(0, "/l"), 4, &gone);
        assert_eq!(origins.standing(&at(0, "/l/0/a")), at(0, "/l/1/a"));
        assert_eq!(origins.standing(&at(0, "/l/1")), at(1, "/x"));
        // Once more: what moved before still stands where it was written.
        origins
            .child_mut("l")
            .move_up(&at(0, "/l"), 2, &BTreeSet::from([0]));
        assert_eq!(origins.standing(&at(0, "/l/0")), at(1, "/x"));
    }
}
