//! Cloning values that hold structs of `heap_object!`, directly to where the clone stays.
//!
//! The standard library makes a clone on the stack and moves it to its place. If a value holds
//! others of its kind, each level needs such room on the stack. Here the values inside are cloned
//! first, and then a function that calls nothing else makes the clone and puts it away.

use std::collections::BTreeMap;
use std::convert::identity;

/// What can be cloned to where it stays: structs of `heap_object!`, and options, boxes, lists and
/// maps of such.
pub trait CloneWith: Sized {
    /// Clones the value and puts the clone away.
    fn clone_with<R>(&self, put: impl FnOnce(Self) -> R) -> R;
}

/// The clone of something small: a box, a list or a map.
#[must_use]
pub fn cloned<T: CloneWith>(value: &T) -> T {
    value.clone_with(identity)
}

/// Clones what a member holds to where the clones of a struct's members are gathered.
#[inline(never)]
pub fn clone_inside<T: CloneWith>(value: &T, place: &mut Option<Box<T>>) {
    *place = Some(value.clone_with(Box::new));
}

/// The clone that was gathered of a member.
#[must_use]
pub fn from_inside<T: CloneWith>(inside: Option<Box<T>>, value: &T) -> T {
    inside.map_or_else(|| cloned(value), |inside| *inside)
}

impl<T: CloneWith> CloneWith for Option<T> {
    fn clone_with<R>(&self, put: impl FnOnce(Self) -> R) -> R {
        match self {
            Some(value) => value.clone_with(|value| put(Some(value))),
            None => put_nothing(put),
        }
    }
}

/// On its own, as an option has the size of what it could hold.
#[inline(never)]
fn put_nothing<T, R>(put: impl FnOnce(Option<T>) -> R) -> R {
    put(None)
}

impl<T: CloneWith> CloneWith for Box<T> {
    fn clone_with<R>(&self, put: impl FnOnce(Self) -> R) -> R {
        put(self.as_ref().clone_with(Box::new))
    }
}

impl<T: CloneWith> CloneWith for Vec<T> {
    fn clone_with<R>(&self, put: impl FnOnce(Self) -> R) -> R {
        let mut list = Self::with_capacity(self.len());
        for element in self {
            element.clone_with(|element| list.push(element));
        }
        put(list)
    }
}

impl<T: CloneWith> CloneWith for BTreeMap<String, T> {
    fn clone_with<R>(&self, put: impl FnOnce(Self) -> R) -> R {
        let mut map = Self::new();
        for (name, value) in self {
            value.clone_with(|value| {
                map.insert(name.clone(), value);
            });
        }
        put(map)
    }
}
