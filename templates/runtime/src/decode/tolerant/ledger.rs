//! The defects of one body while they are found: listed as long as there is room, else counted.

use std::collections::BTreeMap;
use std::mem::{size_of, size_of_val};

use serde_json::Value;

use crate::runtime::decode::defects::{Defect, Defects};
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::tolerant::node::State;
use crate::runtime::decode::tolerant::tree::{Place, Tree};
use crate::runtime::json::children::push;
use crate::runtime::json::pointer::Pointer;

/// The number of every defect that is not listed.
const NOT_LISTED: u32 = u32::MAX;

/// What a listed defect takes besides its texts and its value: the defect itself, the way to it,
/// and what an allocation costs.
const EACH: usize = size_of::<Listed>() + 32;

/// What a step of a pointer takes besides the token.
const STEP: usize = 64;

/// The defects that were found so far.
pub(crate) struct Ledger {
    listed: Vec<Listed>,
    unlisted: usize,
    /// How many bytes the listed ones may still take.
    room: usize,
    /// The pointers to what holds a defect.
    holders: BTreeMap<Place, Pointer>,
}

struct Listed {
    defect: Defect,
    /// The values on the way to it.
    way: Vec<Place>,
}

impl Ledger {
    /// Of a body that is so long.
    pub(crate) fn of_body(length: usize) -> Self {
        let more = length.saturating_mul(Defects::MOST_BYTES_PER_BYTE);
        Self {
            listed: Vec::new(),
            unlisted: 0,
            room: Defects::MOST_BYTES.saturating_add(more),
            holders: BTreeMap::new(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Notes that the value at the end of a way does not fit, or lacks a member. Gives the defect's
    /// number.
    pub(crate) fn note(
        &mut self,
        tree: &Tree<'_>,
        way: &[Place],
        member: Option<&str>,
        reason: &str,
    ) -> u32 {
        let number = u32::try_from(self.listed.len()).unwrap_or(NOT_LISTED);
        let is_full = self.listed.len() >= Defects::MOST;
        let steps = if is_full {
            0
        } else {
            self.room_for_steps(tree, way, member)
        };
        let fixed = EACH + steps + reason.len() + size_of_val(way);
        if is_full || fixed > self.room && !self.is_empty() {
            self.unlisted += 1;
            return NOT_LISTED;
        }
        self.room = self.room.saturating_sub(fixed);
        let json = way.last().map(|place| tree.text(*place));
        let (value, taken) = match (member, json) {
            (None, Some(json)) => kept(json, self.room),
            _ => (Value::Null, 0),
        };
        self.room = self.room.saturating_sub(taken);
        let pointer = self.pointer(tree, way, member);
        let defect = Defect {
            removed: pointer.clone(),
            pointer,
            reason: reason.to_owned(),
            value,
        };
        let way = way.to_vec();
        push(&mut self.listed, Listed { defect, way });
        number
    }

    /// What the steps of a pointer take that no pointer has so far.
    fn room_for_steps(&self, tree: &Tree<'_>, way: &[Place], member: Option<&str>) -> usize {
        let steps = way.windows(2).map(|pair| match pair {
            &[holder, place] if !self.holders.contains_key(&place) => {
                tree.token(holder, place).len() + STEP
            }
            _ => 0,
        });
        steps.sum::<usize>() + member.map_or(0, |member| member.len() + STEP)
    }

    /// The pointer to the value at the end of a way, or to a member of it.
    fn pointer(&mut self, tree: &Tree<'_>, way: &[Place], member: Option<&str>) -> Pointer {
        let mut pointer = Pointer::default();
        for pair in way.windows(2) {
            let &[holder, place] = pair else {
                continue;
            };
            pointer = match self.holders.get(&place) {
                Some(known) => known.clone(),
                None => pointer.join(&tree.token(holder, place)),
            };
            if member.is_some() || Some(&place) != way.last() {
                self.holders.insert(place, pointer.clone());
            }
        }
        match member {
            Some(member) => pointer.join(member),
            None => pointer,
        }
    }

    /// Adds to the reason of a listed defect.
    pub(crate) fn add(&mut self, number: u32, reason: &str) {
        let index = usize::try_from(number).ok();
        let listed = index.and_then(|index| self.listed.get_mut(index));
        if let Some(Listed { defect, .. }) = listed {
            defect.reason.push_str(reason);
            self.room = self.room.saturating_sub(reason.len());
        }
    }

    /// A listed defect as an error.
    pub(crate) fn listed(&self, number: u32) -> Option<DecodeError> {
        let Listed { defect, .. } = self.listed.get(usize::try_from(number).ok()?)?;
        Some(DecodeError::Payload {
            pointer: defect.pointer.to_string(),
            reason: defect.reason.clone(),
        })
    }

    /// The defects, each with the outermost of what was taken out around it.
    pub(crate) fn into_defects(self, tree: &Tree<'_>) -> Defects {
        let listed = self.listed.into_iter().map(|Listed { mut defect, way }| {
            let is_gone = |state| matches!(state, State::Gone(_) | State::Nulled(_));
            let gone = |place: &Place| is_gone(tree.state(*place));
            if let Some(outermost) = way.iter().position(gone) {
                let length = defect.pointer.tokens().len();
                let mut removed = &defect.pointer;
                for _ in outermost..length {
                    removed = removed.parent().unwrap_or(removed);
                }
                defect.removed = removed.clone();
            }
            defect
        });
        Defects::new(listed.collect(), self.unlisted)
    }
}

/// A value as it is kept in a defect, and what it takes. One that [`Value`] cannot hold, or that
/// takes more than there is room for, is its JSON text; of a long one the beginning.
fn kept(json: &str, room: usize) -> (Value, usize) {
    if json.len() > Defects::MOST_OF_A_VALUE {
        let end = (0..=Defects::MOST_OF_A_VALUE)
            .rev()
            .find(|end| json.is_char_boundary(*end));
        let beginning = end.and_then(|end| json.get(..end)).unwrap_or_default();
        return (Value::from(format!("{beginning}…")), beginning.len());
    }
    let taken = size_of_value(json);
    let value = (taken <= room)
        .then(|| serde_json::from_str(json).ok())
        .flatten();
    match value {
        Some(value) => (value, taken),
        None => (Value::from(json), json.len()),
    }
}

/// What a JSON text takes as a [`Value`], at most: a list and a map reserve room for several more.
fn size_of_value(json: &str) -> usize {
    let of_byte = |byte| match byte {
        b',' | b':' => 2 * size_of::<Value>(),
        b'[' => 4 * size_of::<Value>(),
        b'{' => 12 * (size_of::<Value>() + size_of::<String>()),
        _ => 1,
    };
    json.bytes().map(of_byte).sum()
}
