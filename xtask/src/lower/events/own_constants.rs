//! The constants that name an event and no other.
//!
//! In: the operations, and the constants of each body at the place where events are named. Out:
//! those that each event is called by.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::operations::EventOperation;
use crate::schema::Constant;

/// The constants of each event's body at one place.
pub(super) type Listed = Vec<Option<Rc<Constant>>>;

/// The constants by which each event alone is called; and those that stand in several bodies and are
/// the name of none of their events.
///
/// An event whose own name is among the constants of its body is called by that, since the others
/// are other events. Else it is called by those that no other event is called by or lists.
pub(super) fn own_constants(
    events: &[EventOperation<'_>],
    listed: &Listed,
) -> (Vec<Vec<String>>, BTreeSet<String>) {
    let wires: BTreeSet<&str> = events.iter().map(EventOperation::wire).collect();
    let mut called: Vec<Vec<&String>> = Vec::new();
    for (event, constants) in events.iter().zip(listed) {
        let own = constants.as_ref().and_then(|one| one.called(event.wire()));
        let all = constants.iter().flat_map(|one| &one.values);
        called.push(match own {
            Some(own) => vec![own],
            None => all.filter(|text| !wires.contains(text.as_str())).collect(),
        });
    }
    let mut uses: BTreeMap<&String, usize> = BTreeMap::new();
    for constant in called.iter().flatten() {
        *uses.entry(constant).or_default() += 1;
    }
    let mut contested = BTreeSet::new();
    let names = events.iter().zip(&called).map(|(event, called)| {
        // Several methods of one webhook share its name, which does not tell them apart.
        let is_own = |constant: &&&String| uses[**constant] == 1 || event.wire() == **constant;
        let called = called.iter();
        let (own, others): (Vec<&&String>, Vec<&&String>) = called.partition(is_own);
        contested.extend(others.into_iter().map(|one| (*one).clone()));
        own.into_iter().map(|one| (*one).clone()).collect()
    });
    let names: Vec<Vec<String>> = names.collect();
    (names, contested)
}
