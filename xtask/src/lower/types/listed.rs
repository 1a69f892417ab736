//! Alternatives that only list values.
//!
//! In: the alternatives of a `oneOf` or `anyOf`, each a `const` or an `enum`, perhaps beside plain text or plain integers. Out: one
//! enum of all the values. People write enums so in order to document every value, so a `title` names a value here and a
//! `description` tells of it (OpenAPI 3.1 has no other way). What is not of this kind stays a union.

use serde_json::Value;

use super::builder::{TypeBuilder, or_null};
use super::enums::settle_values;
use crate::lower::naming::Origin;
use crate::model::{OpenEnumKind, Shape, TypeKind};
use crate::place::Location;
use crate::schema::{
    Choice, Conjunction, EnumValue, GivenName, LONGEST_TITLE, Listed, View, enum_values, listed,
    type_name,
};

impl<'a> TypeBuilder<'a, '_> {
    /// The enum of alternatives that only list values; `None` if one does not, or none lists any.
    pub(crate) fn enum_shape(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        choices: &[Choice],
        origin: &Origin,
    ) -> Option<Shape> {
        let mut found: Option<OpenEnumKind> = None;
        let mut values: Vec<EnumValue<'a>> = Vec::new();
        let mut nullable = false;
        for choice in choices {
            let own = self.schemas.view(&choice.conjunction);
            let types = own.types().or_else(|| view.types());
            nullable |= own.nullable();
            let (kind, texts) = match (own.values(), types.as_deref()) {
                (None, Some(["string"])) => (OpenEnumKind::Text, Vec::new()),
                (None, Some(["integer"])) => (OpenEnumKind::Integer, Vec::new()),
                (None, _) => return None,
                (Some(values), types) => match listed(&values, types) {
                    Listed::Texts(texts) => (OpenEnumKind::Text, texts),
                    Listed::Integers(texts) => (OpenEnumKind::Integer, texts),
                    _ => return None,
                },
            };
            if *found.get_or_insert(kind) != kind {
                return None;
            }
            let told = self.told_values(&choice.location, &texts, &own);
            for value in told {
                if !values.iter().any(|known| known.text == value.text) {
                    values.push(value);
                }
            }
        }
        let kind = found.filter(|_| !values.is_empty())?;
        let reserved = self.reserve(key, view, origin, "A value out of a list that may grow.")?;
        let open_enum = settle_values(kind, &values, self.diagnostics);
        let shape = self.table.define(reserved, TypeKind::OpenEnum(open_enum));
        self.visit_all(choices.iter().map(|choice| &choice.conjunction));
        Some(or_null(shape, nullable))
    }

    /// The values of one alternative, which names and describes the value if there is only one.
    fn told_values(
        &mut self,
        alternative: &Location,
        texts: &[String],
        view: &View<'a>,
    ) -> Vec<EnumValue<'a>> {
        let place = self
            .schemas
            .follow(alternative)
            .unwrap_or_else(|| alternative.clone());
        let mut values = enum_values(texts, view, &place);
        if let [only] = values.as_mut_slice() {
            let keywords = self.schemas.resolver.value(&place);
            let text = |keyword: &str| keywords.get(keyword).and_then(Value::as_str);
            let given = |keyword: &'static str, text: &'a str| GivenName { text, keyword };
            let title = text("title").filter(|title| names_a_value(title));
            let name = type_name(&place, self.schemas.resolver);
            only.name = only
                .name
                .or_else(|| name.map(|name| given("x-rust-name", name)))
                .or_else(|| title.map(|title| given("title", title)));
            if only.description.is_none() {
                only.description = text("description").or_else(|| text("title"));
            }
            only.place = place;
        }
        values
    }
}

/// Whether a title is short, and starts as an identifier does.
fn names_a_value(title: &str) -> bool {
    title.len() <= LONGEST_TITLE && title.starts_with(char::is_alphabetic)
}
