//! The alternatives of a union that are to be told apart.
//!
//! In: the schemas of the alternatives. Out: what each says of its values, and which of them are left after the questions asked so far. It
//! asks nothing itself.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use indexmap::IndexSet;

use crate::model::{JsonKind, TagKind};
use crate::place::Location;
use crate::schema::{Constant, Schemas, View};

/// What one alternative says that can tell it from the others.
pub(crate) struct Branch<'a> {
    pub location: Location,
    pub view: Rc<View<'a>>,
    pub required: IndexSet<&'a str>,
    /// What it says of values below it.
    pub constants: Vec<Constant>,
    /// The JSON types that its values have; `None` where that is open.
    pub kinds: Option<BTreeSet<JsonKind>>,
    /// The members that its values may have, those of unions in it and those under conditions included.
    pub members: BTreeSet<&'a str>,
    /// Whether it is a union itself.
    pub is_union: bool,
    /// Whether it stands for other alternatives too, so that its own name would say too little.
    pub is_several: bool,
}

/// Alternatives that are to be told apart, and what is known of the value by then.
#[derive(Clone)]
pub(crate) struct Rivals<'b, 'a> {
    /// Every alternative of the union.
    all: &'b [Branch<'a>],
    /// Those that are left, by their numbers: what comes first wins where nothing else decides.
    pub among: Vec<usize>,
    /// The union.
    pub place: &'b Location,
    /// The tags that have been asked.
    pub asked: Vec<Vec<String>>,
    /// What the last of them answered.
    pub answer: Option<Answer>,
}

/// What a tag said that left several alternatives.
#[derive(Clone)]
pub(crate) enum Answer {
    /// It was not there.
    Missing,
    /// One of these values, which several alternatives list.
    Shared(Vec<String>),
}

impl<'b, 'a> Rivals<'b, 'a> {
    /// All alternatives of the union at a place.
    pub fn of(all: &'b [Branch<'a>], place: &'b Location) -> Self {
        Self {
            all,
            among: (0..all.len()).collect(),
            place,
            asked: Vec::new(),
            answer: None,
        }
    }

    /// Those that are left, with their numbers.
    pub fn branches(&self) -> impl Iterator<Item = (usize, &'b Branch<'a>)> {
        let all = self.all;
        let numbers = self.among.iter();
        numbers.filter_map(|index| Some((*index, all.get(*index)?)))
    }

    /// How many of them know each member.
    pub fn known_members(&self) -> BTreeMap<&'a str, usize> {
        let mut known = BTreeMap::new();
        for name in self.branches().flat_map(|(_, branch)| &branch.members) {
            *known.entry(*name).or_default() += 1;
        }
        known
    }

    /// Some of them.
    pub fn narrowed(&self, among: Vec<usize>) -> Self {
        let mut rivals = self.clone();
        rivals.among = among;
        rivals
    }

    /// Those among them that may lack a tag, for values that do.
    pub fn without(&self, tag: &[String], among: Vec<usize>) -> Self {
        let mut rivals = self.narrowed(among);
        rivals.asked.push(tag.to_vec());
        rivals.answer = Some(Answer::Missing);
        rivals
    }

    /// Whether a member was a tag that has been asked.
    pub fn has_asked(&self, member: &str) -> bool {
        let mut asked = self.asked.iter();
        asked.any(|path| matches!(path.as_slice(), [name] if name == member))
    }

    /// Those among them that share values of a tag.
    pub fn sharing(&self, among: Vec<usize>, tag: &[String], values: &[String]) -> Self {
        let mut rivals = self.narrowed(among);
        rivals.asked.push(tag.to_vec());
        rivals.answer = Some(Answer::Shared(values.to_vec()));
        rivals
    }
}

impl<'a> Branch<'a> {
    /// The alternative that stands at a place, references followed.
    pub fn new(location: Location, view: Rc<View<'a>>, schemas: &Schemas<'a>) -> Self {
        let unions = schemas.unions(&view);
        let whole = schemas.with_conditional(&view, &unions.iter().collect::<Vec<_>>());
        let conditional = whole.conditional_properties().into_keys();
        let conditional = conditional.chain(whole.asked_properties().into_keys());
        let own = view.properties().keys().copied();
        Self {
            location,
            required: view.required(),
            constants: schemas.constants_of(&view),
            kinds: schemas.kinds_of(&view, 0),
            members: own.chain(conditional).collect(),
            is_union: !unions.is_empty(),
            is_several: false,
            view,
        }
    }

    /// The one JSON type that its values have.
    pub fn kind(&self) -> Option<JsonKind> {
        let kinds = self.kinds.as_ref().filter(|kinds| kinds.len() == 1)?;
        kinds.first().copied()
    }

    /// What a member must be one of, as text, and what that is in JSON.
    pub fn tag_values(&self, property: &str) -> Option<(TagKind, Vec<String>)> {
        let is_member =
            |constant: &&Constant| matches!(constant.path.as_slice(), [name] if name == property);
        let found = self.constants.iter().find(is_member)?;
        Some((found.kind, found.values.clone()))
    }
}
