//! Which parts of a [`Tree`] a read is shown.
//!
//! A read stops at the first value that does not fit. If every read were shown everything, a body
//! with many such values would cost its whole length for each of them. So after a few failures in
//! one object or list, only a part of it is shown: the value behind the last failure, then the next
//! two, the next four and so on, until something fails again.
//!
//! This must not change the type that a value is read as:
//!
//! - From a list or a map, anything may be left out.
//! - A member that a struct requires is reported as missing, and is always shown from then on.
//! - A union is recognised by its members, so they are always shown. A failure inside a union
//!   counts only while the union is read as the same variant as before.

use crate::runtime::decode::tolerant::node::{Inside, State};
use crate::runtime::decode::tolerant::tree::{Place, Tree, View, to_usize};

/// After this many failures inside one object or list, it is shown part by part.
const PATIENCE: u8 = 4;

impl Tree<'_> {
    /// Moves on after a read of what was written has passed: to the next part, or back to the whole
    /// once all were shown.
    pub(crate) fn advance(&mut self) {
        if !self.advance_node(0) {
            self.view = View::Settled;
        }
    }

    /// Whether the object at a place has a member of this name that is not shown; from now on it
    /// is.
    pub(crate) fn show_member(&mut self, object: Place, name: &str) -> bool {
        let Some((index, inside)) = self.inside(object).filter(|(_, inside)| inside.width > 0)
        else {
            return false;
        };
        if self.is_whole() {
            return false;
        }
        let Some(member) = self.member(object, name) else {
            return false;
        };
        let is_shown = self.shown(index, &inside).any(|shown| shown == member);
        if is_shown || self.node(member).is_gone() {
            return false;
        }
        let needed = self.needed.entry(index).or_default();
        needed.insert(needed.partition_point(|other| *other < member), member);
        true
    }

    /// Shows everything from now on that is at a place or inside; whether anything of it was not
    /// shown.
    pub(crate) fn show_all(&mut self, place: Place) -> bool {
        let State::Open(index) = self.node(place).state else {
            return false;
        };
        let Some(inside) = self.insides.get_mut(to_usize(index)) else {
            return false;
        };
        let mut any = inside.width > 0;
        inside.width = 0;
        inside.always_whole |= any;
        let values = inside.first..inside.end();
        self.effort += values.len();
        for value in values {
            any |= self.show_all(value);
        }
        any && self.view == View::Parts
    }

    /// Notes a failure at the end of this way in everything on it.
    pub(crate) fn note_failure(&mut self, way: &[Place]) {
        for pair in way.windows(2) {
            let &[holder, value] = pair else {
                continue;
            };
            let Some((index, _)) = self.opened(holder) else {
                continue;
            };
            let Some(inside) = self.insides.get_mut(to_usize(index)) else {
                continue;
            };
            inside.failures = inside.failures.saturating_add(1);
            let is_passed = inside.width > 0 && value < inside.from;
            if inside.failures < PATIENCE || inside.is_always_whole() || is_passed {
                continue;
            }
            // Text is read from the front, so what stands before has passed.
            inside.from = value;
            inside.width = 1;
            if self.view == View::Everything {
                self.view = View::Parts;
            }
        }
    }

    /// Notes that a union was read as this type; `false` if it was read as another before and may
    /// be again once more of it is shown, as it is from now on.
    pub(crate) fn is_read_as(&mut self, union: Place, variant: &'static str) -> bool {
        let Some((index, inside)) = self.opened(union) else {
            return true;
        };
        let known = self.variants.iter().position(|known| *known == variant);
        let number = known.unwrap_or_else(|| {
            self.variants.push(variant);
            self.variants.len() - 1
        });
        let number = u16::try_from(number + 1).unwrap_or(u16::MAX);
        if let Some(inside) = self.insides.get_mut(to_usize(index)) {
            inside.variant = number;
        }
        inside.variant == 0 || inside.variant == number || !self.show_all(union)
    }

    /// What is shown of an object or a list, in its order.
    pub(crate) fn shown(&self, index: u32, inside: &Inside) -> impl Iterator<Item = Place> {
        let (from, until) = self.part(inside);
        let is_part = (from, until) != (inside.first, inside.end());
        let needed = self.needed.get(&index).filter(|_| is_part);
        let needed = needed.map_or(&[][..], Vec::as_slice).iter().copied();
        let before = needed.clone().filter(move |place| *place < from);
        let behind = needed.filter(move |place| *place >= until);
        let shown = before.chain(from..until).chain(behind);
        shown.filter(|place| !self.node(*place).is_gone())
    }

    /// Where the part that is shown begins and ends.
    fn part(&self, inside: &Inside) -> (Place, Place) {
        if inside.width == 0 || self.view != View::Parts {
            return (inside.first, inside.end());
        }
        let mut left = inside.width;
        let mut part = inside.from..inside.end();
        let until = part.find(|place| {
            left -= u32::from(!self.node(*place).is_gone());
            left == 0
        });
        (inside.from, until.map_or(inside.end(), |last| last + 1))
    }

    /// Shows the next part of one of the values that are shown; `false` when every part has been.
    fn advance_node(&mut self, place: Place) -> bool {
        let Some((index, inside)) = self.opened(place) else {
            return false;
        };
        let shown: Vec<Place> = self
            .shown(index, &inside)
            .filter(|value| matches!(self.state(*value), State::Open(_)))
            .collect();
        shown.into_iter().any(|value| self.advance_node(value)) || self.advance_part(index)
    }

    /// Shows the next part, twice as long.
    fn advance_part(&mut self, index: u32) -> bool {
        let Some(inside) = self
            .insides
            .get(to_usize(index))
            .filter(|inside| inside.width > 0)
        else {
            return false;
        };
        let (_, until) = self.part(inside);
        let mut behind = until..inside.end();
        let Some(next) = behind.find(|place| !self.node(*place).is_gone()) else {
            return false;
        };
        if let Some(inside) = self.insides.get_mut(to_usize(index)) {
            inside.from = next;
            inside.width = inside.width.saturating_mul(2);
        }
        true
    }
}
