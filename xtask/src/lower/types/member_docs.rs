//! What is said of members.
//!
//! In: planned members, and the shapes of their values. Out: the documentation of their fields.

use serde_json::Value;

use super::builder::TypeBuilder;
use super::plan::{Member, Presence};
use crate::lower::prose::{first_said, schema_docs};
use crate::model::{Docs, Shape};
use crate::schema::{Conjunct, Conjunction, Part, View};

/// What the documentation says about a member that only conditions name.
const CONDITIONAL: &str = "The spec has it in some cases only.";

/// What the documentation says about a member whose type a condition settles.
const UNSETTLED: &str =
    "The spec says what it is in some cases only, and it may be any JSON in the others.";

/// What the documentation says about a member that a condition asks for and nothing else names.
const ASKED: &str = "The spec asks for it in a condition only, and does not say what it is.";

/// What the documentation says about a member that only `required` names.
const UNDESCRIBED: &str = "The spec asks for it, and does not say what it is.";

impl<'a> TypeBuilder<'a, '_> {
    /// What is said of a member of some shape.
    pub(super) fn member_docs(&self, member: &Member<'a>, shape: &Shape) -> Docs {
        let (condition, is_question) = match member.presence {
            Presence::Required | Presence::Optional => (None, false),
            Presence::Conditional => (Some(CONDITIONAL), false),
            Presence::Unsettled => (Some(UNSETTLED), false),
            Presence::Asked => (Some(ASKED), true),
            Presence::Undescribed => (Some(UNDESCRIBED), true),
        };
        let mut docs = if is_question {
            self.asked_docs(member)
        } else {
            let places = member.places.iter().cloned();
            let schemas: Conjunction = places.map(Conjunct::whole).collect();
            self.field_docs(&schemas, shape)
        };
        if let Some(condition) = condition {
            docs.text = format!("{}\n\n{condition}", docs.text)
                .trim_start()
                .to_owned();
        }
        docs
    }

    /// What a question says about a member, without the values that it asks for.
    fn asked_docs(&self, member: &Member<'a>) -> Docs {
        let described = member.places.iter().map(|place| {
            let description = self.schemas.resolver.value(place).get("description");
            description.and_then(Value::as_str)
        });
        first_said(described)
    }

    /// What is said at the member itself comes first; a named type tells the rest on its own page.
    fn field_docs(&self, schemas: &[Conjunct], shape: &Shape) -> Docs {
        let resolver = self.schemas.resolver;
        let parts = schemas
            .iter()
            .filter_map(|one| match resolver.value(&one.location) {
                Value::Object(keywords) => {
                    Some(Part::new(one.location.clone(), keywords, resolver))
                }
                _ => None,
            });
        let mut own = View::of(parts.collect());
        let whole = self.schemas.view(schemas);
        let described = own.description().or_else(|| {
            let text = whole.description().or_else(|| whole.text("title"));
            text.and_then(|text| text.split("\n\n").next())
        });
        if shape.named().is_none() {
            own.parts.extend_from_slice(&whole.parts);
        }
        schema_docs(described, &own)
    }
}
