//! What JSON Schema says: questions to the schemas of a document, and no decisions.
//!
//! In: the files of a run. Out: answers about the values that schemas admit. A question changes nothing that another answer depends
//! on; what is known is kept, since the same is asked again and again. It knows neither types nor names of Rust.

pub(crate) mod choices;
pub(crate) mod conjunction;
pub(crate) mod constants;
pub(crate) mod discriminator;
pub(crate) mod given_names;
mod inheritance;
pub(crate) mod kinds;
pub(crate) mod members;
pub(crate) mod reference;
pub(crate) mod types;
pub(crate) mod values;
pub(crate) mod view;
pub(crate) mod vocabulary;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use conjunction::{Conjunct, Conjunction};
use indexmap::{IndexMap, IndexSet};
use inheritance::Inheritance;
use view::{Alternatives, View};

use crate::diagnostic::Diagnostic;
use crate::place::Location;
use crate::resolve::Resolver;

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

    /// What schemas that hold together say.
    pub fn view(&self, conjunction: &[Conjunct]) -> Rc<View<'a>> {
        self.numbered(conjunction).1
    }

    /// What the schema at a place says.
    pub fn view_at(&self, location: &Location) -> Rc<View<'a>> {
        self.view(&[Conjunct::whole(location.clone())])
    }

    /// What schemas that hold together say, and a number that no others have.
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

    /// Every `oneOf` and `anyOf` of a view that says something about structure, `null` alternatives taken out.
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

    /// Asks without taking note of what is wrong with the references on the way: those who ask again will.
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
    fn keep<T>(&self, result: Result<T, Diagnostic>) -> Option<T> {
        result
            .map_err(|fault| self.faults.borrow_mut().insert(fault))
            .ok()
    }
}
