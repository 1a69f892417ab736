//! What becomes of arrays.
//!
//! In: what all parts of a schema say about an array. Out: a list of items that are all of one
//! type, or a tuple, whose positions have types of their own. Source: JSON Schema 2020-12, Core
//! §10.3.1 and §11.2, and Validation §6.4: an array may be shorter than its `prefixItems`, unless
//! `minItems` says otherwise, and longer, unless its end is closed.

use serde_json::Value;

use super::slips::no_items;
use super::{Plan, Planner, plan};
use crate::diagnostic::{Code, Diagnostic};
use crate::place::Location;
use crate::schema::{Conjunction, View};

/// How many positions a tuple may have.
const LONGEST: usize = 64;

/// The keywords by which elements behind the first may count as evaluated.
const EVALUATE: [&str; 6] = ["items", "contains", "if", "oneOf", "anyOf", "$dynamicRef"];

/// An array whose elements differ by position.
#[derive(Debug)]
pub(in crate::lower::types) struct TuplePlan {
    /// The schemas of each position; none where it may have any value.
    pub positions: Vec<Conjunction>,
    /// How many elements there must be.
    pub required: usize,
}

impl<'a> Planner<'_, 'a> {
    pub(super) fn list(&mut self, view: &View<'a>) -> Plan<'a> {
        if view.longest_prefix() > 0 {
            return self.positions(view);
        }
        if let Some((part, Value::Array(_))) = view.keyword("items") {
            let why = "JSON Schema 2020-12 has no list of schemas under `items`";
            return self.any_items(vec![part.location.child("items")], view, why);
        }
        self.before.diagnostics.extend(no_items(view));
        Plan::List(view.items())
    }

    /// The plan for an array of which `prefixItems` describes the beginning.
    fn positions(&mut self, view: &View<'a>) -> Plan<'a> {
        let longest = view.longest_prefix();
        let end = end(view, longest).filter(|end| *end <= longest);
        let length = end.unwrap_or(longest);
        let positions: Vec<Conjunction> = (0..length).map(|index| view.item_at(index)).collect();
        let rest = view.items();
        let is_known = end.is_some() || !rest.is_empty();
        let described = positions.iter().chain((end.is_none()).then_some(&rest));
        let described: Vec<&Conjunction> = described.collect();
        let Some((first, others)) = described.split_first() else {
            return Plan::List(Conjunction::new());
        };
        if is_known && others.iter().all(|other| self.are_alike(first, other)) {
            let others = others.iter().copied();
            let visits = self.visits(others);
            self.after.append(visits);
            return Plan::List((*first).clone());
        }
        if end.is_some() && length <= LONGEST {
            return Plan::Tuple(TuplePlan {
                required: view.least_items().min(length),
                positions,
            });
        }
        let keywords = ["prefixItems", "items"].into_iter();
        let keywords = keywords.filter_map(|keyword| Some((keyword, view.keyword(keyword)?.0)));
        let places = keywords.map(|(keyword, part)| part.location.child(keyword));
        let why = match end {
            Some(_) => "they differ by position, and there are too many positions",
            None => "they differ by position, and there may be others behind them",
        };
        self.any_items(places.collect(), view, why)
    }

    /// A list of any JSON, for want of a better type.
    fn any_items(&mut self, keywords: Vec<Location>, view: &View<'a>, why: &str) -> Plan<'a> {
        self.refuse(keywords, view, |place| items_kept_as_json(place, why));
        Plan::List(Conjunction::new())
    }

    /// Whether values of both are of one type.
    fn are_alike(&self, one: &Conjunction, other: &Conjunction) -> bool {
        let schemas = self.schemas;
        let said = |schemas: &Conjunction| match schemas.as_slice() {
            [only] => Some(self.schemas.resolver.value(&only.location)),
            _ => None,
        };
        if one == other || said(one).is_some() && said(one) == said(other) {
            return true;
        }
        schemas.quietly(|schemas| {
            let (one, other) = (schemas.meant(one), schemas.meant(other));
            if one == other {
                return true;
            }
            let scalars = [one, other].map(|(key, or_null)| {
                // The plan of an array would ask the same of what is in it.
                let types = schemas.view(&key).types()?;
                let is_deep = types.iter().any(|one| matches!(*one, "array" | "object"));
                let planned = (!is_deep).then(|| plan(schemas, &key))?;
                match planned.plan {
                    Plan::Scalar(shape) => Some((shape, planned.nullable || or_null)),
                    _ => None,
                }
            });
            matches!(&scalars, [Some(one), Some(other)] if one == other)
        })
    }
}

/// How many elements there may be; `None` where nothing says.
fn end(view: &View<'_>, longest: usize) -> Option<usize> {
    let closing = view.parts.iter().filter_map(|part| {
        let prefix = part.prefix();
        let never = prefix.iter().position(|schema| schema == false);
        // Alone it would leave the empty array; what is meant is the end of what others begin.
        let length = if prefix.is_empty() {
            longest
        } else {
            prefix.len()
        };
        let closed = (part.get("items") == Some(&Value::Bool(false))).then_some(length);
        never.into_iter().chain(closed).min()
    });
    let unevaluated = view
        .parts
        .iter()
        .filter_map(|part| part.get("unevaluatedItems"));
    let unevaluated: Vec<&Value> = unevaluated.collect();
    let is_closed = matches!(unevaluated.as_slice(), [Value::Bool(false)]);
    let unevaluated = is_closed && EVALUATE.iter().all(|one| view.keyword(one).is_none());
    let most = most_items(view);
    let others = unevaluated.then_some(longest).into_iter().chain(most);
    closing.chain(others).min()
}

/// The least of the bounds on the number of elements.
fn most_items(view: &View<'_>) -> Option<usize> {
    let bounds = view
        .parts
        .iter()
        .filter_map(|part| part.get("maxItems")?.as_u64());
    bounds.min().and_then(|most| usize::try_from(most).ok())
}

fn items_kept_as_json(location: &Location, why: &str) -> Diagnostic {
    let message = format!("the items of this list become plain JSON: {why}");
    Diagnostic::new(Code::UnsupportedSchema, message)
        .at(location, "decoded as `Vec<serde_json::Value>`")
        .help("nothing is lost: the items reach the handler as they came; describe all of them with one schema to get a type, or close the end with `items: false`")
}
