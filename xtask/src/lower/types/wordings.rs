//! What is said of a type that several places describe, each in other words.
//!
//! In: the types, and the copies of their schemas. Out: the same types, whose documentation has what
//! each of the places says. It changes no names: those do not follow from prose.

use std::collections::BTreeMap;

use super::builder::TypeBuilder;
use super::plan::{Plan, plan};
use crate::lower::prose::schema_docs;
use crate::model::{Docs, Object, TypeKind};
use crate::place::Location;
use crate::schema::Conjunct;

/// How many wordings of one thing are told.
const MOST: usize = 4;

impl TypeBuilder<'_, '_> {
    /// Adds what the copies of schemas say to the documentation of their types.
    pub(super) fn tell_all_wordings(&mut self) {
        let mut types = std::mem::take(&mut self.table);
        for (place, docs, kind) in types.whole() {
            for copy in self.copies_of(place) {
                let view = self.schemas.quietly(|schemas| schemas.view_at(&copy));
                add(docs, schema_docs(None, &view));
                if let Some(TypeKind::Object(object)) = kind.as_mut() {
                    self.tell_members(object, copy);
                }
            }
        }
        self.table = types;
    }

    /// Adds what a copy of an object's schema says of its members.
    fn tell_members(&self, object: &mut Object, copy: Location) {
        let key = vec![Conjunct::whole(copy)];
        let planned = self.schemas.quietly(|schemas| plan(schemas, &key));
        let Plan::Object(plan) = planned.plan else {
            return;
        };
        let mut members: BTreeMap<&str, _> = BTreeMap::new();
        members.extend(plan.members.iter().map(|member| (member.wire, member)));
        for field in &mut object.fields {
            if let Some(member) = members.get(field.name.wire.as_str()) {
                let docs = self
                    .schemas
                    .quietly(|_| self.member_docs(member, &field.shape));
                add(&mut field.docs, docs);
            }
        }
    }

    /// The schemas that say the same as the one at a place: its copies, and what stands there in the
    /// copies of a schema around it.
    fn copies_of(&self, place: &Location) -> Vec<Location> {
        let mut found = Vec::new();
        let mut around = Some(place.clone());
        while let Some(outer) = around.filter(|_| found.len() < MOST * MOST) {
            let tokens = place.below(&outer).unwrap_or_default();
            let copies = self.copies.in_other_words(&outer).iter();
            found.extend(copies.map(|copy| copy.descendant(tokens)));
            around = outer.parent();
        }
        found
    }
}

/// Adds a wording to others, unless it is one of them.
pub(super) fn add(docs: &mut Docs, other: Docs) {
    const OR: &str = "\n\nOr:\n\n";
    const MORE: &str = "\n\nElsewhere the spec has other words for it.";
    let told = docs.text.trim_end_matches(MORE);
    if docs.text.is_empty() {
        *docs = other;
    } else if other.text.is_empty() || told.split(OR).any(|text| text == other.text) {
    } else if told.split(OR).count() < MOST {
        docs.text.push_str(OR);
        docs.text.push_str(&other.text);
    } else if told.len() == docs.text.len() {
        docs.text.push_str(MORE);
    }
}
