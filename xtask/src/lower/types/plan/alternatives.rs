//! What becomes of alternatives.
//!
//! In: the alternatives that a value of a schema has. Out: the plan of the only one, of one enum of
//! all that they list, or of a union of those that Rust can tell apart. Of two alternatives that
//! are text, no value would ever be decoded as the second: formats and patterns do not narrow a
//! type, so they make no alternative of its own.

use serde_json::Value;

use super::{Plan, Planner, UnionPlan};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::naming::variant_name;
use crate::lower::unions::{Alternative, test_of};
use crate::model::Shape;
use crate::place::Location;
use crate::schema::{
    ALTERNATIVES, Alternatives, Choice, Conjunction, Listed, View, base_of, listed, unmapped,
    without_narrowing,
};

impl<'a> Planner<'_, 'a> {
    /// The plan for a value that is one of several things, and whether `null` is one of them.
    pub(super) fn alternatives(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        union: &Alternatives<'a>,
    ) -> (Plan<'a>, bool) {
        let base = base_of(view, union);
        let gathered = self.schemas.choices(union, &base);
        self.warn_of_loops(union, &gathered.cut);
        let nullable = union.nullable || gathered.nullable || self.schemas.has_null(view, union);
        let plan = match gathered.choices.as_slice() {
            [] if gathered.cut.is_empty() => Plan::Json,
            [] if base.is_empty() => {
                self.refuse_loop(union);
                Plan::Json
            }
            [] => Plan::Same(base),
            [one] => {
                let faults = unmapped(&union.part, self.schemas.resolver);
                self.before.diagnostics.extend(faults);
                Plan::Same(one.conjunction.clone())
            }
            several => {
                let all = several.iter().map(|choice| choice.conjunction.clone());
                if let Some(plan) = self.one_scalar(&all.collect::<Vec<_>>()) {
                    plan
                } else if let Some((plan, has_null)) = self.one_enum(view, several) {
                    return (plan, nullable || has_null);
                } else {
                    self.union(view, key, union, several)
                }
            }
        };
        (plan, nullable)
    }

    fn union(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        union: &Alternatives<'a>,
        choices: &[Choice],
    ) -> Plan<'a> {
        let choices = self.without_equal_scalars(choices);
        let place = match (choices.as_slice(), key.last()) {
            ([one], _) => return Plan::Same(one.conjunction.clone()),
            (_, last) => last.map_or(&union.part.location, |last| &last.location),
        };
        let alternatives = choices.into_iter();
        let alternatives = alternatives.map(|choice| Alternative::new(choice, self.schemas));
        let alternatives: Vec<_> = alternatives.collect();
        self.refuse_equal_names(&alternatives);
        let (test, findings) = test_of(self.schemas, view, union, &alternatives, place);
        self.before.append(findings);
        Plan::Union(UnionPlan {
            union: union.clone(),
            alternatives,
            test,
        })
    }

    /// The unions that say something about structure, and something beside another one. The others
    /// are counted as not expressed.
    pub(super) fn kept_unions<'v>(&mut self, view: &'v View<'a>) -> Vec<&'v Alternatives<'a>> {
        let kept = without_narrowing(self.schemas.unions(view));
        for part in view.parts.iter().filter(|part| part.holds_union()) {
            for keyword in ALTERNATIVES {
                let is_kept = kept
                    .iter()
                    .any(|union| union.keyword == keyword && union.part.location == part.location)
                    || view.is_settled(part, keyword, self.schemas.resolver);
                if !is_kept && part.get(keyword).is_some_and(Value::is_array) {
                    let place = part.location.child(keyword);
                    self.before.lose_together(place, &view.together);
                }
            }
        }
        kept
    }

    /// Complains about a name that is given to two alternatives.
    fn refuse_equal_names(&mut self, alternatives: &[Alternative<'a>]) {
        let resolver = self.schemas.resolver;
        let given = alternatives.iter();
        let given = given.filter_map(|alternative| variant_name(alternative, resolver));
        let given: Vec<(&str, &Location)> = given.collect();
        for (index, (name, place)) in given.iter().enumerate() {
            let mut earlier = given.iter().take(index);
            // One schema that is listed twice has one name.
            if let Some((_, first)) = earlier.find(|(one, first)| one == name && first != place) {
                let message = format!("two alternatives of a union have the name `{name}`");
                self.before.push(
                    Diagnostic::new(Code::NameCollision, message)
                        .at(place.child("x-rust-name"), "given again here")
                        .and(first.child("x-rust-name"), "first given here")
                        .help("give one of them another `x-rust-name`"),
                );
            }
        }
    }

    fn warn_of_loops(&mut self, union: &Alternatives<'a>, cut: &[Location]) {
        for alternative in cut {
            let message = "an alternative of a union leads back to the union";
            self.before.push(
                Diagnostic::new(Code::OffSpec, message)
                    .at(alternative, "left out: it admits nothing that the others do not")
                    .and(&union.part.location, "the union")
                    .help("remove it, or put an array or an object around it if the union is meant to hold itself"),
            );
        }
    }

    fn refuse_loop(&mut self, union: &Alternatives<'a>) {
        let message = "every alternative of this union leads back to it";
        let place = union.part.location.child(union.keyword);
        self.before.push(
            Diagnostic::new(Code::CyclicReference, message)
                .at(place, "so it describes no value")
                .help("add an alternative that describes a value"),
        );
    }

    /// The alternatives, of which those that are the same plain scalar have become one.
    fn without_equal_scalars(&mut self, choices: &[Choice]) -> Vec<Choice> {
        let mut kept: Vec<(Option<Shape>, bool, Choice)> = Vec::new();
        for choice in choices {
            let (shape, is_listed) = self.plain_scalar(choice);
            let equal = kept.iter_mut().find(|(known, was_listed, _)| {
                shape.is_some() && *known == shape && !(is_listed && *was_listed)
            });
            let Some((_, was_listed, equal)) = equal else {
                kept.push((shape, is_listed, choice.clone()));
                continue;
            };
            let mut other = choice.clone();
            if is_listed {
                // The values that are listed name the type.
                *was_listed = true;
                std::mem::swap(equal, &mut other);
                equal.also = std::mem::take(&mut other.also);
            }
            self.before.append(self.visits([&other.conjunction]));
            equal.also.push(other.conjunction);
        }
        kept.into_iter().map(|(.., choice)| choice).collect()
    }

    /// The shape of an alternative that is a scalar without a type of its own, or text out of a
    /// list, and whether it is the latter.
    fn plain_scalar(&mut self, choice: &Choice) -> (Option<Shape>, bool) {
        let view = self.schemas.view(&choice.conjunction);
        let has_union = !self.schemas.unions(&view).is_empty();
        if has_union || view.keyword("x-rust-name").is_some() {
            return (None, false);
        }
        match (view.values(), view.types().as_deref()) {
            (None, Some([word])) => (self.scalar(word, &view), false),
            (Some(values), types) if matches!(listed(&values, types), Listed::Texts(_)) => {
                (Some(Shape::Text), true)
            }
            _ => (None, false),
        }
    }
}
