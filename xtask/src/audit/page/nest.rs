//! From dotted paths to fields inside fields.
//!
//! In: the fields of one list in the page's order, each with its path. Out: a tree, or complaints
//! about paths that lead nowhere.

use std::collections::BTreeMap;

use super::cursor::syntax;
use super::{At, Field};
use crate::diagnostic::{Diagnostics, did_you_mean};
use crate::place::FileId;

/// A field as its list has it.
#[derive(Debug)]
pub(super) struct ListedField {
    /// Dotted, relative to what the list is about.
    pub path: At<String>,
    /// The field; its name is still the whole path.
    pub field: Field,
}

/// The most dots in a path; more are an error in the page.
const DEEPEST: usize = 32;

/// Puts every field into the one whose path its own continues. If the list `has_faults`, a field
/// that seems to be missing may be one that was not understood, which was reported already.
pub(super) fn nest(
    file: FileId,
    list: Vec<ListedField>,
    has_faults: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<Field> {
    let mut nested = Nested::default();
    let mut lost: Vec<String> = Vec::new();
    for ListedField { path, field } in list {
        let is_in = |lost: &String| {
            let rest = path.value.strip_prefix(lost.as_str());
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        if lost.iter().any(is_in) {
            continue;
        }
        if let Err(fault) = nested.put(&path, field) {
            lost.extend(fault.refused);
            if !(has_faults && fault.lacks_parent) {
                let diagnostic = syntax(file, path.span, fault.message, fault.label);
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
struct Fault {
    message: String,
    label: &'static str,
    help: String,
    /// The field that has no fields; the others of it need no complaint of their own.
    refused: Option<String>,
    /// Whether there is no field that it could belong to.
    lacks_parent: bool,
}

impl Fault {
    fn new(message: String, label: &'static str, help: impl Into<String>) -> Self {
        Self {
            message,
            label,
            help: help.into(),
            refused: None,
            lacks_parent: false,
        }
    }
}

impl Nested {
    fn put(&mut self, path: &At<String>, mut field: Field) -> Result<(), Fault> {
        let At { value: path, span } = path;
        if path.matches('.').count() > DEEPEST {
            let message = "this path is too deep".to_owned();
            let help = "check the page; no body is nested as deeply";
            return Err(Fault::new(message, "too many dots", help));
        }
        let mut route = Vec::new();
        let mut siblings = &mut self.tree;
        if let Some((parent, name)) = path.rsplit_once('.') {
            let Some(to_parent) = self.routes.get(parent).filter(|_| !name.is_empty()) else {
                let message =
                    format!("there is no field `{parent}` above that `{path}` could belong to");
                let help = did_you_mean(parent, self.routes.keys().map(String::as_str));
                return Err(Fault {
                    lacks_parent: true,
                    ..Fault::new(message, "its path starts with that field", help)
                });
            };
            field.name = At::new(name.to_owned(), span.end - name.len()..span.end);
            route.clone_from(to_parent);
            let Some(owner) = follow(siblings, &route) else {
                return Ok(());
            };
            if let Some(why) = refusal(owner) {
                let help = "check the page: only objects, arrays and `any` have fields, and those of a \
                            union stand in its variants";
                return Err(Fault {
                    refused: Some(parent.to_owned()),
                    ..Fault::new(format!("`{parent}` {why}"), "a field of it", help)
                });
            }
            siblings = &mut owner.fields;
        }
        if siblings
            .iter()
            .any(|other| other.name.value == field.name.value)
        {
            let help = "check the page; keep one of them";
            return Err(Fault::new(
                format!("`{path}` is listed twice"),
                "again here",
                help,
            ));
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
