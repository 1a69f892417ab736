//! Names with brackets: the fields of a form in, what each leads to out.
//!
//! `items[0][name]=a` is a member of an item of a list, as PHP, Rails, jQuery and others write it.
//! The specification says which fields are lists and which are objects. Below a field of which it
//! says neither, names that are all indexes are a list.
//!
//! What contradicts itself is refused, and refusing is noted at its place. Nothing is as large as
//! an index says: of the items of a list, only their order counts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::runtime::body::form_field::{FormField, FormKind};

/// How many brackets may stand behind a name.
const DEEPEST: usize = 24;

/// How many places all brackets of one body may lead to.
const MOST: usize = 32 << 10;

/// Up to so many places inside one are looked through.
const FEW: usize = 16;

/// Why a text is refused.
const TWICE: &str = "given more than once";
const BOTH: &str = "given both as a text and with brackets";
const NOT_INDEX: &str = "a name in brackets where a list has an index";
const NOT_LIST: &str = "empty brackets where there is no list";
const TOO_DEEP: &str = "more brackets than are read";
const TOO_MANY: &str = "more names in brackets than are read";

/// What one place of a form is, as far as the specification says.
#[derive(Clone, Copy)]
pub(crate) enum Expected<'f> {
    /// A list of such.
    List(&'f FormField<'f>),
    /// One value of this kind: an object, if names in brackets follow.
    One(&'f FormField<'f>),
    /// Anything.
    Any,
}

impl<'f> Expected<'f> {
    /// What a field is.
    pub(crate) fn of(field: &'f FormField<'f>) -> Self {
        if field.list {
            Self::List(field)
        } else {
            Self::One(field)
        }
    }

    /// What is inside, at a key.
    pub(crate) fn at(self, key: &Key) -> Self {
        match (self, key) {
            (Self::List(field), _) => Self::One(field),
            (Self::One(field), Key::Name(name)) => {
                let mut members = field.inside.iter();
                let member = members.find(|member| *member.name == **name);
                member.or(field.others).map_or(Self::Any, Self::of)
            }
            (Self::One(_), Key::Index(_)) | (Self::Any, _) => Self::Any,
        }
    }

    /// Whether it is an object whatever its names look like.
    fn is_object(self) -> bool {
        matches!(self, Self::One(field) if !field.inside.is_empty() || field.others.is_some())
    }
}

/// What leads from a place to one inside it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// The index of an item: the order of items, and not their number.
    Index(u64),
    /// The name of a member.
    Name(Box<str>),
}

impl Key {
    /// The name of the member that it stands for.
    pub(crate) fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Index(index) => Cow::Owned(index.to_string()),
            Self::Name(name) => Cow::Borrowed(name),
        }
    }
}

/// A text that has no place.
pub(crate) struct Refused<'b> {
    pub(crate) text: Cow<'b, [u8]>,
    /// What in the place it was meant for.
    pub(crate) token: Option<Box<str>>,
    pub(crate) reason: &'static str,
}

/// What a form gives for one place.
#[derive(Default)]
pub(crate) struct Given<'b> {
    /// The text of the place as a whole.
    pub(crate) text: Option<Cow<'b, [u8]>>,
    pub(crate) inside: Option<Box<Inside<'b>>>,
    pub(crate) refused: Vec<Refused<'b>>,
}

/// What is given for places inside one.
#[derive(Default)]
pub(crate) struct Inside<'b> {
    /// The first items of a list, which were given without an index.
    pub(crate) items: Vec<Cow<'b, [u8]>>,
    /// Everything else.
    pub(crate) given: Vec<(Key, Given<'b>)>,
    /// Where each stands, once there are many.
    places: BTreeMap<Key, usize>,
    /// The index behind the last.
    next: u64,
}

impl Inside<'_> {
    fn position(&self, key: &Key) -> Option<usize> {
        if self.given.len() <= FEW {
            return self.given.iter().position(|(known, _)| known == key);
        }
        self.places.get(key).copied()
    }

    fn push(&mut self, key: Key) {
        if let Key::Index(index) = key {
            self.next = self.next.max(index.saturating_add(1));
        }
        if self.given.is_empty() {
            self.given.reserve_exact(1);
        }
        self.given.push((key.clone(), Given::default()));
        let last = self.given.len() - 1;
        if last == FEW {
            let known = self.given.iter().enumerate();
            self.places = known.map(|(at, (key, _))| (key.clone(), at)).collect();
        } else if last > FEW {
            self.places.insert(key, last);
        }
    }
}

impl<'b> Given<'b> {
    /// Whether nothing is given for it.
    pub(crate) fn is_nothing(&self) -> bool {
        self.text.is_none() && self.inside.is_none()
    }

    /// Whether a key is that of an item that was given without an index.
    fn is_item(&self, key: &Key) -> bool {
        let items = self
            .inside
            .as_deref()
            .map_or(0, |inside| inside.items.len());
        let index = match key {
            Key::Index(index) => usize::try_from(*index).ok(),
            Key::Name(_) => None,
        };
        index.is_some_and(|index| index < items)
    }

    fn child(&self, key: &Key) -> Option<&Self> {
        let inside = self.inside.as_deref()?;
        let (_, given) = inside.given.get(inside.position(key)?)?;
        Some(given)
    }

    /// The key that a token in brackets stands for here; the reason if it stands for none.
    fn key(
        &self,
        expected: Expected<'_>,
        token: &str,
        behind: &[&str],
    ) -> Result<Key, &'static str> {
        let is_list = matches!(expected, Expected::List(_));
        if expected.is_object() {
            return match token {
                "" => Err(NOT_LIST),
                name => Ok(Key::Name(name.into())),
            };
        }
        if token.is_empty() {
            let next = self.inside.as_deref().map_or(0, |inside| inside.next);
            // `items[][name]=a&items[][size]=1` is one item, until it would have a member twice.
            let last = next.checked_sub(1).map(Key::Index);
            let last = last.filter(|last| {
                let child = self.child(last);
                child.is_some_and(|child| {
                    !behind.is_empty() && !child.leads(expected.at(last), behind)
                })
            });
            return last.map_or_else(
                || {
                    let next = (next < u64::MAX).then_some(Key::Index(next));
                    next.ok_or(TOO_MANY)
                },
                Ok,
            );
        }
        let is_canonical = token == "0" || !token.starts_with(['0', '+']);
        match token.parse() {
            Ok(index) if is_list || is_canonical => Ok(Key::Index(index)),
            _ if is_list => Err(NOT_INDEX),
            _ => Ok(Key::Name(token.into())),
        }
    }

    /// Gives a text to what these tokens lead to.
    fn give(
        &mut self,
        expected: Expected<'_>,
        tokens: &[&str],
        text: Cow<'b, [u8]>,
        room: &mut Room,
    ) {
        let Some((token, behind)) = tokens.split_first() else {
            return self.give_here(expected, text, room);
        };
        if self.text.is_some() {
            return self.refuse(BOTH, None, text, room);
        }
        let key = match self.key(expected, token, behind) {
            Ok(key) => key,
            Err(reason) => return self.refuse(reason, Some(token), text, room),
        };
        let next = expected.at(&key);
        if self.is_item(&key) {
            return self.refuse(TWICE, Some(token), text, room);
        }
        match self.place(key, room) {
            Some(given) => given.give(next, behind, text, room),
            None => self.refuse(TOO_MANY, Some(token), text, room),
        }
    }

    /// Gives a text to this place.
    fn give_here(&mut self, expected: Expected<'_>, text: Cow<'b, [u8]>, room: &mut Room) {
        match expected {
            Expected::List(field) => self.give_to_list(field, text, room),
            _ if self.inside.is_some() => self.refuse(BOTH, None, text, room),
            _ if self.text.is_some() => self.refuse(TWICE, None, text, room),
            _ => self.text = Some(text),
        }
    }

    /// Gives a text to a list: as its next item, as several, or as the whole of it.
    fn give_to_list(&mut self, field: &FormField<'_>, text: Cow<'b, [u8]>, room: &mut Room) {
        let is_json = field.kind == FormKind::Json;
        let plain = text.trim_ascii();
        if self.text.is_some() {
            self.refuse(TWICE, None, text, room);
        } else if plain.is_empty() && (is_json || field.separator.is_some()) {
            // A list of nothing is a text of nothing.
            self.inside.get_or_insert_default();
        } else if is_json && plain.starts_with(b"[") {
            match self.inside {
                Some(_) => self.refuse(BOTH, None, text, room),
                None => self.text = Some(text),
            }
        } else if let Some(separator) = field.separator {
            for item in text.split(|byte| char::from(*byte) == separator) {
                self.give_item(Cow::Owned(item.to_vec()), room);
            }
        } else {
            self.give_item(text, room);
        }
    }

    fn give_item(&mut self, text: Cow<'b, [u8]>, room: &mut Room) {
        let inside = self.inside.get_or_insert_default();
        let next = inside.next;
        if inside.given.is_empty() {
            inside.items.push(text);
            inside.next = next.saturating_add(1);
            return;
        }
        match self.place(Key::Index(next), room) {
            Some(item) if item.is_nothing() => item.text = Some(text),
            _ => self.refuse(TOO_MANY, None, text, room),
        }
    }

    /// The place at a key; `None` where it is one too many.
    fn place(&mut self, key: Key, room: &mut Room) -> Option<&mut Self> {
        let inside = self.inside.get_or_insert_default();
        let position = if let Some(position) = inside.position(&key) {
            position
        } else {
            room.places = room.places.checked_sub(1)?;
            inside.push(key);
            inside.given.len() - 1
        };
        inside.given.get_mut(position).map(|(_, given)| given)
    }

    fn refuse(
        &mut self,
        reason: &'static str,
        token: Option<&str>,
        text: Cow<'b, [u8]>,
        room: &mut Room,
    ) {
        if room.refused == 0 {
            room.unlisted += 1;
            return;
        }
        room.refused -= 1;
        self.refused.push(Refused {
            text,
            token: token.map(Box::from),
            reason,
        });
    }

    /// Whether something is given at the end of these tokens.
    fn leads(&self, expected: Expected<'_>, tokens: &[&str]) -> bool {
        let Some((token, behind)) = tokens.split_first() else {
            return !self.is_nothing();
        };
        // Empty brackets add to what is there.
        let key = (!token.is_empty()).then(|| self.key(expected, token, behind));
        let Some(Ok(key)) = key else {
            return false;
        };
        let child = self.child(&key);
        child.is_some_and(|child| child.leads(expected.at(&key), behind))
    }
}

/// What there may still be of one body.
pub(crate) struct Room {
    /// Places that brackets lead to.
    places: usize,
    /// Texts that are refused and kept.
    refused: usize,
    /// How many more texts were refused.
    pub(crate) unlisted: usize,
}

impl Room {
    /// Room for so many texts that are refused.
    pub(crate) fn new(refused: usize) -> Self {
        Self {
            places: MOST,
            refused,
            unlisted: 0,
        }
    }

    /// Gives a field a text, at what these tokens lead to.
    pub(crate) fn give<'b>(
        &mut self,
        (field, given): (&FormField<'_>, &mut Given<'b>),
        tokens: &[&str],
        text: Cow<'b, [u8]>,
    ) {
        if tokens.len() > DEEPEST {
            given.refuse(TOO_DEEP, tokens.first().copied(), text, self);
        } else {
            // In a list, `tag[]` is `tag`.
            let tokens = if field.list && tokens == [""] {
                &[]
            } else {
                tokens
            };
            given.give(Expected::of(field), tokens, text, self);
        }
    }
}

/// A name without the brackets behind it, and what is in each of them. `None` where the name does
/// not end with brackets.
pub(crate) fn bracketed(name: &str) -> Option<(&str, Vec<&str>)> {
    let (root, inside) = name.strip_suffix(']')?.split_once('[')?;
    let tokens: Vec<&str> = inside.split("][").collect();
    let is_plain = tokens.iter().all(|token| !token.contains(['[', ']']));
    (is_plain && !root.is_empty()).then_some((root, tokens))
}
