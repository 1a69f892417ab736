//! The texts and integers that a schema admits at a place below it.
//!
//! In: a schema's place and a pointer. Out: the `const` and `enum` values there, across `$ref`, `allOf` and every branch of
//! a `oneOf` or `anyOf` (JSON Schema 2020-12, Validation §6.1.2 and §6.1.3), each as the text by which an event is called: a string as it
//! is, an integer in its digits. What is found is kept: many events hold one union, whose alternatives need not be looked through for
//! each of them. Its complaints are those of the lowering that follows, so it makes none.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use super::values::{Listed, as_one_of, listed};
use super::view::{Member, View};
use crate::diagnostic::Diagnostics;
use crate::model::TagKind;
use crate::place::{Location, Pointer};
use crate::resolve::Resolver;

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

/// Schemas that hold together, by the number under which they are kept.
type Number = usize;

/// A question for the constants at a place: of which schemas, by which way, how deep.
type Asked = (Number, Vec<Arc<str>>, usize);

/// What schemas that hold together say.
struct Said<'a> {
    members: IndexMap<&'a str, Vec<Location>>,
    constants: Option<Rc<Constants>>,
    /// The alternatives of each union, references followed.
    unions: Vec<Vec<Location>>,
}

/// A search through the schemas of a document.
pub(crate) struct ConstantSearch<'r, 'a> {
    resolver: &'r Resolver<'a>,
    numbers: BTreeMap<Vec<Location>, Number>,
    said: Vec<Rc<Said<'a>>>,
    /// What was found from schemas along names, with as many unions still to be looked through.
    found: BTreeMap<Asked, Option<Rc<Constants>>>,
}

impl<'r, 'a> ConstantSearch<'r, 'a> {
    pub fn new(resolver: &'r Resolver<'a>) -> Self {
        Self {
            resolver,
            numbers: BTreeMap::new(),
            said: Vec::new(),
            found: BTreeMap::new(),
        }
    }

    /// What the value at `pointer` must be one of; `None` where it may be anything else than texts and integers that are listed.
    pub fn constants_at(&mut self, schema: &Location, pointer: &Pointer) -> Option<Rc<Constants>> {
        let found = self.constants(vec![schema.clone()], pointer.as_tokens(), DEPTH);
        found.filter(|found| !found.texts.is_empty())
    }

    /// The names of the members that the value at `pointer` may have, in spec order.
    pub fn member_names(&mut self, schema: &Location, pointer: &Pointer) -> Vec<String> {
        let mut found = IndexSet::new();
        self.names(vec![schema.clone()], pointer.as_tokens(), DEPTH, &mut found);
        found.into_iter().map(str::to_owned).collect()
    }

    /// What some schemas say, and the number that they are kept under.
    fn read(&mut self, schemas: Vec<Location>) -> (Number, Rc<Said<'a>>) {
        let follow = |location: Location| self.resolver.follow(&location).unwrap_or(location);
        let schemas: Vec<Location> = schemas.into_iter().map(follow).collect();
        if let Some(number) = self.numbers.get(&schemas)
            && let Some(said) = self.said.get(*number)
        {
            return (*number, Rc::clone(said));
        }
        let members: Vec<Member> = schemas.iter().cloned().map(Member::whole).collect();
        let mut unheard = Diagnostics::default();
        let view = View::new(&members, self.resolver, &mut unheard);
        // Two values cannot grow, so booleans name nothing.
        let constants = constant_values(&view).filter(|(kind, _)| *kind != TagKind::Boolean);
        let unions = view.alternatives(self.resolver, &mut unheard).into_iter();
        let said = Rc::new(Said {
            members: view.properties(),
            constants: constants.map(|(kind, texts)| {
                Rc::new(Constants {
                    texts,
                    has_integers: kind == TagKind::Integer,
                    alike: OnceCell::new(),
                })
            }),
            unions: unions.map(|union| union.branches).collect(),
        });
        let number = self.said.len();
        self.said.push(Rc::clone(&said));
        self.numbers.insert(schemas, number);
        (number, said)
    }

    fn constants(
        &mut self,
        schemas: Vec<Location>,
        tokens: &[Arc<str>],
        depth: usize,
    ) -> Option<Rc<Constants>> {
        let depth = depth.checked_sub(1)?;
        let (number, said) = self.read(schemas);
        let asked = (number, tokens.to_vec(), depth);
        if let Some(found) = self.found.get(&asked) {
            return found.clone();
        }
        let here = match tokens.split_first() {
            Some((token, rest)) => {
                let below = said.members.get(token.as_ref());
                below.and_then(|below| self.constants(below.clone(), rest, depth))
            }
            None => said.constants.clone(),
        };
        let found = here.or_else(|| {
            let mut unions = said.unions.iter();
            unions.find_map(|branches| self.constants_of_all(branches, tokens, depth))
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
            let found = self.constants(vec![branch.clone()], tokens, depth)?;
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
        schemas: Vec<Location>,
        tokens: &[Arc<str>],
        depth: usize,
        found: &mut IndexSet<&'a str>,
    ) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        let (_, said) = self.read(schemas);
        match tokens.split_first() {
            Some((token, rest)) => {
                if let Some(below) = said.members.get(token.as_ref()) {
                    self.names(below.clone(), rest, depth, found);
                }
            }
            None => found.extend(said.members.keys()),
        }
        for branch in said.unions.iter().flatten() {
            self.names(vec![branch.clone()], tokens, depth, found);
        }
    }
}
