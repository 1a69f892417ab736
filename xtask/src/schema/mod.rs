//! What JSON Schema says: questions to the schemas of a document, and no decisions.
//!
//! In: the files of a run. Out: answers about the values that schemas admit. A question changes
//! nothing that another answer depends on; what is known is kept, since the same is asked again and
//! again. It knows neither types nor names of Rust.

mod choices;
mod conjunction;
mod constants;
mod discriminator;
mod given_names;
mod inheritance;
mod json_text;
mod kinds;
mod members;
mod reference;
mod refusal;
mod types;
mod values;
mod view;

pub(crate) use choices::{Choice, base_of, without_narrowing};
pub(crate) use conjunction::{Conjunct, Conjunction};
pub(crate) use constants::{Constant, ConstantSearch, letters};
pub(crate) use discriminator::{
    DISCRIMINATOR_KEYS, is_bare, mapped_to_none, mapping_target, names_no_member, unmapped,
};
pub(crate) use given_names::{
    Kin, Step, component_around, component_name, field_name, is_name, longer_name,
    request_body_name, type_name,
};
pub(crate) use kinds::{json_kind, kind_of};
pub(crate) use members::{Having, having};
pub(crate) use reference::dynamic_reference;
pub(crate) use types::{
    TYPES, TypeMeant, is_schema, no_schema, type_entries, type_meant, type_of, type_word,
    type_words, types_of_both,
};
pub(crate) use values::{
    EnumValue, GivenName, Listed, VALUE_DESCRIPTIONS, VALUE_NAMES, as_one_of, enum_values, listed,
    names_fit, strange_keys,
};
pub(crate) use view::{Alternatives, Part, View};

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};
use inheritance::Inheritance;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::place::Location;
use crate::resolve::Resolver;
pub(crate) use crate::vocabulary::{
    ALTERNATIVES, DYNAMIC_REFERENCES, EXCLUSIVE_BOUNDS, FURTHER_MEMBERS, Role, all_keywords, does,
    holds_a_schema, holds_names, is_keyword, is_misshapen, keywords_that, treatment, under,
    wanted_instead,
};

/// The schemas of a document.
pub(crate) struct Schemas<'a> {
    pub resolver: &'a Resolver<'a>,
    inheritance: Inheritance,
    views: RefCell<IndexMap<Conjunction, Rc<View<'a>>>>,
    /// Whether `null` is among the alternatives of what was asked about.
    null_chosen: RefCell<BTreeMap<Conjunction, bool>>,
    /// What is wrong with the references that were followed.
    faults: RefCell<IndexSet<Diagnostic>>,
}

impl<'a> Schemas<'a> {
    pub fn new(resolver: &'a Resolver<'a>) -> Self {
        Self {
            resolver,
            inheritance: Inheritance::of(resolver),
            views: RefCell::default(),
            null_chosen: RefCell::default(),
            faults: RefCell::default(),
        }
    }

    /// Whether the document is one of OpenAPI 3.0.
    pub fn is_of_3_0(&self) -> bool {
        let root = self.resolver.sources().root().map(Location::root);
        let version = root.and_then(|root| self.resolver.value(&root).get("openapi"));
        let version = version.and_then(Value::as_str);
        version.is_some_and(|version| version.trim().starts_with("3.0"))
    }

    /// What schemas that hold together say.
    pub fn view(&self, conjunction: &[Conjunct]) -> Rc<View<'a>> {
        self.numbered(conjunction).1
    }

    /// What the schema at a place says.
    pub fn view_at(&self, location: &Location) -> Rc<View<'a>> {
        self.view(&[Conjunct::whole(location.clone())])
    }

    /// What schemas that hold together say, and the number of that view.
    fn numbered(&self, conjunction: &[Conjunct]) -> (usize, Rc<View<'a>>) {
        let known = {
            let views = self.views.borrow();
            let known = views.get_full(conjunction);
            known.map(|(number, _, view)| (number, Rc::clone(view)))
        };
        let (number, view) = known.unwrap_or_else(|| {
            let view = Rc::new(View::new(conjunction, self.resolver));
            let mut views = self.views.borrow_mut();
            let (number, _) = views.insert_full(conjunction.to_vec(), Rc::clone(&view));
            (number, view)
        });
        self.note(&view.faults);
        (number, view)
    }

    /// Every `oneOf` and `anyOf` of a view that says something about structure, `null` alternatives
    /// taken out.
    pub fn unions<'v>(&self, view: &'v View<'a>) -> &'v [Alternatives<'a>] {
        let (unions, faults) = view.unions(self.resolver);
        self.note(faults);
        unions
    }

    /// The same schema, with alternatives whose members hold for some values only.
    pub fn with_conditional(&self, view: &View<'a>, unions: &[&Alternatives<'a>]) -> View<'a> {
        let whole = view.with_conditional(unions, self.resolver);
        self.note(&whole.faults);
        whole
    }

    /// Asks without noting faults of references: the lowering that follows asks again, and notes
    /// them.
    pub fn quietly<R>(&self, ask: impl FnOnce(&Self) -> R) -> R {
        let noted = self.faults.borrow().len();
        let answer = ask(self);
        self.faults.borrow_mut().truncate(noted);
        answer
    }

    /// What is wrong with the references that were followed, in the order in which they were met.
    pub fn into_faults(self) -> IndexSet<Diagnostic> {
        self.faults.into_inner()
    }

    fn note(&self, faults: &[Diagnostic]) {
        if !faults.is_empty() {
            let faults = faults.iter().cloned();
            self.faults.borrow_mut().extend(faults);
        }
    }

    /// Keeps the value of a result, or takes note of its fault.
    pub fn keep<T>(&self, result: Result<T, Diagnostic>) -> Option<T> {
        result
            .map_err(|fault| self.faults.borrow_mut().insert(fault))
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::rc::Rc;

    use super::Schemas;
    use crate::diagnostic::Diagnostics;
    use crate::place::Location;
    use crate::resolve::Resolver;
    use crate::source::{FileRules, Sources};

    #[test]
    fn what_is_wrong_is_noted_by_those_who_do_not_ask_quietly() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("openapi.json");
        fs::write(&path, r##"{ "a": { "$ref": "#/b" } }"##).unwrap();
        let sources = Sources::read_by(&path, &FileRules::default(), &mut Diagnostics::new());
        let resolver = Resolver::new(&sources);
        let place = Location::root(sources.root().unwrap()).child("a");
        let schemas = Schemas::new(&resolver);
        let first = schemas.quietly(|schemas| schemas.view_at(&place));
        assert!(schemas.faults.borrow().is_empty());
        assert!(Rc::ptr_eq(&first, &schemas.view_at(&place)));
        schemas.view_at(&place);
        assert_eq!(schemas.into_faults().len(), 1);
    }
}
