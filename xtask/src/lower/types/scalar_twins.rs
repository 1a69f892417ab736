//! Alternatives of a union that Rust cannot tell apart, since each is the same plain scalar.
//!
//! In: the choices of a union. Out: the choices without those that no value would ever be decoded as: of two that are text, the
//! second. Formats and patterns do not narrow a type, so they make no alternative of its own. An open enum of texts takes any text, so
//! beside one plain text is nothing more.

use super::builder::TypeBuilder;
use crate::lower::naming::origin::Origin;
use crate::model::Shape;
use crate::schema::choices::Choice;
use crate::schema::values::{Listed, listed};

impl<'a> TypeBuilder<'a, '_> {
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
                    self.visit(&other);
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

    /// Counts the keywords of a choice that is no variant.
    fn visit(&mut self, choice: &Choice) {
        let view = self.schemas.view(&choice.conjunction);
        for member in &choice.conjunction {
            self.ledger
                .visit_reference(&member.location, self.schemas.resolver);
        }
        for part in &view.parts {
            self.ledger.visit(&part.location, self.schemas.resolver);
        }
    }
}
