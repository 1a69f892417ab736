//! The values of a [`Tree`](crate::runtime::tree::Tree): objects and lists that values can be taken out of.
//!
//! Each is the text it was until something inside is asked for.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// After this many failures in one list, the list is shown part by part.
const PATIENCE: usize = 8;

/// One value: its text as it came and, once a pointer has led into it, what is left inside.
pub(crate) struct Node<'t> {
    text: &'t str,
    inside: Option<Inside<'t>>,
}

/// What is left inside a value.
pub(crate) enum Inside<'t> {
    Object(Vec<Member<'t>>),
    List(List<'t>),
}

impl<'t> Node<'t> {
    /// The value that this JSON text is.
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, inside: None }
    }

    /// What is inside; `None` for a value that nothing is inside of.
    pub(crate) fn inside(&mut self) -> Option<&mut Inside<'t>> {
        if self.inside.is_none() {
            self.inside = match self.text.as_bytes().first() {
                Some(b'{') => serde_json::from_str(self.text)
                    .ok()
                    .map(|Members(members)| Inside::Object(members)),
                Some(b'[') => serde_json::from_str::<Vec<&'t RawValue>>(self.text)
                    .ok()
                    .map(|elements| Inside::List(List::new(&elements))),
                _ => None,
            };
        }
        self.inside.as_mut()
    }

    /// The value as it came. One that [`Value`] cannot hold is its JSON text.
    pub(crate) fn value(&self) -> Value {
        serde_json::from_str(self.text).unwrap_or_else(|_| Value::from(self.text))
    }

    /// Writes what is left, of lists that have a part only that if asked.
    pub(crate) fn write(&self, json: &mut String, in_parts: bool) {
        match &self.inside {
            None => json.push_str(self.text),
            Some(Inside::Object(members)) => {
                json.push('{');
                for (index, member) in members.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    json.push_str(&member.name);
                    json.push(':');
                    member.value.write(json, in_parts);
                }
                json.push('}');
            }
            Some(Inside::List(list)) => {
                json.push('[');
                let (from, width) = list.shown(in_parts);
                let left = list.elements.iter().skip(from).flatten().take(width);
                for (index, element) in left.enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    element.write(json, in_parts);
                }
                json.push(']');
            }
        }
    }

    /// Shows the next part of one of the lists that are shown; `false` when every part has been.
    pub(crate) fn advance(&mut self) -> bool {
        match &mut self.inside {
            None => false,
            Some(Inside::Object(members)) => {
                members.iter_mut().any(|member| member.value.advance())
            }
            Some(Inside::List(list)) => {
                let (from, width) = list.shown(true);
                let mut left = list.elements.iter_mut().skip(from).flatten().take(width);
                left.any(Node::advance) || list.advance()
            }
        }
    }
}

/// A member of an object: its name as a JSON string, escapes and all, and its value.
pub(crate) struct Member<'t> {
    name: Cow<'t, str>,
    pub(crate) value: Node<'t>,
}

impl Member<'_> {
    /// A member of this name that is an empty object.
    pub(crate) fn empty_object(name: &str) -> Self {
        Self {
            name: Cow::Owned(Value::from(name).to_string()),
            value: Node::new("{}"),
        }
    }

    /// Whether this is the member's name.
    pub(crate) fn is(&self, name: &str) -> bool {
        if self.name.contains('\\') {
            return serde_json::from_str::<String>(&self.name).is_ok_and(|own| own == name);
        }
        let quoted = self.name.strip_prefix('"');
        quoted.and_then(|own| own.strip_suffix('"')) == Some(name)
    }
}

/// The elements of a list; `None` for one that was taken out.
pub(crate) struct List<'t> {
    pub(crate) elements: Vec<Option<Node<'t>>>,
    failures: usize,
    /// The first element of the part to show, and how many of those left to show from there.
    pub(crate) part: Option<(usize, usize)>,
}

impl<'t> List<'t> {
    fn new(elements: &[&'t RawValue]) -> Self {
        let elements = elements.iter().map(|json| Some(Node::new(json.get())));
        Self {
            elements: elements.collect(),
            failures: 0,
            part: None,
        }
    }

    /// The first element to write and how many of those left from there.
    fn shown(&self, in_parts: bool) -> (usize, usize) {
        self.part.filter(|_| in_parts).unwrap_or((0, usize::MAX))
    }

    /// Notes that a read failed in the element written at this index, and gives its index in the list as it came.
    pub(crate) fn fail(&mut self, written: usize, in_parts: bool) -> Option<usize> {
        let (from, _) = self.shown(in_parts);
        let mut left = self.elements.iter().enumerate().skip(from);
        let (index, _) = left
            .by_ref()
            .filter(|(_, element)| element.is_some())
            .nth(written)?;
        self.failures += 1;
        if self.failures >= PATIENCE {
            // Lists are read from the front, so what stands before has passed.
            self.part = Some((index, 1));
        }
        Some(index)
    }

    /// Shows the next part, twice as long; `false` when nothing is left.
    fn advance(&mut self) -> bool {
        let Some((from, width)) = self.part else {
            return false;
        };
        let mut left = self.elements.iter().enumerate().skip(from);
        let mut left = left.by_ref().filter(|(_, element)| element.is_some());
        match left.nth(width) {
            Some((next, _)) => {
                self.part = Some((next, width.saturating_mul(2)));
                true
            }
            None => false,
        }
    }
}

/// The members of an object, unread.
struct Members<'t>(Vec<Member<'t>>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some((name, value)) = access.next_entry::<&RawValue, &RawValue>()? {
            members.push(Member {
                name: Cow::Borrowed(name.get()),
                value: Node::new(value.get()),
            });
        }
        Ok(Members(members))
    }
}
