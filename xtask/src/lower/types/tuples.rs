//! Tuples: arrays whose elements differ by position.
//!
//! In: the plan of one. Out: its definition, each of whose positions has a shape, made by the
//! builder. A position is described and numbered like a member, and has no name.

use super::builder::TypeBuilder;
use super::plan::{Member, Presence, TuplePlan};
use super::table::Site;
use crate::lower::naming::Origin;
use crate::model::{Field, Name, Shape, Tuple, TypeKind};
use crate::place::Location;
use crate::schema::Conjunction;

impl TypeBuilder<'_, '_> {
    pub(super) fn tuple(&mut self, plan: &TuplePlan, site: Site<'_>) -> Shape {
        if let Some(shape) = self.met(site) {
            return shape;
        }
        let reserved = self.reserve(site);
        let positions = plan.positions.iter().enumerate().map(|(index, schemas)| {
            let origin = Origin::member(reserved.id(), &format!("item {}", index + 1));
            let is_required = index < plan.required;
            self.inside_named(|builder| builder.position(index, schemas, is_required, &origin))
        });
        let positions = positions.collect();
        self.table
            .define(reserved, TypeKind::Tuple(Tuple { positions }))
    }

    fn position(
        &mut self,
        index: usize,
        schemas: &Conjunction,
        is_required: bool,
        origin: &Origin,
    ) -> Field {
        let places: Vec<Location> = schemas.iter().map(|one| one.location.clone()).collect();
        let presence = match is_required {
            true => Presence::Required,
            false => Presence::Optional,
        };
        let member = Member {
            wire: "",
            places,
            presence,
        };
        let number = index.to_string();
        let name = Name::of_wire(&number, number.clone());
        Field {
            // Where it may be absent and `null`, so may all behind it.
            distinct_null: false,
            ..self.field(name, &member, origin)
        }
    }
}
