//! What JSON may say and no type of Rust can hold: such values and names of members in, what stands
//! in their places out.
//!
//! A number may be beyond `f64`, and a string or a name may have half of a surrogate pair. Both are
//! in order by any schema, so a body must not fail for them. Where such a value can be absent, it
//! is taken out as any other. Where it cannot, what is next to it stands in its place: the largest
//! or the smallest `f64`, and U+FFFD for the half. A name is always replaced, and so that it is not
//! that of another member. Each is a defect.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use serde_json::Value;

use crate::runtime::decode::tolerant::Salvage;
use crate::runtime::decode::tolerant::node::{Cause, Instead, Node, State};
use crate::runtime::decode::tolerant::tree::{Place, Tree, to_usize};
use crate::runtime::json::children::tokens;
use crate::runtime::json::string_bytes::{NOT_UNICODE, StringBytes};

/// What `serde_json` says of a number beyond `f64`.
pub(crate) const TOO_LARGE: &str = "number out of range";

/// What it says of half of a surrogate pair, by what stands behind it.
const HALVES: [&str; 2] = [NOT_UNICODE, "unexpected end of hex escape"];

/// What is said of a member's name that has half of a surrogate pair.
const NAME: &str = "the name has half of a surrogate pair, and is read with U+FFFD";

/// How many levels of arrays and objects are looked into for all that no type can hold; as many as
/// `serde_json` reads.
const LEVELS: usize = 128;

/// The fewest bytes of a number that is beyond `f64`: `1e309`.
const SHORTEST: usize = 5;

/// Whether a message says that no type can hold a value, or the name of a member.
pub(crate) fn is_beyond_types(reason: &str) -> bool {
    reason == TOO_LARGE || is_half(reason)
}

fn is_half(reason: &str) -> bool {
    HALVES.contains(&reason)
}

/// What stands in for a string or a number that no type can hold, as JSON; `None` for any other
/// value. And how a message tells of it.
fn nearest(json: &str) -> Option<(String, &'static str)> {
    if json.starts_with('"') {
        let text = readable(json)?;
        return Some((Value::from(text).to_string(), "; read with U+FFFD"));
    }
    if json.len() < SHORTEST || !json.starts_with(|first| matches!(first, '-' | '0'..='9')) {
        return None;
    }
    let number: f64 = json.parse().ok()?;
    let largest = if number > 0.0 { f64::MAX } else { f64::MIN };
    let is_beyond = number.is_infinite();
    is_beyond.then(|| {
        let json = Value::from(largest).to_string();
        (json, "; read as the nearest number that `f64` has")
    })
}

/// The text of a JSON string that has halves of surrogate pairs, with U+FFFD in their places;
/// `None` for any other string.
fn readable(quoted: &str) -> Option<String> {
    // An escape of a surrogate is the only way to write one.
    let may_have = quoted.contains("\\ud") || quoted.contains("\\uD");
    let bytes: StringBytes = may_have.then(|| serde_json::from_str(quoted).ok())??;
    std::str::from_utf8(&bytes.0).err()?;
    Some(bytes.to_text())
}

/// The same of a string whose text is JSON, and is such a value.
fn nearest_in_text(quoted: &str) -> Option<(String, &'static str)> {
    if !quoted.starts_with('"') {
        return None;
    }
    let text: String = serde_json::from_str(quoted).ok()?;
    let (json, said) = nearest_or_in_text(text.trim_ascii())?;
    Some((Value::from(json).to_string(), said))
}

fn nearest_or_in_text(json: &str) -> Option<(String, &'static str)> {
    nearest(json).or_else(|| nearest_in_text(json))
}

impl Tree<'_> {
    /// What may stand in the place of a value that is refused for this reason.
    pub(crate) fn instead(&self, place: Place, reason: &str) -> Instead {
        if is_beyond_types(reason) && nearest_or_in_text(self.text(place)).is_some() {
            Instead::Nearest
        } else {
            Instead::Nothing
        }
    }

    /// Puts what is nearest to it in the place of a value that no type can hold: what a message
    /// says of that. `None` for any other value.
    fn put_nearest(&mut self, place: Place) -> Option<&'static str> {
        let node = *self.node(place);
        let (json, said) = nearest_or_in_text(node.text(&self.text))?;
        self.effort += to_usize(node.end - node.start) + json.len();
        let names = node.new_and_own_name(&self.text);
        let names = names.map(|(new, own)| format!("{new}\n{own}\n"));
        let before = match names {
            Some(_) => String::new(),
            None => node.name_and_colon(&self.text).to_owned(),
        };
        let name = self.append(&before)?;
        let start = self.append(&json)?;
        let end = u32::try_from(self.text.len()).ok()?;
        let name = match names {
            Some(names) => self.append(&names)?,
            None => name,
        };
        let node = self.nodes.get_mut(to_usize(place))?;
        *node = Node {
            name,
            start,
            end,
            state: State::Whole,
        };
        Some(said)
    }

    /// Gives a member another name.
    fn rename(&mut self, member: Place, name: &str) -> Option<()> {
        let own = self.node(member).quoted_name(&self.text);
        let names = format!("{}:\n{own}\n", Value::from(name));
        self.effort += names.len();
        let name = self.append(&names)?;
        self.nodes.get_mut(to_usize(member))?.name = name;
        Some(())
    }

    /// Puts a text behind the others: where it begins.
    fn append(&mut self, text: &str) -> Option<u32> {
        let start = u32::try_from(self.text.len()).ok()?;
        u32::try_from(self.text.len().checked_add(text.len())?).ok()?;
        self.text.to_mut().push_str(text);
        Some(start)
    }

    /// The members that are left of an object whose names no type can hold, each with another name.
    /// That is none which another member has.
    fn readable_names(&mut self, object: Place) -> Vec<(Place, String)> {
        let Some((_, inside)) = self.inside(object).filter(|(_, inside)| !inside.is_list) else {
            return Vec::new();
        };
        let members = inside.first..inside.end();
        let left = members.filter(|member| !self.node(*member).is_gone());
        let mut unreadable = Vec::new();
        let mut names = BTreeSet::new();
        let mut effort = 0;
        for member in left {
            let node = self.node(member);
            effort += node.name_and_colon(&self.text).len();
            match readable(node.quoted_name(&self.text)) {
                Some(name) => unreadable.push((member, name)),
                None => drop(names.insert(node.name(&self.text).into_owned())),
            }
        }
        self.effort += effort;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (_, name) in &mut unreadable {
            let plain = mem::take(name);
            let count = counts.entry(plain.clone()).or_insert(1);
            name.clone_from(&plain);
            while !names.insert(name.clone()) {
                *count += 1;
                *name = format!("{plain}{count}");
            }
        }
        unreadable
    }
}

impl Salvage<'_> {
    /// Gives the members of an object other names whose own names are the reason why it was not
    /// read; `false` if there are none.
    pub(crate) fn rename_members(&mut self, way: &[Place], reason: &str) -> bool {
        let Some(object) = way.last().filter(|_| is_half(reason)) else {
            return false;
        };
        let renamed = self.tree.readable_names(*object);
        for (member, name) in &renamed {
            let way: Vec<Place> = way.iter().copied().chain([*member]).collect();
            self.ledger.note(&self.tree, &way, None, NAME);
            if self.tree.rename(*member, name).is_none() {
                return false;
            }
        }
        !renamed.is_empty()
    }

    /// Puts what is nearest to it in the place of a value that no type can hold and that cannot be
    /// absent; `false` for any other.
    pub(crate) fn put_nearest(&mut self, place: Place, cause: Cause) -> bool {
        if cause.instead != Instead::Nearest {
            return false;
        }
        let Some(said) = self.tree.put_nearest(place) else {
            return false;
        };
        self.ledger.add(cause.defect, said);
        let cause = Cause {
            instead: Instead::Nothing,
            ..cause
        };
        self.nearest.insert(place, cause);
        true
    }

    /// Does so at once where something is known to be impossible without a value.
    pub(crate) fn put_nearest_at_once(&mut self, way: &[Place], reason: &str) -> bool {
        let Some(place) = way.last() else {
            return false;
        };
        let instead = self.tree.instead(*place, reason);
        if instead != Instead::Nearest {
            return false;
        }
        let defect = self.ledger.note(&self.tree, way, None, reason);
        self.put_nearest(*place, Cause { defect, instead })
    }

    /// Replaces all that no type can hold, whether it can be absent or not: there is too much of it
    /// to ask.
    pub(crate) fn replace_all(&mut self) {
        let root = *self.tree.node(0);
        let text = root.text(&self.tree.text);
        let all = tokens(text).filter(|(_, json)| nearest(json).is_some());
        let starts: Vec<u32> = all
            .filter_map(|(start, _)| u32::try_from(start).ok()?.checked_add(root.start))
            .collect();
        self.tree.effort += text.len();
        self.replace_inside(&mut vec![0], &starts);
    }

    /// Replaces what no type can hold inside the end of a way. `starts` is where all of that begins
    /// in the text.
    fn replace_inside(&mut self, way: &mut Vec<Place>, starts: &[u32]) {
        let Some(&holder) = way.last().filter(|_| way.len() <= LEVELS) else {
            return;
        };
        let node = *self.tree.node(holder);
        let from = starts.partition_point(|start| *start < node.start);
        let until = starts.partition_point(|start| *start < node.end);
        if from >= until || self.tree.text(holder).starts_with('"') {
            return;
        }
        let Some((_, inside)) = self.tree.inside(holder) else {
            return;
        };
        self.tree.effort += to_usize(inside.count);
        self.rename_members(way, NOT_UNICODE);
        for place in inside.first..inside.end() {
            let node = *self.tree.node(place);
            if !matches!(node.state, State::Whole | State::Open(_)) {
                continue;
            }
            way.push(place);
            if starts.binary_search(&node.start).is_ok() {
                let json = node.text(&self.tree.text);
                let is_text = json.starts_with('"');
                let reason = if is_text { NOT_UNICODE } else { TOO_LARGE };
                self.put_nearest_at_once(way, reason);
            } else {
                self.replace_inside(way, starts);
            }
            way.pop();
        }
    }
}
