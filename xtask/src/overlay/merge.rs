//! Laying a value over a node: objects are merged, arrays appended, single values replaced (Overlay
//! Specification 1.1, "Action Object").
//!
//! In: a node of the document and a value. Out: the node as changed, with the places of what is new,
//! or what cannot be laid over what. It knows no query.

use std::collections::BTreeSet;

use serde_json::Value;

use super::target::{Kind, Step};
use super::{Limits, Origins};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::place::{FileId, Location};

/// A node of the document.
pub(super) struct Node<'d> {
    pub value: &'d mut Value,
    pub origins: &'d mut Origins,
    /// The node in the document as it is now.
    pub place: &'d Location,
}

/// A value that is laid over nodes, and where its text stands.
pub(super) struct Laid<'v> {
    value: &'v Value,
    place: Location,
    /// Of what is copied from the document.
    origins: Option<&'v Origins>,
}

impl<'v> Laid<'v> {
    /// A value that is written in the overlay.
    pub fn written(value: &'v Value, place: Location) -> Self {
        Self {
            value,
            place,
            origins: None,
        }
    }

    /// A value that stood in the document at `node`.
    pub fn copied(value: &'v Value, origins: &'v Origins, node: &Location) -> Self {
        Self {
            value,
            place: origins.own().unwrap_or(node).clone(),
            origins: Some(origins),
        }
    }

    fn child(&self, token: &str, value: &'v Value) -> Self {
        let origins = self.origins.and_then(|origins| origins.child(token));
        let own = origins.and_then(Origins::own);
        Self {
            value,
            place: own.map_or_else(|| self.place.child(token), Clone::clone),
            origins,
        }
    }

    fn origins(&self) -> Origins {
        Origins::of(self.place.clone(), self.origins)
    }
}

/// What lays values over nodes: how much it may still add, and what it has to say.
pub(super) struct Layer<'d> {
    document: FileId,
    /// The target of the action that is carried out.
    target: Location,
    limits: &'d mut Limits,
    diagnostics: &'d mut Diagnostics,
    is_full: bool,
}

impl<'d> Layer<'d> {
    pub fn new(document: FileId, limits: &'d mut Limits, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            document,
            target: Location::root(document),
            limits,
            diagnostics,
            is_full: false,
        }
    }

    /// Says which action follows, by its target.
    pub fn begin(&mut self, target: &Location) {
        self.target = target.clone();
    }

    pub fn complain(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether there was no room for something, so that nothing more is laid.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// Warns about what version 1.1 brought, in an overlay of version 1.0.
    pub fn later(&mut self, place: &Location, what: &str) {
        self.complain(
            Diagnostic::new(
                Code::OffSpec,
                format!("{what} since version 1.1 of overlays; it is done all the same"),
            )
            .at(place, "")
            .help("say `overlay: 1.1.0`"),
        );
    }

    /// Whether a value may be put into the document below so many objects and arrays. What may not
    /// is complained about.
    pub fn admits(&mut self, value: &Value, depth: usize) -> bool {
        let size = size(value);
        let message = if size.nodes > self.limits.nodes {
            "overlays multiply this document beyond what can be read".to_owned()
        } else if depth + size.depth > self.limits.depth {
            let depth = self.limits.depth;
            format!("with this overlay, objects and arrays are nested more than {depth} deep")
        } else {
            self.limits.nodes -= size.nodes;
            return true;
        };
        self.is_full = true;
        self.complain(
            Diagnostic::new(Code::NestingLimit, message)
                .at(&self.target, "what is laid over this is too much")
                .help("lay it over fewer nodes, or refer to one schema by `$ref`"),
        );
        false
    }

    /// Lays a value over a node that an action selects: to an array, anything may be appended.
    pub fn lay_over_target(&mut self, node: Node<'_>, laid: &Laid<'_>) {
        let Node {
            value,
            origins,
            place,
        } = node;
        match value {
            Value::Array(items) if !laid.value.is_array() => {
                self.append(items, origins, place, laid);
            }
            value => self.lay(
                Node {
                    value,
                    origins,
                    place,
                },
                laid,
            ),
        }
    }

    fn lay(&mut self, node: Node<'_>, laid: &Laid<'_>) {
        let Node {
            value,
            origins,
            place,
        } = node;
        match (value, laid.value) {
            (Value::Object(members), Value::Object(new)) => {
                for (key, value) in new {
                    let laid = laid.child(key, value);
                    if let Some(old) = members.get_mut(key) {
                        let node = Node {
                            value: old,
                            origins: origins.child_mut(key),
                            place: &place.child(key),
                        };
                        self.lay(node, &laid);
                    } else if self.admits(value, depth_below(place)) {
                        members.insert(key.clone(), value.clone());
                        *origins.child_mut(key) = laid.origins();
                    }
                    if self.is_full {
                        return;
                    }
                }
            }
            (Value::Array(items), Value::Array(new)) => {
                for (index, value) in new.iter().enumerate() {
                    let laid = laid.child(&index.to_string(), value);
                    self.append(items, origins, place, &laid);
                    if self.is_full {
                        return;
                    }
                }
            }
            (Value::Object(_) | Value::Array(_), Value::Null) => self.complain(
                Diagnostic::new(
                    Code::OffSpec,
                    "nothing stands here, and what the document has stays as it is",
                )
                .at(Place::key(&laid.place), "changes nothing")
                .and(self.shown(place), "stays as it is")
                .help("take the key away, or remove what the document has by `remove: true`"),
            ),
            (old, new) if Kind::of(old) == Kind::Primitive && Kind::of(new) == Kind::Primitive => {
                *old = new.clone();
                *origins = laid.origins();
            }
            (old, new) => {
                let (old, new) = (Kind::of(old), Kind::of(new));
                let message = format!("{} cannot be laid over {}", new.one(), old.one());
                self.complain(
                    Diagnostic::new(Code::OverlayAction, message)
                        .at(&laid.place, format!("this is {}", new.one()))
                        .and(self.shown(place), format!("this is {}", old.one()))
                        .help(format!(
                            "write {} here, or remove what the document has in an action before this one",
                            old.one()
                        )),
                );
            }
        }
    }

    fn append(
        &mut self,
        items: &mut Vec<Value>,
        origins: &mut Origins,
        place: &Location,
        laid: &Laid<'_>,
    ) {
        if self.admits(laid.value, depth_below(place)) {
            *origins.child_mut(&items.len().to_string()) = laid.origins();
            items.push(laid.value.clone());
        }
    }

    /// A node of the document as a place to show.
    fn shown(&self, place: &Location) -> Place {
        Place::key(&Location {
            file: self.document,
            pointer: place.pointer.clone(),
        })
    }
}

/// Takes members or items out; whether any of them was a single value. `place` is where the text of
/// the object or array stands.
pub(super) fn take_out(
    value: &mut Value,
    origins: &mut Origins,
    place: &Location,
    children: &[&Step],
) -> bool {
    let mut is_single = false;
    match value {
        Value::Object(members) => {
            let gone: BTreeSet<String> = children.iter().map(|step| step.token()).collect();
            gone.iter().for_each(|key| origins.forget(key));
            members.retain(|key, member| {
                let goes = gone.contains(key);
                is_single |= goes && Kind::of(member) == Kind::Primitive;
                !goes
            });
        }
        Value::Array(items) => {
            let gone: BTreeSet<usize> = children.iter().filter_map(|step| step.index()).collect();
            origins.move_up(place, items.len(), &gone);
            let mut index = 0;
            items.retain(|item| {
                let goes = gone.contains(&index);
                index += 1;
                is_single |= goes && Kind::of(item) == Kind::Primitive;
                !goes
            });
        }
        _ => {}
    }
    is_single
}

/// How many objects and arrays are around what is inside a node.
fn depth_below(place: &Location) -> usize {
    place.pointer.as_tokens().len() + 1
}

struct Size {
    nodes: usize,
    depth: usize,
}

fn size(value: &Value) -> Size {
    let inside: Vec<Size> = match value {
        Value::Object(members) => members.values().map(size).collect(),
        Value::Array(items) => items.iter().map(size).collect(),
        _ => return Size { nodes: 1, depth: 0 },
    };
    let nodes = inside.iter().map(|size| size.nodes).sum::<usize>();
    let depth = inside.iter().map(|size| size.depth).max();
    Size {
        nodes: nodes + 1,
        depth: depth.unwrap_or_default() + 1,
    }
}
