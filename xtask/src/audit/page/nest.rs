//! From dotted paths to fields inside fields.
//!
//! In: the fields of one list in the page's order, each with its path. Out: a tree, or complaints about paths that lead nowhere.

use std::collections::BTreeMap;

use super::cursor::syntax;
use super::{At, Field};
use crate::diagnostic::{Diagnostics, did_you_mean};
use crate::place::FileId;

/// A field as its list has it.
#[derive(Debug)]
pub(super) struct Listed {
    /// Dotted, relative to what the list is about.
    pub path: At<String>,
    /// The field, named by the whole path as yet.
    pub field: Field,
}

/// Dots in a path; more are a fault of the page and not its shape.
const DEEPEST: usize = 32;

/// Puts every field into the one whose path its own continues. If the list `has_faults`, the fields that another seems to lack may
/// be among those that were not understood: that is not complained about once more.
pub(super) fn nest(
    file: FileId,
    list: Vec<Listed>,
    has_faults: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<Field> {
    let mut nested = Nested::default();
    let mut lost: Vec<String> = Vec::new();
    for Listed { path, field } in list {
        let is_in = |lost: &String| {
            let rest = path.value.strip_prefix(lost.as_str());
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        if lost.iter().any(is_in) {
            continue;
        }
        let span = path.span.clone();
        if let Err(fault) = nested.put(&path, field) {
            if let Fault::Refused { parent, .. } = &fault {
                lost.push(parent.clone());
            }
            if let Some(fault) = fault.described(has_faults) {
                let diagnostic = syntax(file, span, fault.message, fault.label);
                diagnostics.push(diagnostic.help(fault.help));
            }
            lost.push(path.value);
        }
    }
    nested.tree
}

/// Fields in fields, and where each path led.
#[derive(Default)]
struct Nested {
    tree: Vec<Field>,
    routes: BTreeMap<String, Vec<usize>>,
}

/// Why a path leads nowhere.
enum Fault {
    Twin(String),
    TooDeep,
    NoParent {
        parent: String,
        path: String,
        known: Vec<String>,
    },
    Refused {
        parent: String,
        why: &'static str,
    },
}

struct Described {
    message: String,
    label: &'static str,
    help: String,
}

impl Fault {
    fn described(self, has_faults: bool) -> Option<Described> {
        let (message, label, help) = match self {
            Self::Twin(path) => (
                format!("`{path}` is listed twice"),
                "again here",
                "check the page; keep one of them".to_owned(),
            ),
            Self::TooDeep => (
                "this path is too deep".to_owned(),
                "too many dots",
                "check the page; no body is nested as deeply".to_owned(),
            ),
            Self::NoParent { .. } if has_faults => return None,
            Self::NoParent {
                parent,
                path,
                known,
            } => (
                format!("there is no field `{parent}` above that `{path}` could belong to"),
                "its path starts with that field",
                did_you_mean(&parent, known.iter().map(String::as_str)),
            ),
            Self::Refused { parent, why } => (
                format!("`{parent}` {why}"),
                "a field of it",
                "check the page: only objects, arrays and `any` have fields, and those of a union stand \
                 in its variants"
                    .to_owned(),
            ),
        };
        Some(Described {
            message,
            label,
            help,
        })
    }
}

impl Nested {
    fn put(&mut self, path: &At<String>, mut field: Field) -> Result<(), Fault> {
        let At { value: path, span } = path;
        if path.matches('.').count() > DEEPEST {
            return Err(Fault::TooDeep);
        }
        let mut route = Vec::new();
        let mut siblings = &mut self.tree;
        if let Some((parent, name)) = path.rsplit_once('.') {
            let Some(to_parent) = self.routes.get(parent).filter(|_| !name.is_empty()) else {
                return Err(Fault::NoParent {
                    parent: parent.to_owned(),
                    path: path.clone(),
                    known: self.routes.keys().cloned().collect(),
                });
            };
            field.name = At::new(name.to_owned(), span.end - name.len()..span.end);
            route.clone_from(to_parent);
            let Some(owner) = follow(siblings, &route) else {
                return Ok(());
            };
            if let Some(why) = refusal(owner) {
                let parent = parent.to_owned();
                return Err(Fault::Refused { parent, why });
            }
            siblings = &mut owner.fields;
        }
        if siblings
            .iter()
            .any(|other| other.name.value == field.name.value)
        {
            return Err(Fault::Twin(path.clone()));
        }
        route.push(siblings.len());
        siblings.push(field);
        self.routes.insert(path.clone(), route);
        Ok(())
    }
}

fn follow<'f>(tree: &'f mut [Field], route: &[usize]) -> Option<&'f mut Field> {
    let (first, rest) = route.split_first()?;
    let mut field = tree.get_mut(*first)?;
    for index in rest {
        field = field.fields.get_mut(*index)?;
    }
    Some(field)
}

/// Why a field cannot have fields of its own in the same list.
fn refusal(field: &Field) -> Option<&'static str> {
    if field.union.is_some() {
        Some("is a union, whose fields stand in its variants")
    } else if field.values.is_some() {
        Some("lists its values, so they have no fields to list")
    } else if field.types.value.can_have_fields() {
        None
    } else {
        Some("has a type that holds no fields")
    }
}
