//! The texts and integers that a schema admits at a place below it.
//!
//! In: a schema's place and a pointer. Out: the `const` and `enum` values there, across `$ref`, `allOf` and every branch of
//! a `oneOf` or `anyOf` (JSON Schema 2020-12, Validation §6.1.2 and §6.1.3), each as the text by which an event is called: a string as it
//! is, an integer in its digits. What is found is kept: many events hold one union, whose alternatives need not be looked through for
//! each of them. A search takes no note of faults: they are those of the lowering that follows.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexSet;

use super::Schemas;
use super::conjunction::{Conjunct, Conjunction};
use super::values::{Listed, as_one_of, listed};
use super::view::{Alternatives, View};
use crate::model::TagKind;
use crate::place::{Location, Pointer};

/// How many names may lead to a constant.
const LONGEST: usize = 3;

/// How deeply unions in alternatives are looked into for constants.
const DEEPEST: usize = 4;

/// How many unions inside unions are looked through.
const DEPTH: usize = 8;

/// What the value at one place below an alternative must be one of.
#[derive(Debug, Clone)]
pub(crate) struct Constant {
    /// The names that lead there, outermost first; none for the value itself.
    pub path: Vec<String>,
    /// Whether every value of the alternative has something there.
    pub required: bool,
    pub kind: TagKind,
    /// The values as text.
    pub values: Vec<String>,
}

/// The values that a view admits, as text, and what they are in JSON.
pub(crate) fn constant_values(view: &View<'_>) -> Option<(TagKind, Vec<String>)> {
    let values = view.values()?;
    match listed(&values, view.types().as_deref()) {
        Listed::Texts(texts) => Some((TagKind::Text, texts)),
        Listed::Integers(texts) => Some((TagKind::Integer, texts)),
        Listed::Booleans => {
            let booleans = values
                .iter()
                .filter_map(|value| as_one_of(value, &["boolean"]));
            Some((
                TagKind::Boolean,
                booleans.map(|value| value.to_string()).collect(),
            ))
        }
        _ => None,
    }
}

impl<'a> Schemas<'a> {
    /// The constants of a schema and of what is in its required members, in spec order.
    pub fn constants_of(&self, view: &View<'a>) -> Vec<Constant> {
        let mut found = Vec::new();
        self.collect_constants(view, &[], DEEPEST, &mut found);
        found
    }

    fn collect_constants(
        &self,
        view: &View<'a>,
        path: &[String],
        depth: usize,
        found: &mut Vec<Constant>,
    ) {
        if path.is_empty()
            && let Some((kind, values)) = constant_values(view)
        {
            found.push(Constant {
                path: Vec::new(),
                required: true,
                kind,
                values,
            });
        }
        let required = view.required();
        for (name, places) in view.properties() {
            let members = places.iter().cloned().map(Conjunct::whole);
            let members: Conjunction = members.collect();
            let inner = self.view(&members);
            // A tag that is `null` is looked up like one that is missing.
            let is_required = required.contains(name) && !inner.nullable();
            let below = [path, &[(*name).to_owned()]].concat();
            if let Some((kind, values)) = constant_values(&inner) {
                found.push(Constant {
                    path: below,
                    required: is_required,
                    kind,
                    values,
                });
            } else if required.contains(name) && below.len() < LONGEST {
                self.collect_constants(&inner, &below, depth, found);
            }
        }
        if let Some(depth) = depth.checked_sub(1) {
            self.collect_from_union(view, path, depth, found);
        }
    }

    /// The constants that all alternatives of a union put at the same place are the union's.
    fn collect_from_union(
        &self,
        view: &View<'a>,
        path: &[String],
        depth: usize,
        found: &mut Vec<Constant>,
    ) {
        let [union] = self.unions(view) else {
            return;
        };
        let mut common: Option<Vec<Constant>> = None;
        for branch in &union.branches {
            let view = self.view_at(branch);
            let mut own = Vec::new();
            self.collect_constants(&view, path, depth, &mut own);
            common = Some(match common {
                None => own,
                Some(common) => common
                    .into_iter()
                    .filter_map(|constant| with_values_of(constant, &own))
                    .collect(),
            });
        }
        for constant in common.into_iter().flatten() {
            if !found.iter().any(|known| known.path == constant.path) {
                found.push(constant);
            }
        }
    }
}

/// A constant that may also be what another alternative has at its place; `None` where that has none.
fn with_values_of(mut constant: Constant, others: &[Constant]) -> Option<Constant> {
    let other = others
        .iter()
        .find(|other| other.path == constant.path && other.kind == constant.kind)?;
    constant.required &= other.required;
    for value in &other.values {
        if !constant.values.contains(value) {
            constant.values.push(value.clone());
        }
    }
    Some(constant)
}

/// What the value at a place must be one of.
#[derive(Debug, Default)]
pub(crate) struct Constants {
    /// The values as texts, in spec order.
    pub texts: Vec<String>,
    /// Whether some of them are integers.
    pub has_integers: bool,
    /// The texts by their letters and digits. Filled when a name is looked for.
    alike: OnceCell<BTreeMap<String, Vec<usize>>>,
}

impl Constants {
    /// The text that is a name, or that and no other differs from it in separators and case alone.
    pub fn called(&self, name: &str) -> Option<&String> {
        let alike = self.alike.get_or_init(|| {
            let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (index, text) in self.texts.iter().enumerate() {
                alike.entry(letters(text)).or_default().push(index);
            }
            alike
        });
        let alike = alike.get(&letters(name))?;
        let text = |index: &usize| self.texts.get(*index);
        let exact = alike.iter().filter_map(text).find(|text| *text == name);
        exact.or_else(|| match alike.as_slice() {
            [only] => text(only),
            _ => None,
        })
    }
}

/// A text without separators and case.
pub(crate) fn letters(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// A question for the constants at a place: of which schemas, by their number, by which way, how deep.
type Asked = (usize, Vec<Arc<str>>, usize);

/// A search through the schemas of a document.
pub(crate) struct ConstantSearch<'s, 'a> {
    schemas: &'s Schemas<'a>,
    /// What was found from schemas along names, with as many unions still to be looked through.
    found: BTreeMap<Asked, Option<Rc<Constants>>>,
    /// The constants of schemas themselves, by their number.
    own: BTreeMap<usize, Option<Rc<Constants>>>,
}

impl<'s, 'a> ConstantSearch<'s, 'a> {
    pub fn new(schemas: &'s Schemas<'a>) -> Self {
        Self {
            schemas,
            found: BTreeMap::new(),
            own: BTreeMap::new(),
        }
    }

    /// What the value at `pointer` must be one of; `None` where it may be anything else than texts and integers that are listed.
    pub fn constants_at(&mut self, schema: &Location, pointer: &Pointer) -> Option<Rc<Constants>> {
        let found = self.constants(std::slice::from_ref(schema), pointer.as_tokens(), DEPTH);
        found.filter(|found| !found.texts.is_empty())
    }

    /// The names of the members that the value at `pointer` may have, in spec order.
    pub fn member_names(&mut self, schema: &Location, pointer: &Pointer) -> Vec<String> {
        let mut found = IndexSet::new();
        self.names(
            std::slice::from_ref(schema),
            pointer.as_tokens(),
            DEPTH,
            &mut found,
        );
        found.into_iter().map(str::to_owned).collect()
    }

    /// What some schemas say, and the number that they go by.
    fn read(&self, places: &[Location]) -> (usize, Rc<View<'a>>) {
        let follow = |place: &Location| {
            let target = self.schemas.resolver.follow(place);
            Conjunct::whole(target.unwrap_or_else(|_| place.clone()))
        };
        let conjunction: Conjunction = places.iter().map(follow).collect();
        self.schemas
            .quietly(|schemas| schemas.numbered(&conjunction))
    }

    /// The alternatives of every union of a schema.
    fn unions<'v>(&self, view: &'v View<'a>) -> &'v [Alternatives<'a>] {
        self.schemas.quietly(|schemas| schemas.unions(view))
    }

    /// The constants of a schema itself. Two values cannot grow, so booleans name nothing.
    fn own(&mut self, number: usize, view: &View<'a>) -> Option<Rc<Constants>> {
        let own = self.own.entry(number).or_insert_with(|| {
            let constants = constant_values(view).filter(|(kind, _)| *kind != TagKind::Boolean);
            constants.map(|(kind, texts)| {
                Rc::new(Constants {
                    texts,
                    has_integers: kind == TagKind::Integer,
                    alike: OnceCell::new(),
                })
            })
        });
        own.clone()
    }

    fn constants(
        &mut self,
        places: &[Location],
        tokens: &[Arc<str>],
        depth: usize,
    ) -> Option<Rc<Constants>> {
        let depth = depth.checked_sub(1)?;
        let (number, view) = self.read(places);
        let asked = (number, tokens.to_vec(), depth);
        if let Some(found) = self.found.get(&asked) {
            return found.clone();
        }
        let here = match tokens.split_first() {
            Some((token, rest)) => {
                let below = view.properties().get(token.as_ref());
                below.and_then(|below| self.constants(below, rest, depth))
            }
            None => self.own(number, &view),
        };
        let found = here.or_else(|| {
            let mut unions = self.unions(&view).iter();
            unions.find_map(|union| self.constants_of_all(&union.branches, tokens, depth))
        });
        self.found.insert(asked, found.clone());
        found
    }

    /// The constants of a union all of whose alternatives have some.
    fn constants_of_all(
        &mut self,
        branches: &[Location],
        tokens: &[Arc<str>],
        depth: usize,
    ) -> Option<Rc<Constants>> {
        let (mut texts, mut has_integers) = (IndexSet::new(), false);
        for branch in branches {
            let found = self.constants(std::slice::from_ref(branch), tokens, depth)?;
            has_integers |= found.has_integers;
            texts.extend(found.texts.iter().cloned());
        }
        Some(Rc::new(Constants {
            texts: texts.into_iter().collect(),
            has_integers,
            alike: OnceCell::new(),
        }))
    }

    fn names(
        &mut self,
        places: &[Location],
        tokens: &[Arc<str>],
        depth: usize,
        found: &mut IndexSet<&'a str>,
    ) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        let (_, view) = self.read(places);
        match tokens.split_first() {
            Some((token, rest)) => {
                if let Some(below) = view.properties().get(token.as_ref()) {
                    self.names(below, rest, depth, found);
                }
            }
            None => found.extend(view.properties().keys()),
        }
        let unions = self.unions(&view).iter();
        for branch in unions.flat_map(|union| &union.branches) {
            self.names(std::slice::from_ref(branch), tokens, depth, found);
        }
    }
}
