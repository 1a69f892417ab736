//! What becomes of alternatives.
//!
//! In: the choices that a value of a schema has. Out: the one shape that there is, an enum of what all of them list, or a union.

use super::builder::TypeBuilder;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::naming::origin::Origin;
use crate::model::Shape;
use crate::place::Location;
use crate::schema::choices::base;
use crate::schema::conjunction::Conjunction;
use crate::schema::discriminator::unmapped;
use crate::schema::view::{Alternatives, View};

impl<'a> TypeBuilder<'a, '_> {
    /// The shape of a value that is one of several things, and whether `null` is one of them.
    pub(crate) fn alternatives_shape(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        union: &Alternatives<'a>,
        origin: &Origin,
    ) -> (Shape, bool) {
        let base = base(view, union);
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
}
