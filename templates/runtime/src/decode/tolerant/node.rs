//! The values of a [`Tree`](crate::runtime::decode::tolerant::tree::Tree): where each stands in the
//! text, what became of it, and what is inside.
//!
//! A body may have a value for every two of its bytes, so what is known of a value is kept small:
//! places in the text instead of texts, and one list for the values of all objects and lists that
//! were looked into.

use std::borrow::Cow;

use crate::runtime::json::children::{Child, Ends, children, push, unquoted};

/// One value.
#[derive(Clone, Copy)]
pub(crate) struct Node {
    /// Where the name of a member begins. If that is behind `start`, another name stands in for it:
    /// there are the name that is read and a colon, and on the next line the name as it came.
    pub(crate) name: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) state: State,
}

/// What became of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing: it is the text it was.
    Whole,
    /// It was looked into; the index of what is inside.
    Open(u32),
    /// It was taken out because of this defect.
    Gone(Cause),
    /// An empty object stands in its place because of this defect.
    Emptied(Cause),
    /// `null` stands in its place because of this defect: the elements behind it would be others
    /// without.
    Nulled(Cause),
}

/// Why a value went.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cause {
    /// The number of the defect among those that are listed.
    pub(crate) defect: u32,
    /// What may stand in its place where it cannot be absent.
    pub(crate) instead: Instead,
}

/// What may stand in the place of a value that went and cannot be absent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instead {
    /// Nothing.
    Nothing,
    /// An empty object, if it is an empty list.
    Object,
    /// What is next to it of all that a type can hold: the value is in order, and no type of Rust
    /// holds it.
    Nearest,
}

impl Node {
    /// A value that is not there.
    pub(crate) const fn nowhere() -> Self {
        Self {
            name: 0,
            start: 0,
            end: 0,
            state: State::Whole,
        }
    }

    /// The whole text.
    pub(crate) fn whole(text: &str) -> Option<Self> {
        Some(Self {
            end: u32::try_from(text.len()).ok()?,
            ..Self::nowhere()
        })
    }

    /// A value that stands here.
    pub(crate) fn at(start: usize, end: usize) -> Option<Self> {
        let start = u32::try_from(start).ok()?;
        Some(Self {
            name: start,
            start,
            end: u32::try_from(end).ok()?,
            ..Self::nowhere()
        })
    }

    pub(crate) fn is_gone(&self) -> bool {
        matches!(self.state, State::Gone(_))
    }

    /// The value as it came.
    pub(crate) fn text<'t>(&self, text: &'t str) -> &'t str {
        part(text, self.start, self.end)
    }

    /// The member's name as a JSON string, and what stands between it and the value.
    pub(crate) fn name_and_colon<'t>(&self, text: &'t str) -> &'t str {
        match self.new_and_own_name(text) {
            Some((new, _)) => new,
            None => part(text, self.name, self.start),
        }
    }

    /// The member's name. One that is not Unicode text is as it was written.
    pub(crate) fn name<'t>(&self, text: &'t str) -> Cow<'t, str> {
        unquoted(self.quoted_name(text))
    }

    /// The member's name as a JSON string.
    pub(crate) fn quoted_name<'t>(&self, text: &'t str) -> &'t str {
        let name = self.name_and_colon(text).trim_ascii_end();
        name.strip_suffix(':').unwrap_or(name).trim_ascii_end()
    }

    /// The member's name as it came.
    pub(crate) fn own_name<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.new_and_own_name(text) {
            Some((_, own)) => unquoted(own),
            None => self.name(text),
        }
    }

    /// The name that stands in for the member's, with a colon, and that.
    pub(crate) fn new_and_own_name<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        if self.name <= self.start {
            return None;
        }
        let names = text.get(usize::try_from(self.name).ok()?..)?;
        let mut lines = names.split('\n');
        Some((lines.next()?, lines.next()?))
    }
}

fn part(text: &str, start: u32, end: u32) -> &str {
    let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    range
        .and_then(|(start, end)| text.get(start..end))
        .unwrap_or_default()
}

/// How a value stands in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    /// As it is.
    Plain,
    /// As the text of a string.
    InString,
    /// As the text of a string, in Base64.
    InBase64,
}

/// What is inside an object or a list, and which part of it is shown.
#[derive(Clone, Copy)]
pub(crate) struct Inside {
    /// The first of its values, and how many there are.
    pub(crate) first: u32,
    pub(crate) count: u32,
    pub(crate) is_list: bool,
    pub(crate) stands: Stands,
    /// Whether an object has several members of one name.
    pub(crate) repeats: bool,
    /// Whether it is shown as a whole, whatever happens.
    pub(crate) always_whole: bool,
    /// How often a read failed in it.
    pub(crate) failures: u8,
    /// As what it is read if it is a union: the number of the type, from 1.
    pub(crate) variant: u16,
    /// The first value of the part that is shown, and of how many values it is; 0 where the whole
    /// is shown.
    pub(crate) from: u32,
    pub(crate) width: u32,
}

impl Inside {
    /// What is behind its last value.
    pub(crate) fn end(&self) -> u32 {
        self.first + self.count
    }

    /// Whether it is shown as a whole, whatever happens. Of an object that is a union all members
    /// are needed, and of one that has a member twice it takes both to see it.
    pub(crate) fn is_always_whole(&self) -> bool {
        self.always_whole || self.repeats || self.variant > 0 && !self.is_list
    }
}

/// Looks into a value: appends what is inside to the nodes, and gives with it how many bytes were
/// looked at. `None` where nothing is inside.
pub(crate) fn look_inside(
    text: &str,
    ends: &Ends,
    node: &Node,
    nodes: &mut Vec<Node>,
) -> Option<(Inside, usize)> {
    let json = node.text(text);
    if !json.starts_with(['{', '[']) {
        return None;
    }
    let offset = |part: &str| {
        let offset = part.as_ptr().addr().checked_sub(text.as_ptr().addr());
        u32::try_from(offset?).ok()
    };
    let before = nodes.len();
    let mut inside = children(json).within(usize::try_from(node.start).ok()?, ends);
    for Child { name, value } in inside.by_ref() {
        let start = offset(value)?;
        let node = Node {
            name: name.map_or(Some(start), offset)?,
            start,
            end: start.checked_add(u32::try_from(value.len()).ok()?)?,
            state: State::Whole,
        };
        push(nodes, node);
    }
    let own = nodes.get(before..)?;
    let is_list = json.starts_with('[');
    let first = u32::try_from(before).ok()?;
    let found = Inside {
        first,
        count: u32::try_from(own.len()).ok()?,
        is_list,
        stands: Stands::Plain,
        repeats: !is_list && repeats(text, own),
        always_whole: false,
        failures: 0,
        variant: 0,
        from: first,
        width: 0,
    };
    Some((found, inside.looked_at()))
}

/// Whether members have one name.
fn repeats(text: &str, members: &[Node]) -> bool {
    let mut names: Vec<Cow<'_, str>> = members.iter().map(|member| member.name(text)).collect();
    names.sort_unstable();
    names
        .windows(2)
        .any(|pair| matches!(pair, [one, next] if one == next))
}
