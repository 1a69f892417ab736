//! A JSON text that values can be taken out of. Pointers into what a read was shown go in; places
//! in the text as it came go out.
//!
//! This module knows JSON and nothing of types. It looks only into the places that pointers have
//! led to. Everything else stays the text that it was: nothing is lost that a tree of values could
//! not hold, and writing what is left costs little more than a copy.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::runtime::decode::reading::Choice;
use crate::runtime::decode::text::check_text;
use crate::runtime::decode::tolerant::node::{Cause, Inside, Node, Stands, State, look_inside};
use crate::runtime::json::base64::{encoded, json_in};
use crate::runtime::json::children::{Ends, push};
use crate::runtime::json::pointer;

/// A JSON text, less what was taken out of it.
///
/// Where pointers lead into a string, its own text is JSON, or JSON in Base64: it is looked into as
/// any other value, and what is left of it is written as a string.
///
/// An object or a list in which reads failed often is shown part by part: [`write`](Tree::write)
/// leaves out what a read has passed already, and what is beyond the next few values. So a read
/// stops after little text however much is wrong, and [`advance`](Tree::advance) moves to the next
/// few until all have been shown. A union is always shown with all its members, since they say what
/// it is; what is inside them may be shown in parts.
pub(crate) struct Tree<'t> {
    /// The text, and behind it those of strings that were looked into.
    pub(crate) text: Cow<'t, str>,
    ends: Ends,
    pub(crate) nodes: Vec<Node>,
    pub(crate) insides: Vec<Inside>,
    /// Of objects that are shown in parts, the members that every part must have.
    pub(crate) needed: BTreeMap<u32, Vec<u32>>,
    /// The lists whose elements differ by position, by what is inside.
    pub(crate) tuples: BTreeSet<u32>,
    /// The types that unions were read as.
    pub(crate) variants: Vec<&'static str>,
    pub(crate) view: View,
    pub(crate) effort: usize,
}

/// What [`Tree::write`] writes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum View {
    /// Everything, as nothing has failed often yet.
    Everything,
    /// Parts of what has.
    Parts,
    /// Everything, whatever happens.
    Settled,
}

/// The number of a value; 0 is the whole text.
pub(crate) type Place = u32;

/// Where a pointer into what is shown leads.
pub(crate) struct Located {
    /// The values on the way, the whole text first. Where the pointer leads nowhere, the last is
    /// the last on its way.
    pub(crate) way: Vec<Place>,
    /// Whether the pointer leads somewhere.
    pub(crate) is_complete: bool,
    /// The first object on the way that has the next member on the way more than once: how many
    /// values lead to it, and the member's name.
    pub(crate) repeated: Option<(usize, String)>,
    /// Whether what failed is told by what was shown. If not, more is shown from now on.
    pub(crate) is_told: bool,
}

impl<'t> Tree<'t> {
    /// The tree of a JSON text; `None` for one of 4 GiB and more.
    pub(crate) fn new(text: &'t str) -> Option<Self> {
        let text = text.trim_ascii();
        Some(Self {
            text: Cow::Borrowed(text),
            ends: Ends::of(text)?,
            nodes: vec![Node::whole(text)?],
            insides: Vec::new(),
            needed: BTreeMap::new(),
            tuples: BTreeSet::new(),
            variants: Vec::new(),
            view: View::Everything,
            effort: 0,
        })
    }

    /// Writes what is left, or the part of it that is next.
    pub(crate) fn write(&self, json: &mut String) {
        self.write_node(0, json);
    }

    /// Whether [`write`](Tree::write) writes all that is left.
    pub(crate) fn is_whole(&self) -> bool {
        self.view != View::Parts
    }

    /// How much was looked at since this was asked last, about as many bytes.
    pub(crate) fn effort(&mut self) -> usize {
        std::mem::take(&mut self.effort)
    }

    /// Looks a pointer into what was written up, at which a read failed, and as what the unions on
    /// the way were read.
    pub(crate) fn locate(&mut self, written: &str, choices: &[Choice]) -> Located {
        let mut way = vec![0];
        let mut repeated = None;
        let mut unions = Vec::new();
        let mut left = written;
        let mut at = 0;
        loop {
            let here = choices.iter().filter(|choice| choice.inside == left.len());
            unions.extend(here.map(|choice| (at, choice.variant)));
            let Some(token) = pointer::tokens(left).next() else {
                break;
            };
            let Some((index, next)) = self.shown_at(at, &token) else {
                break;
            };
            if repeated.is_none() && self.is_repeated(index, next) {
                repeated = Some((way.len(), token.into_owned()));
            }
            way.push(next);
            at = next;
            left = left
                .get(1..)
                .and_then(|rest| rest.find('/').and_then(|end| rest.get(end..)))
                .unwrap_or_default();
        }
        let mut is_told = true;
        for (place, variant) in unions {
            match variant {
                Some(variant) => is_told &= self.is_read_as(place, variant),
                None => self.note_tuple(place),
            }
        }
        self.note_failure(&way);
        Located {
            way,
            is_complete: left.is_empty(),
            repeated,
            is_told,
        }
    }

    /// Notes that the elements of a list differ by position. It is shown as a whole from now on.
    fn note_tuple(&mut self, place: Place) {
        let Some((index, _)) = self.opened(place) else {
            return;
        };
        if let Some(inside) = self.insides.get_mut(to_usize(index)) {
            inside.always_whole = true;
        }
        self.tuples.insert(index);
    }

    /// Whether the elements of a list differ by position.
    pub(crate) fn is_tuple(&self, place: Place) -> bool {
        let index = self.opened(place).map(|(index, _)| index);
        index.is_some_and(|index| self.tuples.contains(&index))
    }

    /// The value at a place, as it came.
    pub(crate) fn text(&self, place: Place) -> &str {
        self.node(place).text(&self.text)
    }

    /// What became of the value at a place.
    pub(crate) fn state(&self, place: Place) -> State {
        self.node(place).state
    }

    /// Settles what becomes of the value at a place.
    pub(crate) fn set_state(&mut self, place: Place, state: State) {
        if let Some(node) = self.nodes.get_mut(to_usize(place)) {
            node.state = state;
        }
    }

    /// The reference token that leads from what holds a value to it.
    pub(crate) fn token(&self, holder: Place, place: Place) -> Cow<'_, str> {
        match self.opened(holder) {
            Some((_, inside)) if inside.is_list => {
                Cow::Owned(place.saturating_sub(inside.first).to_string())
            }
            _ => self.node(place).own_name(&self.text),
        }
    }

    /// The pointer to the value that a way leads to, or to a member of it.
    pub(crate) fn pointer(&self, way: &[Place], member: Option<&str>) -> String {
        let mut pointer = String::new();
        for pair in way.windows(2) {
            if let &[holder, place] = pair {
                pointer::push_token(&mut pointer, &self.token(holder, place));
            }
        }
        if let Some(member) = member {
            pointer::push_token(&mut pointer, member);
        }
        pointer
    }

    /// The first member of this name that an object came with.
    pub(crate) fn member(&mut self, object: Place, name: &str) -> Option<Place> {
        let (_, inside) = self.inside(object).filter(|(_, inside)| !inside.is_list)?;
        let mut members = inside.first..inside.end();
        let found = members.find(|member| self.node(*member).name(&self.text) == name);
        self.effort += to_usize(inside.count) - members.len();
        found
    }

    /// All but the first of the members of this name that are left in an object.
    pub(crate) fn repeated(&mut self, object: Place, name: &str) -> Vec<Place> {
        let Some((_, inside)) = self.inside(object).filter(|(_, inside)| !inside.is_list) else {
            return Vec::new();
        };
        self.effort += to_usize(inside.count);
        let left = (inside.first..inside.end()).filter(|member| {
            let member = self.node(*member);
            !member.is_gone() && member.name(&self.text) == name
        });
        left.skip(1).collect()
    }

    /// The first element that was taken out of a list, and why it went.
    pub(crate) fn first_gap(&mut self, list: Place) -> Option<(Place, Cause)> {
        let (_, inside) = self.inside(list).filter(|(_, inside)| inside.is_list)?;
        self.effort += to_usize(inside.count);
        (inside.first..inside.end()).find_map(|element| match self.state(element) {
            State::Gone(cause) => Some((element, cause)),
            _ => None,
        })
    }

    /// The elements behind one of a list that nothing has happened to; none if that is not a list.
    pub(crate) fn untouched_behind(&mut self, list: Place, element: Place) -> Vec<Place> {
        let Some((_, inside)) = self.opened(list).filter(|(_, inside)| inside.is_list) else {
            return Vec::new();
        };
        self.effort += to_usize(inside.count);
        let behind = element + 1..inside.end();
        behind
            .filter(|element| self.state(*element) == State::Whole)
            .collect()
    }

    /// Looks into a value, if it was not done before: the number of what is inside, and what that
    /// is.
    pub(crate) fn inside(&mut self, place: Place) -> Option<(u32, Inside)> {
        if self.state(place) == State::Whole {
            let node = *self.nodes.get(to_usize(place))?;
            let inside = if node.text(&self.text).starts_with('"') {
                self.look_into_string(&node)?
            } else {
                let found = look_inside(&self.text, &self.ends, &node, &mut self.nodes);
                let (inside, looked_at) = found?;
                self.effort += looked_at;
                inside
            };
            let index = u32::try_from(self.insides.len()).ok()?;
            push(&mut self.insides, inside);
            self.set_state(place, State::Open(index));
        }
        self.opened(place)
    }

    /// Looks into the JSON that a string holds. `None` if it holds no object and no list.
    fn look_into_string(&mut self, node: &Node) -> Option<Inside> {
        let quoted = node.text(&self.text);
        self.effort += quoted.len();
        let text: String = serde_json::from_str(quoted).ok()?;
        let (json, is_in_base64) = json_in(&text);
        if !json.starts_with(['{', '[']) || check_text(&json).is_err() {
            return None;
        }
        let start = self.text.len();
        let inner = Node::at(start, start.checked_add(json.len())?)?;
        self.ends.append(&json, start)?;
        self.text.to_mut().push_str(&json);
        let found = look_inside(&self.text, &self.ends, &inner, &mut self.nodes);
        let (inside, looked_at) = found?;
        self.effort += looked_at;
        Some(Inside {
            stands: if is_in_base64 {
                Stands::InBase64
            } else {
                Stands::InString
            },
            ..inside
        })
    }

    /// What is inside a value that was looked into.
    pub(crate) fn opened(&self, place: Place) -> Option<(u32, Inside)> {
        let State::Open(index) = self.state(place) else {
            return None;
        };
        let inside = *self.insides.get(to_usize(index))?;
        Some((index, inside))
    }

    /// The value that a token leads to, of those that are shown in another, and the number of what
    /// is inside the other.
    fn shown_at(&mut self, holder: Place, token: &str) -> Option<(u32, Place)> {
        let (index, inside) = self.inside(holder)?;
        let mut shown = self.shown(index, &inside);
        let (found, passed) = if inside.is_list {
            let position: usize = token.parse().ok()?;
            (shown.nth(position), position)
        } else {
            let mut passed = 0;
            let found = shown.find(|member| {
                passed += 1;
                self.node(*member).name(&self.text) == token
            });
            (found, passed)
        };
        drop(shown);
        self.effort += passed;
        Some((index, found?))
    }

    /// Whether a member that is left has a twin behind it.
    fn is_repeated(&mut self, index: u32, member: Place) -> bool {
        let Some(inside) = self
            .insides
            .get(to_usize(index))
            .filter(|inside| inside.repeats)
        else {
            return false;
        };
        let name = self.node(member).name(&self.text);
        let mut behind = member + 1..inside.end();
        let found = behind.any(|other| {
            let other = self.node(other);
            !other.is_gone() && other.name(&self.text) == name
        });
        self.effort += to_usize(inside.count);
        found
    }

    pub(crate) fn node(&self, place: Place) -> &Node {
        self.nodes.get(to_usize(place)).unwrap_or(&NOWHERE)
    }

    /// Writes what is left of a value, or the part of it that is shown.
    fn write_node(&self, place: Place, json: &mut String) {
        let node = self.node(place);
        match node.state {
            State::Whole => json.push_str(node.text(&self.text)),
            State::Emptied(_) => json.push_str("{}"),
            State::Nulled(_) => json.push_str("null"),
            State::Gone(_) => {}
            State::Open(_) => {
                let Some((index, inside)) = self.opened(place) else {
                    return;
                };
                if inside.stands == Stands::Plain {
                    return self.write_inside(index, &inside, json);
                }
                let mut text = String::new();
                self.write_inside(index, &inside, &mut text);
                if inside.stands == Stands::InBase64 {
                    text = encoded(text.as_bytes(), false);
                }
                json.push_str(&Value::from(text).to_string());
            }
        }
    }

    /// Writes what is left inside a value, or the part of it that is shown.
    fn write_inside(&self, index: u32, inside: &Inside, json: &mut String) {
        json.push(if inside.is_list { '[' } else { '{' });
        for (position, value) in self.shown(index, inside).enumerate() {
            if position > 0 {
                json.push(',');
            }
            if !inside.is_list {
                json.push_str(self.node(value).name_and_colon(&self.text));
            }
            self.write_node(value, json);
        }
        json.push(if inside.is_list { ']' } else { '}' });
    }
}

/// Stands for a value that there is not.
const NOWHERE: Node = Node::nowhere();

/// A number of values as an index. Where they are as many as that, they are in memory.
pub(crate) fn to_usize(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
