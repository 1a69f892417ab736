//! One alternative of a union.
//!
//! In: the schemas that hold for it. Out: what they say that can tell it from the others.

use std::collections::BTreeSet;
use std::rc::Rc;

use indexmap::IndexSet;

use crate::model::{JsonKind, TagKind};
use crate::place::Location;
use crate::schema::{Choice, Conjunction, Constant, Schemas, View};

/// What one alternative says that can tell it from the others.
#[derive(Debug)]
pub(crate) struct Alternative<'a> {
    /// Where it stands, references followed.
    pub location: Location,
    /// The schemas that hold for it.
    pub schemas: Conjunction,
    /// The schemas of equal alternatives that it stands for too.
    pub also: Vec<Conjunction>,
    pub view: Rc<View<'a>>,
    pub required: IndexSet<&'a str>,
    /// What it says of values below it.
    pub constants: Vec<Constant>,
    /// The JSON types that its values have; `None` where that is open.
    pub kinds: Option<BTreeSet<JsonKind>>,
    /// The members that its values may have, those of unions in it and those under conditions
    /// included.
    pub members: BTreeSet<&'a str>,
    /// Whether it is a union itself.
    pub is_union: bool,
    /// Whether it stands for other alternatives too, so that its own name would say too little.
    pub is_several: bool,
}

impl<'a> Alternative<'a> {
    /// Looks at what a choice says.
    pub fn new(choice: Choice, schemas: &Schemas<'a>) -> Self {
        let view = schemas.view(&choice.conjunction);
        let unions = schemas.unions(&view);
        let whole = schemas.with_conditional(&view, &unions.iter().collect::<Vec<_>>());
        let conditional = whole.conditional_properties().into_keys();
        let conditional = conditional.chain(whole.asked_properties().into_keys());
        let own = view.properties().keys().copied();
        Self {
            location: schemas.follow(&choice.location).unwrap_or(choice.location),
            required: view.required(),
            constants: schemas.constants_of(&view),
            kinds: schemas.kinds_of(&view, 0),
            members: own.chain(conditional).collect(),
            is_union: !unions.is_empty(),
            // A list of values keeps the name that it has, whatever else may stand in its place.
            is_several: !choice.also.is_empty() && view.values().is_none(),
            schemas: choice.conjunction,
            also: choice.also,
            view,
        }
    }

    /// The one JSON type that its values have.
    pub fn kind(&self) -> Option<JsonKind> {
        let kinds = self.kinds.as_ref().filter(|kinds| kinds.len() == 1)?;
        kinds.first().copied()
    }

    /// What a member must be one of, as text, and what that is in JSON.
    pub fn member_values(&self, member: &str) -> Option<(TagKind, &[String])> {
        let mut constants = self.constants.iter();
        let found =
            constants.find(|one| matches!(one.path.as_slice(), [name] if name == member))?;
        Some((found.kind, &found.values))
    }
}
