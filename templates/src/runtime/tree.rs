//! A JSON text that values can be taken out of: pointers into what is left in, pointers into the text as it came out.
//!
//! Knows JSON and nothing of types. Only the places that pointers have led to are taken apart; everything else stays the
//! text it was, so nothing is lost that a tree of values could not hold, and writing the rest costs little more than a copy.

use serde_json::Value;

use crate::runtime::node::{Inside, Member, Node};
use crate::runtime::pointer;

/// A JSON text, less what was taken out of it.
///
/// A list that failed often is shown part by part: [`write`](Tree::write) leaves out the elements that a read has passed
/// already, and those beyond the next few. So a read stops after little text however many elements are wrong, and
/// [`advance`](Tree::advance) moves to the next few until all have been shown.
pub struct Tree<'t> {
    root: Node<'t>,
    view: View,
}

/// What [`Tree::write`] writes.
#[derive(Clone, Copy, PartialEq)]
enum View {
    /// Everything, as no list has failed often yet.
    Everything,
    /// Parts of the lists that have.
    Parts,
    /// Everything, whatever happens.
    Settled,
}

/// Where a pointer into what is left leads.
pub struct Located {
    /// The same place, as a pointer into the text as it came. Where the pointer leads nowhere, the last place on its way.
    pub place: String,
    /// The first object on the way that has the next member on the way more than once, and that member's name.
    pub repeated: Option<(String, String)>,
}

impl<'t> Tree<'t> {
    /// The tree of a JSON text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self {
            root: Node::new(text.trim_ascii()),
            view: View::Everything,
        }
    }

    /// Writes what is left, or the part of it that is next.
    pub fn write(&self, json: &mut String) {
        self.root.write(json, self.view == View::Parts);
    }

    /// Whether [`write`](Tree::write) writes all that is left.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.view != View::Parts
    }

    /// Moves on after a read of what was written has passed: to the next part, or back to the whole once all were shown.
    pub fn advance(&mut self) {
        if !self.root.advance() {
            self.view = View::Settled;
        }
    }

    /// Looks a pointer into what was written up, at which a read failed.
    pub fn locate(&mut self, written: &str) -> Located {
        let mut place = String::new();
        let mut repeated = None;
        let in_parts = self.view == View::Parts;
        let mut node = &mut self.root;
        for token in pointer::tokens(written) {
            match node.inside() {
                Some(Inside::Object(members)) => {
                    let mut same = members.iter_mut().filter(|member| member.is(&token));
                    let Some(member) = same.next() else {
                        break;
                    };
                    if repeated.is_none() && same.next().is_some() {
                        repeated = Some((place.clone(), token.clone().into_owned()));
                    }
                    pointer::push_token(&mut place, &token);
                    node = &mut member.value;
                }
                Some(Inside::List(list)) => {
                    let written = token.parse().ok();
                    let Some(index) = written.and_then(|at| list.fail(at, in_parts)) else {
                        break;
                    };
                    if list.part.is_some() && self.view == View::Everything {
                        self.view = View::Parts;
                    }
                    let Some(Some(element)) = list.elements.get_mut(index) else {
                        break;
                    };
                    pointer::push_token(&mut place, &index.to_string());
                    node = element;
                }
                None => break,
            }
        }
        Located { place, repeated }
    }

    /// The value at a place, as it came. One that [`Value`] cannot hold is its JSON text.
    pub fn value(&mut self, place: &str) -> Value {
        self.node(place).map_or(Value::Null, |node| node.value())
    }

    /// Takes the value at a place out. Gives `false` where there is none.
    pub fn take(&mut self, place: &str) -> bool {
        let Some((parent, token)) = split(place) else {
            return false;
        };
        match self.node(parent).and_then(Node::inside) {
            Some(Inside::Object(members)) => {
                let before = members.len();
                members.retain(|own| !own.is(&token));
                members.len() < before
            }
            Some(Inside::List(list)) => {
                let index: Option<usize> = token.parse().ok();
                let element = index.and_then(|index| list.elements.get_mut(index));
                element.is_some_and(|element| element.take().is_some())
            }
            None => false,
        }
    }

    /// Puts an empty object at a place whose member was taken out. Gives `false` where no object is around it.
    pub fn put_empty_object(&mut self, place: &str) -> bool {
        let Some((parent, token)) = split(place) else {
            return false;
        };
        match self.node(parent).and_then(Node::inside) {
            Some(Inside::Object(members)) => {
                members.push(Member::empty_object(&token));
                true
            }
            _ => false,
        }
    }

    /// Takes all but the first of the members of this name out of the object at a place, and gives their values.
    pub fn take_repeated(&mut self, object: &str, name: &str) -> Vec<Value> {
        let Some(Inside::Object(members)) = self.node(object).and_then(Node::inside) else {
            return Vec::new();
        };
        let mut is_first = true;
        let mut values = Vec::new();
        members.retain(|member| {
            let is_kept = !member.is(name) || std::mem::take(&mut is_first);
            if !is_kept {
                values.push(member.value.value());
            }
            is_kept
        });
        values
    }

    /// The place of the first element that was taken out of the list at a place.
    pub fn first_gap(&mut self, list: &str) -> Option<String> {
        match self.node(list)?.inside()? {
            Inside::List(inside) => {
                let index = inside.elements.iter().position(Option::is_none)?;
                Some(pointer::join(list, &index.to_string()))
            }
            Inside::Object(_) => None,
        }
    }

    /// The node at a place of the text as it came.
    fn node(&mut self, place: &str) -> Option<&mut Node<'t>> {
        let mut node = &mut self.root;
        for token in pointer::tokens(place) {
            node = match node.inside()? {
                Inside::Object(members) => {
                    let mut members = members.iter_mut();
                    &mut members.find(|member| member.is(&token))?.value
                }
                Inside::List(list) => {
                    let index: usize = token.parse().ok()?;
                    list.elements.get_mut(index)?.as_mut()?
                }
            };
        }
        Some(node)
    }
}

/// What holds a place, and the last token of the place; `None` for the whole text.
fn split(place: &str) -> Option<(&str, String)> {
    let parent = pointer::parent(place)?;
    let last = pointer::tokens(place.get(parent.len()..)?).next()?;
    Some((parent, last.into_owned()))
}
