//! The texts, integers and flags that a schema admits at a place below it.
//!
//! In: a schema, and for the search along one way a pointer. Out: the `const` and `enum` values
//! there (JSON Schema 2020-12, Validation §6.1.2 and §6.1.3), across `$ref`, `allOf` and every
//! alternative of a `oneOf` or `anyOf`: where all alternatives have some at one place, the union
//! has them all.

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

/// How many names may lead to a constant that tells alternatives apart.
const LONGEST: usize = 3;

/// How many elements of a tuple are looked at for constants.
const MOST_ELEMENTS: usize = 8;

/// How deeply unions in alternatives are looked into for constants that tell these apart.
const DEEPEST: usize = 4;

/// How many unions inside unions are looked through along one way.
const DEPTH: usize = 8;

/// What the value at one place below a schema must be one of.
#[derive(Debug, Clone)]
pub(crate) struct Constant {
    /// The names that lead there, outermost first; none for the value itself.
    pub path: Vec<String>,
    /// Whether every value of the schema has something there.
    pub required: bool,
    /// What the values are in JSON; integers where only some of them are.
    pub kind: TagKind,
    /// The values as text, in the spec's order.
    pub values: Vec<String>,
    /// The values by their letters and digits. Filled when a name is looked for.
    alike: OnceCell<BTreeMap<String, Vec<usize>>>,
}

impl Constant {
    /// The constant that a view itself says.
    fn of(view: &View<'_>) -> Option<Self> {
        let values = view.values()?;
        let (kind, values) = match listed(&values, view.types().as_deref()) {
            Listed::Texts(texts) => (TagKind::Text, texts),
            Listed::Integers(texts) => (TagKind::Integer, texts),
            Listed::Booleans => {
                let values = values.iter();
                let booleans = values.filter_map(|value| as_one_of(value, &["boolean"]));
                let texts = booleans.map(|value| value.to_string());
                (TagKind::Boolean, texts.collect())
            }
            _ => return None,
        };
        Some(Self {
            path: Vec::new(),
            required: true,
            kind,
            values,
            alike: OnceCell::new(),
        })
    }

    /// The constant that may also be what other alternatives have at its place.
    fn or_any<'c>(mut self, others: impl IntoIterator<Item = &'c Self>) -> Self {
        let mut values: IndexSet<String> = self.values.into_iter().collect();
        for other in others {
            self.required &= other.required;
            if other.kind == TagKind::Integer {
                self.kind = other.kind;
            }
            values.extend(other.values.iter().cloned());
        }
        self.values = values.into_iter().collect();
        self
    }

    /// The value that is a name, or that and no other differs from it in separators and case alone.
    pub fn called(&self, name: &str) -> Option<&String> {
        let alike = self.alike.get_or_init(|| {
            let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (index, text) in self.values.iter().enumerate() {
                alike.entry(letters(text)).or_default().push(index);
            }
            alike
        });
        let alike = alike.get(&letters(name))?;
        let text = |index: &usize| self.values.get(*index);
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

impl<'a> Schemas<'a> {
    /// The constants of a schema and of what is in its required members, in spec order.
    pub fn constants_of(&self, view: &View<'a>) -> Vec<Constant> {
        self.constants_within(view, &[], DEEPEST)
    }

    fn constants_within(&self, view: &View<'a>, path: &[String], depth: usize) -> Vec<Constant> {
        let mut found = Vec::new();
        if path.is_empty() {
            found.extend(Constant::of(view));
        }
        let required = view.required();
        let members = view.properties().iter().map(|(name, places)| {
            let schemas: Conjunction = places.iter().cloned().map(Conjunct::whole).collect();
            ((*name).to_owned(), schemas, required.contains(name))
        });
        // The elements of a tuple are looked up by their numbers.
        let must = view.least_items();
        let elements = (0..view.longest_prefix().min(MOST_ELEMENTS))
            .map(|index| (index.to_string(), view.item_at(index), index < must));
        for (name, schemas, is_required) in members.chain(elements) {
            let inner = self.view(&schemas);
            let path = [path, &[name]].concat();
            if let Some(constant) = Constant::of(&inner) {
                found.push(Constant {
                    path,
                    // A tag that is `null` is looked up like one that is missing.
                    required: is_required && !inner.nullable(),
                    ..constant
                });
            } else if is_required && path.len() < LONGEST {
                found.extend(self.constants_within(&inner, &path, depth));
            }
        }
        if let (Some(depth), [union]) = (depth.checked_sub(1), self.unions(view)) {
            let branches = union.branches.iter();
            let within = |branch| self.constants_within(&self.view_at(branch), path, depth);
            for constant in common(branches.map(within)) {
                if !found.iter().any(|known| known.path == constant.path) {
                    found.push(constant);
                }
            }
        }
        found
    }
}

/// The constants of one kind that all alternatives put at one place.
fn common(mut of_each: impl Iterator<Item = Vec<Constant>>) -> Vec<Constant> {
    let first = of_each.next().unwrap_or_default();
    let others: Vec<Vec<Constant>> = of_each.collect();
    let in_all = first.into_iter().filter_map(|constant| {
        let is_like =
            |other: &&Constant| other.path == constant.path && other.kind == constant.kind;
        let like = others.iter().map(|other| other.iter().find(is_like));
        let like: Option<Vec<&Constant>> = like.collect();
        Some(constant.or_any(like?))
    });
    in_all.collect()
}

/// A question for the constant at a place: the number of the schemas, the names that lead there,
/// and how many unions may still be looked through.
type Asked = (usize, Vec<Arc<str>>, usize);

/// A search along one way, through members that need not be there. What is found is kept: many
/// events hold one union, whose alternatives need not be looked through for each of them. Faults
/// are not noted here: the lowering that follows notes them.
pub(crate) struct ConstantSearch<'s, 'a> {
    schemas: &'s Schemas<'a>,
    /// The answers so far.
    found: BTreeMap<Asked, Option<Rc<Constant>>>,
    /// The constants that schemas are themselves, by their number: one list is one object, however
    /// it is reached.
    own: BTreeMap<usize, Option<Rc<Constant>>>,
}

impl<'s, 'a> ConstantSearch<'s, 'a> {
    pub fn new(schemas: &'s Schemas<'a>) -> Self {
        Self {
            schemas,
            found: BTreeMap::new(),
            own: BTreeMap::new(),
        }
    }

    /// What the value at `pointer` must be one of; `None` where it may be anything else than texts
    /// and integers that are listed.
    pub fn constants_at(&mut self, schema: &Location, pointer: &Pointer) -> Option<Rc<Constant>> {
        let schema = std::slice::from_ref(schema);
        let found = self.search(schema, pointer.as_tokens(), DEPTH);
        found.filter(|found| !found.values.is_empty())
    }

    /// The names of the members that the value at `pointer` may have, in spec order.
    pub fn member_names(&mut self, schema: &Location, pointer: &Pointer) -> Vec<String> {
        let mut found = IndexSet::new();
        let schema = std::slice::from_ref(schema);
        self.names(schema, pointer.as_tokens(), DEPTH, &mut found);
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

    /// The schemas of the JSON that is the text of a string.
    fn json_text(&self, view: &View<'a>) -> Option<Vec<Location>> {
        let json = self.schemas.json_text(view)?;
        Some(json.into_iter().map(|one| one.location).collect())
    }

    /// The alternatives of every union of a schema.
    fn unions<'v>(&self, view: &'v View<'a>) -> &'v [Alternatives<'a>] {
        self.schemas.quietly(|schemas| schemas.unions(view))
    }

    fn search(
        &mut self,
        places: &[Location],
        tokens: &[Arc<str>],
        depth: usize,
    ) -> Option<Rc<Constant>> {
        let depth = depth.checked_sub(1)?;
        let (number, view) = self.read(places);
        let asked = (number, tokens.to_vec(), depth);
        if let Some(found) = self.found.get(&asked) {
            return found.clone();
        }
        if let Some(json) = self.json_text(&view).filter(|_| !tokens.is_empty()) {
            return self.search(&json, tokens, depth);
        }
        let here = match tokens.split_first() {
            Some((token, rest)) => {
                let below = view.properties().get(token.as_ref());
                below.and_then(|below| self.search(below, rest, depth))
            }
            None => {
                let own = self.own.entry(number).or_insert_with(|| {
                    let own = Constant::of(&view);
                    // Two values cannot grow, so booleans name nothing.
                    own.filter(|own| own.kind != TagKind::Boolean).map(Rc::new)
                });
                own.clone()
            }
        };
        let found = here.or_else(|| {
            let mut unions = self.unions(&view).iter();
            unions.find_map(|union| self.search_all(&union.branches, tokens, depth))
        });
        self.found.insert(asked, found.clone());
        found
    }

    /// The constants of a union all of whose alternatives have some.
    fn search_all(
        &mut self,
        branches: &[Location],
        tokens: &[Arc<str>],
        depth: usize,
    ) -> Option<Rc<Constant>> {
        let branches = branches.iter();
        let found = branches.map(|branch| self.search(std::slice::from_ref(branch), tokens, depth));
        let found: Vec<Rc<Constant>> = found.collect::<Option<_>>()?;
        let (first, others) = found.split_first()?;
        let all = Constant::clone(first).or_any(others.iter().map(Rc::as_ref));
        Some(Rc::new(all))
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
        if let Some(json) = self.json_text(&view) {
            return self.names(&json, tokens, depth, found);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn constant(name: &str, kind: TagKind, values: &[&str]) -> Constant {
        Constant {
            path: vec![name.to_owned()],
            required: true,
            kind,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            alike: OnceCell::new(),
        }
    }

    #[test]
    fn only_what_all_alternatives_have_of_one_kind_is_the_unions() {
        let one = vec![
            constant("kind", TagKind::Text, &["a", "b"]),
            constant("version", TagKind::Integer, &["1"]),
        ];
        let optional = Constant {
            required: false,
            ..constant("kind", TagKind::Text, &["b", "c"])
        };
        let other = vec![constant("version", TagKind::Text, &["1"]), optional];
        let common = common([one, other].into_iter());
        let [kind] = common.as_slice() else {
            panic!("{common:?}");
        };
        assert_eq!(kind.values, ["a", "b", "c"]);
        assert!(!kind.required);
    }

    #[test]
    fn a_name_is_found_in_other_letters_if_one_value_alone_is_like_it() {
        let events = constant("event", TagKind::Text, &["parcel.sent", "lost", "LOST"]);
        assert_eq!(events.called("ParcelSent").unwrap(), "parcel.sent");
        assert_eq!(events.called("LOST").unwrap(), "LOST");
        assert!(events.called("Lost").is_none());
    }
}
