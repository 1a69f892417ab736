//! Values out of a list, alone and as alternatives.
//!
//! In: `enum` and `const`, or alternatives of which each is a scalar or lists values. Out: the plan
//! of an open enum, or of the one scalar that covers everything. People write an enum as a `oneOf`
//! to document every value, so a `title` names a value there, and a `description` tells about it
//! (OpenAPI 3.1 has no other way).

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Plan, Planner};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::account::Findings;
use crate::model::{OpenEnumKind, Shape};
use crate::place::Location;
use crate::schema::{
    Choice, Conjunction, EnumValue, GivenName, Listed, VALUE_NAMES, View, enum_values, is_name,
    listed, names_fit, type_name,
};

/// An open enum.
#[derive(Debug)]
pub(in crate::lower::types) struct EnumPlan<'a> {
    pub kind: OpenEnumKind,
    pub values: Vec<EnumValue<'a>>,
}

impl<'a> Planner<'_, 'a> {
    /// The plan for values out of a list; `None` where the list adds nothing to the type.
    pub(super) fn listed(&mut self, view: &View<'a>, values: &[&'a Value]) -> Option<Plan<'a>> {
        let types = view.types();
        let (kind, texts) = match listed(values, types.as_deref()) {
            Listed::Texts(texts) => (OpenEnumKind::Text, texts),
            Listed::Integers(texts) => (OpenEnumKind::Integer, texts),
            Listed::Numbers => return Some(Plan::Scalar(Shape::Number)),
            Listed::Booleans => return Some(Plan::Scalar(Shape::Boolean)),
            Listed::Null => return Some(Plan::Json),
            // The type says how a list or an object is read; its values cannot be those listed.
            Listed::OfOtherType if matches!(types.as_deref(), Some(["array" | "object"])) => {
                self.ignore_values(view);
                return None;
            }
            other => {
                let why = match other {
                    Listed::OfOtherType => "a value that is listed is not of its type",
                    _ => "its values are neither all strings nor all integers",
                };
                let keywords = ["enum", "const"].into_iter();
                let mut keywords = keywords.filter_map(|one| Some((one, view.keyword(one)?.0)));
                if let Some((keyword, part)) = keywords.next() {
                    self.keep_as_json(&part.location, keyword, view, why);
                }
                return Some(Plan::Json);
            }
        };
        let place = view.together.last()?;
        let values = enum_values(&texts, view, place);
        self.before.diagnostics.extend(equal_names(view));
        Some(Plan::Enum(EnumPlan { kind, values }))
    }

    /// Says that the values which are listed for a list or an object are ignored.
    fn ignore_values(&mut self, view: &View<'a>) {
        for keyword in ["enum", "const"] {
            if let Some((part, _)) = view.keyword(keyword) {
                let place = part.location.child(keyword);
                let what = format!("no value can be of the schema's type and of its `{keyword}`");
                let help = "move it to the schema of the items or members, if it is about them";
                self.before.push(
                    Diagnostic::new(Code::OffSpec, what)
                        .at(&place, "counts as if it were not there")
                        .help(help),
                );
                self.before.lose_together(place, &view.together);
            }
        }
    }

    /// One plan for alternatives that are all texts or all numbers; `None` for any others. An open
    /// enum takes any text, so plain text beside it adds nothing.
    pub(super) fn one_scalar(&mut self, alternatives: &[Conjunction]) -> Option<Plan<'a>> {
        let (mut lists, mut texts, mut numbers) = (Vec::new(), 0, 0);
        for alternative in alternatives {
            let view = self.schemas.view(alternative);
            match (view.values(), view.types().as_deref()) {
                (Some(values), types) if matches!(listed(&values, types), Listed::Texts(_)) => {
                    lists.push(alternative);
                }
                (None, Some(["string"])) => texts += 1,
                (None, Some(["integer" | "number"])) => numbers += 1,
                _ => return None,
            }
        }
        let plan = match (lists.as_slice(), texts, numbers) {
            ([], 0, _) => Plan::Scalar(Shape::Number),
            ([], _, 0) => Plan::Scalar(Shape::Text),
            ([one], _, 0) => Plan::Same((*one).clone()),
            _ => return None,
        };
        self.after.append(self.visits(alternatives));
        Some(plan)
    }

    /// The enum of alternatives that only list values, and whether one of them admits `null`;
    /// `None` if an alternative says more, or none lists any.
    pub(super) fn one_enum(
        &mut self,
        view: &View<'a>,
        choices: &[Choice],
    ) -> Option<(Plan<'a>, bool)> {
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
            for value in self.told_values(&choice.location, &texts, &own) {
                if !values.iter().any(|known| known.text == value.text) {
                    values.push(value);
                }
            }
        }
        let kind = found.filter(|_| !values.is_empty())?;
        let conjunctions = choices.iter().map(|choice| &choice.conjunction);
        self.before.append(self.visits(conjunctions));
        Some((Plan::Enum(EnumPlan { kind, values }), nullable))
    }

    /// The values of one alternative, which names and describes the value if there is only one.
    fn told_values(
        &self,
        alternative: &Location,
        texts: &[String],
        view: &View<'a>,
    ) -> Vec<EnumValue<'a>> {
        let place = self.schemas.follow(alternative);
        let place = place.unwrap_or_else(|| alternative.clone());
        let mut values = enum_values(texts, view, &place);
        if let [only] = values.as_mut_slice() {
            let keywords = self.schemas.resolver.value(&place);
            let text = |keyword: &str| keywords.get(keyword).and_then(Value::as_str);
            let given = |keyword: &'static str, text: &'a str| GivenName { text, keyword };
            let title = text("title").filter(|title| is_name(title));
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

    /// The keywords of alternatives that become one type, or none: first the references to them,
    /// then what they say.
    pub(super) fn visits<'c>(
        &self,
        alternatives: impl IntoIterator<Item = &'c Conjunction> + Clone,
    ) -> Findings {
        let mut findings = Findings::default();
        for one in alternatives.clone().into_iter().flatten() {
            findings.visit_reference(&one.location);
        }
        for alternative in alternatives {
            let view = self.schemas.view(alternative);
            view.parts
                .iter()
                .for_each(|part| findings.visit(&part.location));
        }
        findings
    }
}

/// Warns about a name that is given to two values of an `enum`. The sender made the list, so it
/// stands: the second value is named after its text.
fn equal_names(view: &View<'_>) -> Vec<Diagnostic> {
    let found = VALUE_NAMES.iter().find_map(|keyword| {
        let (part, names) = view.keyword(keyword)?;
        let values = part.get("enum")?.as_array()?;
        let fit = names_fit(names, values);
        Some((
            part.location.child(keyword),
            names.as_array().filter(|_| fit)?,
            values,
        ))
    });
    let Some((place, names, values)) = found else {
        return Vec::new();
    };
    let mut given = BTreeMap::new();
    let texts = names.iter().enumerate();
    let texts = texts.filter_map(|(index, name)| Some((index, name.as_str()?)));
    let repeated = texts.filter_map(|(index, text)| {
        let first = *given.entry(text).or_insert(index);
        // Names may be as many as the values with the repeated ones.
        let is_same = names.len() == values.len() && values.get(first) == values.get(index);
        (first != index && !is_same).then(|| {
            let message = format!("two values of an `enum` have the name `{text}`");
            Diagnostic::new(Code::NameSettled, message)
                .at(
                    place.child(&index.to_string()),
                    "given again here; this value is named after its text",
                )
                .and(place.child(&first.to_string()), "first given here")
                .help("give each value a name of its own")
        })
    });
    repeated.collect()
}
