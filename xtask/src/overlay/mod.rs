//! Overlays: what is laid over a document that stays as its vendor wrote it (`OpenAPI` Overlay
//! Specification, versions 1.0 and 1.1).
//!
//! In: the value of a document, the value of an overlay, and the numbers of their files. Out: the
//! document as changed, where the text of each changed node stands, and what is wrong with the
//! overlay. It reads no file, and knows nothing of what the document means.

mod action;
mod merge;
mod origins;
mod target;

use std::collections::BTreeMap;

use serde_json::Value;

pub use origins::Origins;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::place::{FileId, Location};
use action::{Action, Change, Overlay};
use merge::{Laid, Layer, Node};
use target::{Kind, Step};

/// How much overlays may make of a document.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many nodes they may add.
    pub nodes: usize,
    /// How many objects and arrays may hold one another.
    pub depth: usize,
}

/// Lays an overlay over a document. What is left of `limits.nodes` is for the next overlay.
pub fn apply(
    document: &mut Laying<'_>,
    overlay: &Value,
    file: FileId,
    limits: &mut Limits,
    diagnostics: &mut Diagnostics,
) {
    let Some(overlay) = action::read(overlay, file, diagnostics) else {
        return;
    };
    let mut layer = Layer::new(document.file, limits, diagnostics);
    for action in &overlay.actions {
        layer.begin(&action.target_place);
        run(document, &overlay, action, &mut layer);
        if layer.is_full() {
            return;
        }
    }
}

/// A document that overlays are laid over.
#[derive(Debug)]
pub struct Laying<'d> {
    /// Its file.
    pub file: FileId,
    /// What it says.
    pub value: &'d mut Value,
    /// Where the text of its nodes stands.
    pub origins: &'d mut Origins,
}

impl Laying<'_> {
    /// The node that steps lead to.
    fn location(&self, steps: &[Step]) -> Location {
        Location {
            file: self.file,
            pointer: steps.iter().map(Step::token).collect(),
        }
    }
}

/// Carries out one action.
fn run(document: &mut Laying<'_>, overlay: &Overlay, action: &Action<'_>, layer: &mut Layer<'_>) {
    let Some(selected) = select(document, action.target, &action.target_place, layer) else {
        return;
    };
    if selected.is_empty() {
        let told = unmatched(document.value, action.target, &action.target_place);
        layer.complain(told);
        return;
    }
    match &action.change {
        Change::Remove => remove(document, overlay, action, &selected, layer),
        Change::Update(value) => {
            let laid = Laid::written(value, action.place.child("update"));
            lay(document, overlay, action, &selected, &laid, layer);
        }
        Change::Copy(source) => {
            let place = action.place.child("copy");
            let Some(from) = select(document, source, &place, layer) else {
                return;
            };
            let [from] = from.as_slice() else {
                let count = from.len();
                layer.complain(if count == 0 {
                    let told = unmatched(document.value, source, &place);
                    Diagnostic {
                        code: Code::OverlayAction,
                        ..told
                    }
                } else {
                    Diagnostic::new(
                        Code::OverlayAction,
                        format!("`copy` selects {count} nodes, and one is copied"),
                    )
                    .at(&place, "selects several")
                    .help("name a single node, as in `$.components.schemas.Thing`")
                });
                return;
            };
            let Some(value) = target::value_at(document.value, from).cloned() else {
                return;
            };
            if !layer.admits(&value, 0) {
                return;
            }
            let origins = document.origins.copied(&document.location(from));
            let laid = Laid::copied(&value, &origins, &document.location(from));
            lay(document, overlay, action, &selected, &laid, layer);
        }
    }
}

/// The nodes that a query selects, in their order; `None` if it is no query.
fn select(
    document: &Laying<'_>,
    text: &str,
    place: &Location,
    layer: &mut Layer<'_>,
) -> Option<Vec<Vec<Step>>> {
    match target::parse(text) {
        Ok(query) => Some(target::select(&query, document.value)),
        Err(fault) => {
            layer.complain(
                Diagnostic::new(
                    Code::OverlayAction,
                    format!("this is not a JSONPath query (RFC 9535): {}", fault.message),
                )
                .at(place, "this query")
                .help(fault.help),
            );
            None
        }
    }
}

/// What is said of a query that selects nothing.
fn unmatched(document: &Value, text: &str, place: &Location) -> Diagnostic {
    let message = format!("`{text}` selects nothing, so nothing is changed");
    let told = Diagnostic::new(Code::UnmatchedAction, message);
    match target::missing_step(text, document) {
        Some(missing) => {
            let names = missing.names.iter().map(String::as_str);
            let help = match &missing.reference {
                // A way through it would lead out of the document, or into what others share.
                Some(to) => {
                    format!(
                        "a `$ref` to `{to}` stands there: name what it leads to, if that is in this document"
                    )
                }
                None if missing.names.is_empty() => {
                    format!("`{}` has nothing in it", missing.parent)
                }
                None => did_you_mean(&missing.name, names),
            };
            let label = format!("`{}` has no `{}`", missing.parent, missing.name);
            told.at(place, label).help(help)
        }
        None => told
            .at(place, "nothing in the document fits this")
            .help("hold the query against the document, or take the action away"),
    }
}

/// Lays a value over every selected node.
fn lay(
    document: &mut Laying<'_>,
    overlay: &Overlay,
    action: &Action<'_>,
    selected: &[Vec<Step>],
    laid: &Laid<'_>,
    layer: &mut Layer<'_>,
) {
    let kinds = selected.iter().map(|steps| {
        let value = target::value_at(document.value, steps);
        value.map_or(Kind::Primitive, Kind::of)
    });
    let mut kinds: Vec<Kind> = kinds.collect();
    kinds.dedup();
    if let [one, other, ..] = kinds.as_slice() {
        let message = format!(
            "`{}` selects {} and {}, and one value cannot be laid over both",
            action.target,
            one.plural(),
            other.plural()
        );
        layer.complain(
            Diagnostic::new(Code::OverlayAction, message)
                .at(&action.target_place, "selects nodes of several kinds")
                .help("write an action for each kind"),
        );
        return;
    }
    if overlay.is_first_version && kinds.contains(&Kind::Primitive) {
        layer.later(&action.target_place, "single values are changed");
    }
    for steps in selected {
        let place = document.location(steps);
        let Some((value, origins)) = target::node_at(document, steps) else {
            continue;
        };
        let node = Node {
            value,
            origins,
            place: &place,
        };
        layer.lay_over_target(node, laid);
        if layer.is_full() {
            return;
        }
    }
}

/// Takes every selected node out of the object or array that holds it.
fn remove(
    document: &mut Laying<'_>,
    overlay: &Overlay,
    action: &Action<'_>,
    selected: &[Vec<Step>],
    layer: &mut Layer<'_>,
) {
    let mut parents: BTreeMap<&[Step], Vec<&Step>> = BTreeMap::new();
    for steps in selected {
        let Some((last, parent)) = steps.split_last() else {
            let message = format!(
                "`{}` selects the whole document, which cannot be removed",
                action.target
            );
            layer.complain(
                Diagnostic::new(Code::OverlayAction, message)
                    .at(&action.target_place, "selects the root")
                    .help("name what is to go, as in `$.paths`"),
            );
            return;
        };
        parents.entry(parent).or_default().push(last);
    }
    let mut is_single = false;
    // What is inside another selected node goes first, so that the way to it is still right.
    for (parent, children) in parents.iter().rev() {
        let standing = document.origins.standing(&document.location(parent));
        if let Some((value, origins)) = target::node_at(document, parent) {
            is_single |= merge::take_out(value, origins, &standing, children);
        }
    }
    if overlay.is_first_version && is_single {
        layer.later(&action.target_place, "single values are removed");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Laying, Limits, Origins, apply};
    use crate::diagnostic::{Code, Diagnostics};
    use crate::place::FileId;

    /// What is left of so many nodes once overlays with these actions were laid over a document,
    /// and the codes of what is said.
    fn left(nodes: usize, overlays: &[Value]) -> (usize, Vec<Code>) {
        let mut document = json!({ "list": [{}, {}], "other": {} });
        let mut origins = Origins::default();
        let mut limits = Limits { nodes, depth: 120 };
        let mut diagnostics = Diagnostics::new();
        for actions in overlays {
            let info = json!({ "title": "t", "version": "1" });
            let overlay = json!({ "overlay": "1.1.0", "info": info, "actions": actions });
            let mut laying = Laying {
                file: FileId(0),
                value: &mut document,
                origins: &mut origins,
            };
            apply(
                &mut laying,
                &overlay,
                FileId(1),
                &mut limits,
                &mut diagnostics,
            );
        }
        let codes = diagnostics.iter().map(|one| one.code);
        (limits.nodes, codes.collect())
    }

    #[test]
    fn what_overlays_add_is_counted_over_all_of_them() {
        let update = json!([{ "target": "$.list[*]", "update": { "a": [1, 2] } }]);
        let copy = json!([{ "target": "$.other", "copy": "$.list" }]);
        assert_eq!(left(100, std::slice::from_ref(&update)), (94, Vec::new()));
        assert_eq!(left(10, &[update.clone(), update.clone()]), (0, Vec::new()));
        let full = vec![Code::NestingLimit];
        assert_eq!(left(5, std::slice::from_ref(&update)), (2, full.clone()));
        assert_eq!(left(7, &[update, copy]), (1, full));
    }

    #[test]
    fn copies_that_double_a_document_come_to_an_end() {
        let copy = json!({ "target": "$.list", "copy": "$.list" });
        let (_, codes) = left(10_000, &[json!(vec![copy; 1000])]);
        assert_eq!(codes, [Code::NestingLimit]);
    }
}
