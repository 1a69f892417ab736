//! Events of both models that are the same one.
//!
//! In: the events of two models. Out: pairs, and the events that came or went.

use std::collections::BTreeMap;

use crate::diff::compare::shapes::Of;
use crate::model::{Event, EventGroup, Model};

/// The events of both models, those that are the same one together.
pub(in crate::diff::compare) struct Pairs<'m> {
    pub both: Vec<Pair<'m>>,
    pub removed: Vec<(&'m EventGroup, &'m Event)>,
    pub added: Vec<(&'m EventGroup, &'m Event)>,
}

/// An event of both models, each with its group.
#[derive(Clone, Copy)]
pub(in crate::diff::compare) struct Pair<'m> {
    pub old: (&'m EventGroup, &'m Event),
    pub new: (&'m EventGroup, &'m Event),
}

type Grouped<'m> = (&'m EventGroup, &'m Event);

fn grouped(model: &Model) -> Vec<Grouped<'_>> {
    let groups = model.groups.iter();
    let events = groups.flat_map(|group| group.events.iter().map(move |event| (group, event)));
    events.collect()
}

/// Pairs events by name and method, then by name, then by their place in the document, then those
/// that alone are left of one group with the same structure and documentation.
pub(in crate::diff::compare) fn pair<'m>(old: &'m Model, new: &'m Model) -> Pairs<'m> {
    let mut pairs = Pairs {
        both: Vec::new(),
        removed: grouped(old),
        added: grouped(new),
    };
    pairs.take_by(|(_, event)| (event.name.wire.clone(), event.http_method.clone()));
    pairs.take_by(|(_, event)| event.name.wire.clone());
    pairs.take_by(|(_, event)| (event.place.file, event.place.pointer.clone()));
    let structure = |model: &'m Model, (group, event): &Grouped<'m>| {
        let payload = Of(model, &event.payload).structure();
        let texts = (event.summary.clone(), event.docs.text.clone());
        (
            group.name.wire.clone(),
            format!("{:?}", event.body),
            payload,
            texts,
        )
    };
    pairs.take_by_each(|event| structure(old, event), |event| structure(new, event));
    pairs
}

impl<'m> Pairs<'m> {
    fn take_by<K: Ord>(&mut self, key: impl Fn(&Grouped<'m>) -> K) {
        self.take_by_each(&key, &key);
    }

    /// Pairs those that alone have a key on either side.
    fn take_by_each<K: Ord>(
        &mut self,
        old_key: impl Fn(&Grouped<'m>) -> K,
        new_key: impl Fn(&Grouped<'m>) -> K,
    ) {
        let mut by_key: BTreeMap<K, (Vec<Grouped<'m>>, Vec<Grouped<'m>>)> = BTreeMap::new();
        for event in &self.removed {
            by_key.entry(old_key(event)).or_default().0.push(*event);
        }
        for event in &self.added {
            by_key.entry(new_key(event)).or_default().1.push(*event);
        }
        let found = by_key
            .values()
            .filter_map(|(old, new)| match (&**old, &**new) {
                ([old], [new]) => Some(Pair {
                    old: *old,
                    new: *new,
                }),
                _ => None,
            });
        let found: Vec<Pair<'m>> = found.collect();
        self.removed
            .retain(|(_, event)| !found.iter().any(|pair| pair.old.1.id == event.id));
        self.added
            .retain(|(_, event)| !found.iter().any(|pair| pair.new.1.id == event.id));
        self.both.extend(found);
        self.both.sort_by_key(|pair| pair.new.1.id);
    }
}
