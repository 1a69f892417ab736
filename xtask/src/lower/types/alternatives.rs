//! What becomes of alternatives.
//!
//! In: the choices that a value of a schema has. Out: the one shape that there is, an enum of what all of them list, or a union of those
//! that Rust can tell apart. Of two that are text, no value would ever be decoded as the second: formats and patterns do not narrow a
//! type, so they make no alternative of its own. An open enum of texts takes any text, so beside one plain text is nothing more.

use super::builder::TypeBuilder;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::naming::Origin;
use crate::model::Shape;
use crate::place::Location;
use crate::schema::{Alternatives, Choice, Conjunction, Listed, View, base_of, listed, unmapped};

impl<'a> TypeBuilder<'a, '_> {
    /// The shape of a value that is one of several things, and whether `null` is one of them.
    pub(crate) fn alternatives_shape(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        union: &Alternatives<'a>,
        origin: &Origin,
    ) -> (Shape, bool) {
        let base = base_of(view, union);
        let gathered = self.schemas.choices(union, &base);
        self.warn_of_loops(union, &gathered.cut);
        let nullable = union.nullable || gathered.nullable || self.schemas.has_null(view, union);
        let shape = match gathered.choices.as_slice() {
            [] if gathered.cut.is_empty() => Shape::Json,
            [] if base.is_empty() => {
                self.refuse_loop(union);
                Shape::Json
            }
            [] => self.shape(&base, origin),
            [one] => {
                let faults = unmapped(&union.part, self.schemas.resolver);
                self.diagnostics.extend(faults);
                self.shape(&one.conjunction, origin)
            }
            several => {
                let conjunctions: Vec<Conjunction> = several
                    .iter()
                    .map(|choice| choice.conjunction.clone())
                    .collect();
                if let Some(shape) = self.scalars_shape(&conjunctions, origin) {
                    shape
                } else if let Some(shape) = self.enum_shape(view, key, several, origin) {
                    shape
                } else {
                    match self.without_scalar_twins(several, origin).as_slice() {
                        [one] => self.shape(&one.conjunction, origin),
                        several => self.union_shape(view, key, union, several, origin),
                    }
                }
            }
        };
        (shape, nullable)
    }

    fn warn_of_loops(&mut self, union: &Alternatives<'a>, cut: &[Location]) {
        for branch in cut {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::OffSpec,
                    "an alternative of a union leads back to the union",
                )
                .at(branch, "left out: it admits nothing that the others do not")
                .and(&union.part.location, "the union")
                .help("remove it, or put an array or an object around it if the union is meant to hold itself"),
            );
        }
    }

    fn refuse_loop(&mut self, union: &Alternatives<'a>) {
        self.diagnostics.push(
            Diagnostic::new(
                Code::CyclicReference,
                "every alternative of this union leads back to it",
            )
            .at(
                union.part.location.child(union.keyword),
                "so no value can be told to be one",
            )
            .help("add an alternative that describes a value"),
        );
    }

    /// The choices, those that are the same plain scalar as one.
    pub(crate) fn without_scalar_twins(
        &mut self,
        choices: &[Choice],
        origin: &Origin,
    ) -> Vec<Choice> {
        let mut kept: Vec<(Option<Shape>, bool, Choice)> = Vec::new();
        for choice in choices {
            let (shape, is_listed) = self.plain_scalar(choice, origin);
            let twin = kept.iter_mut().find(|(known, was_listed, _)| {
                shape.is_some() && *known == shape && !(is_listed && *was_listed)
            });
            match twin {
                Some((_, was_listed, twin)) => {
                    let mut other = choice.clone();
                    if is_listed {
                        // The values that are listed name the type.
                        *was_listed = true;
                        std::mem::swap(twin, &mut other);
                        twin.also = std::mem::take(&mut other.also);
                    }
                    self.visit_all([&other.conjunction]);
                    twin.also.push(other.conjunction);
                }
                None => kept.push((shape, is_listed, choice.clone())),
            }
        }
        kept.into_iter().map(|(.., choice)| choice).collect()
    }

    /// The shape of a choice that is a scalar without a type of its own, or text out of a list, and whether it is the latter.
    fn plain_scalar(&mut self, choice: &Choice, origin: &Origin) -> (Option<Shape>, bool) {
        let view = self.schemas.view(&choice.conjunction);
        let has_union = !self.schemas.unions(&view).is_empty();
        let is_named = view
            .parts
            .iter()
            .any(|part| part.keywords.contains_key("x-rust-name"));
        if has_union || is_named {
            return (None, false);
        }
        let types = view.types();
        match (view.values(), types.as_deref()) {
            (None, Some([kind @ ("string" | "integer" | "number" | "boolean")])) => {
                let shape = self.typed_shape(kind, &view, &choice.conjunction, origin);
                (Some(shape), false)
            }
            (Some(values), types) if matches!(listed(&values, types), Listed::Texts(_)) => {
                (Some(Shape::Text), true)
            }
            _ => (None, false),
        }
    }
}
