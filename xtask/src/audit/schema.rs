//! What the spec says about one value, as far as a reference page could say it too.
//!
//! In: the place of a schema. Out: a [`SchemaView`] over every schema that holds there: types,
//! fields, values, variants, examples, each with its place and with the mark of where it comes
//! from. [`crate::schema`] says which schemas these are, as it does for codegen. It may not know
//! pages.

mod answers;
mod variants;

pub(super) use answers::Property;
pub(super) use variants::GivenDiscriminator;

use serde_json::{Map, Value};

use crate::diagnostic::Place;
use crate::place::Location;
use crate::resolve::Resolver;
use crate::schema::{Alternatives, Conjunct, Conjunction, Part, Schemas, View};

/// The extension that says where a fact comes from.
const PROVENANCE: &str = "x-provenance";

/// Its value for what the reference pages do not show.
const BEYOND_PAGE: &str = "beyond-page";

/// One object of keywords that holds for a value.
#[derive(Debug, Clone)]
pub(super) struct MarkedPart<'s> {
    /// Where it stands.
    pub location: Location,
    pub keywords: &'s Map<String, Value>,
    standing: Standing,
}

/// How an object of keywords belongs to the schema that was asked about.
#[derive(Debug, Clone, Default)]
struct Standing {
    /// The mark that what it says is beyond the page: its own, or that of a schema it was reached
    /// through.
    mark: Option<Location>,
    /// Whether it is the schema itself, maybe by reference, and not one of several that it is
    /// composed of.
    is_own: bool,
    /// Whether `null` is admitted beside what it says.
    null_beside: bool,
    /// Whether it was reached as the only alternative of a `oneOf` or `anyOf`.
    in_only_branch: bool,
}

/// Everything that holds for one value.
#[derive(Clone)]
pub(super) struct SchemaView<'c, 's> {
    schemas: &'c Schemas<'s>,
    /// The schema as it was asked for, references not followed.
    pub location: Location,
    /// The schemas that hold together.
    roots: Vec<(Location, Standing)>,
    /// Each before those that it refers to: what a schema says itself counts first.
    parts: Vec<MarkedPart<'s>>,
    /// The unions of more than one alternative, `null` apart.
    unions: Vec<Alternatives<'s>>,
    /// The alternatives of a `oneOf` or `anyOf` that has one alone, `null` apart: what it says
    /// holds for the value, but a page may still call it a variant.
    only_branches: Vec<Location>,
    /// The unions that the schema was reached through as an alternative: one that contains itself
    /// is looked into once.
    within: Vec<Location>,
}

/// The place of the mark, if a node has it.
pub(super) fn mark(resolver: &Resolver<'_>, location: &Location) -> Option<Location> {
    let marked = resolver.value(location).get(PROVENANCE)?.as_str() == Some(BEYOND_PAGE);
    marked.then(|| location.child(PROVENANCE))
}

impl<'c, 's> SchemaView<'c, 's> {
    /// The view of a schema; `mark` is that of a schema around it.
    pub(super) fn new(
        location: &Location,
        mark: Option<&Location>,
        schemas: &'c Schemas<'s>,
    ) -> Self {
        let mut view = Self {
            schemas,
            location: location.clone(),
            roots: Vec::new(),
            parts: Vec::new(),
            unions: Vec::new(),
            only_branches: Vec::new(),
            within: Vec::new(),
        };
        let own = Standing {
            mark: mark.cloned(),
            is_own: true,
            ..Standing::default()
        };
        view.add([(location.clone(), own)]);
        view
    }

    /// The view of a field's value.
    pub(super) fn of_property(property: &Property, schemas: &'c Schemas<'s>) -> Self {
        let mut view = Self::new(&property.location, property.mark.as_ref(), schemas);
        let further = property.further.iter().cloned();
        view.add(further.map(|location| (location, Standing::default())));
        view
    }

    /// Adds schemas that hold too. An alternative that a union has alone is one of them.
    fn add(&mut self, roots: impl IntoIterator<Item = (Location, Standing)>) {
        self.roots.extend(roots);
        let conjunct = |(location, _): &(Location, Standing)| Conjunct::whole(location.clone());
        let conjunction: Conjunction = self.roots.iter().map(conjunct).collect();
        let view = self.schemas.view(&conjunction);
        self.parts = self.marked(&view);
        let unions = self.schemas.unions(&view);
        let mut only = Vec::new();
        for union in unions {
            if let [branch] = union.branches.as_slice()
                && !self.only_branches.contains(branch)
            {
                let around = self.standing(union);
                let standing = Standing {
                    null_beside: around.null_beside || union.nullable,
                    in_only_branch: true,
                    ..around
                };
                only.push((branch.clone(), standing));
            }
        }
        if only.is_empty() {
            self.unions = unions.to_vec();
            self.unions.retain(|union| union.branches.len() != 1);
        } else {
            let branches = only.iter().map(|(branch, _)| branch.clone());
            self.only_branches.extend(branches);
            self.add(only);
        }
    }

    /// The parts of a view, and the references to them, each with its standing.
    fn marked(&self, view: &View<'s>) -> Vec<MarkedPart<'s>> {
        let resolver = self.schemas.resolver;
        let mut marked = Vec::new();
        let mut standings: Vec<Standing> = Vec::new();
        for part in &view.parts {
            let entry = part.passed.first().unwrap_or(&part.location);
            let from = part.from.and_then(|from| {
                let (part, standing) = (view.parts.get(from)?, standings.get(from)?);
                Some((part, standing.clone()))
            });
            let mut standing = match from {
                Some((from, standing)) => Standing {
                    is_own: standing.is_own && is_mere_wrapper(from, entry),
                    ..standing
                },
                None => {
                    let root = self.roots.iter().find(|(location, _)| location == entry);
                    root.map_or_else(Standing::default, |(_, standing)| standing.clone())
                }
            };
            for location in part.passed.iter().chain([&part.location]) {
                if let Some(mark) = mark(resolver, location) {
                    standing.mark = Some(mark);
                }
                if let Value::Object(keywords) = resolver.value(location) {
                    marked.push(MarkedPart {
                        location: location.clone(),
                        keywords,
                        standing: standing.clone(),
                    });
                }
            }
            standings.push(standing);
        }
        marked
    }

    /// The standing of the part that holds a union.
    fn standing(&self, union: &Alternatives<'s>) -> Standing {
        let mut parts = self.parts.iter();
        let part = parts.find(|part| part.location == union.part.location);
        part.map_or_else(Standing::default, |part| part.standing.clone())
    }

    /// Where the schema stands, to be shown: its key, or what a reference names where there is
    /// none.
    pub(super) fn place(&self) -> Place {
        Place::key(&self.location)
    }
}

/// Whether a part only wraps the schema at `entry`, to which it leads: by a reference, or by an
/// `allOf` of nothing else, which is how a reference got siblings before OpenAPI 3.1.
fn is_mere_wrapper(part: &Part<'_>, entry: &Location) -> bool {
    let all_of = part.keywords.get("allOf").and_then(Value::as_array);
    let is_alone = all_of.is_some_and(|all_of| all_of.len() == 1);
    entry.below(&part.location.child("allOf")).is_none()
        || is_alone && !part.keywords.contains_key("properties")
}
