//! From parameters to what comes beside a body.
//!
//! In: the operations' parameters in headers, queries and paths (OpenAPI 3.1 §4.8.12). Out: one
//! [`ParameterSet`] for each distinct list of them, however many operations have it, and its name.
//! What becomes of one parameter is said in [`super::values`].

use std::collections::BTreeMap;

use super::values::{lower_value, parameter_docs};
use crate::diagnostic::Diagnostics;
use crate::document::{Operation, Parameter, ParameterIn};
use crate::ident::{Style, followed_by, identifiers};
use crate::lower::naming::{Claim, Origin, Rank, parameter_set_names, settle};
use crate::lower::types::TypeBuilder;
use crate::model::{
    EventGroup, Name, ParameterField, ParameterForm, ParameterPlace, ParameterSet, Shape,
};
use crate::place::Location;

/// What a module of parameters uses for something else.
const RESERVED: [&str; 12] = [
    "Arrival",
    "BTreeMap",
    "From",
    "HeaderMap",
    "Map",
    "NaiveDate",
    "Option",
    "Self",
    "String",
    "Timestamp",
    "Value",
    "Vec",
];

/// The parts of a request that parameters are typed in, and how their structs' names end.
const PLACES: [(ParameterPlace, &str); 3] = [
    (ParameterPlace::Headers, "Headers"),
    (ParameterPlace::Path, "Path"),
    (ParameterPlace::Query, "Query"),
];

/// The sets that were met, and the operation that had each first.
#[derive(Default)]
pub(crate) struct ParameterSets {
    found: Vec<(ParameterSet, Location)>,
    /// The schemas of objects in queries, by the set and the place in it.
    objects: Vec<(usize, usize, Location)>,
}

impl ParameterSets {
    /// The operation's sets by their places among all. `event` is the name of its event.
    pub fn places(
        &mut self,
        operation: &Operation,
        event: &Name,
        types: &mut TypeBuilder<'_, '_>,
    ) -> BTreeMap<ParameterPlace, usize> {
        let places =
            PLACES.map(|(place, _)| Some((place, self.place(place, operation, event, types)?)));
        places.into_iter().flatten().collect()
    }

    fn place(
        &mut self,
        place: ParameterPlace,
        operation: &Operation,
        event: &Name,
        types: &mut TypeBuilder<'_, '_>,
    ) -> Option<usize> {
        let parameters = operation.parameters.iter();
        let parameters = parameters.filter(|one| place_of(one, &event.wire) == Some(place));
        let parameters: Vec<&Parameter> = parameters.collect();
        if parameters.is_empty() {
            return None;
        }
        let mut read: Vec<(Shape, ParameterForm)> = Vec::new();
        for parameter in &parameters {
            let origin = Origin::parameter(&parameter.name, &event.ident);
            read.push(lower_value(parameter, &origin, types));
        }
        let path = match place {
            ParameterPlace::Path => event.wire.clone(),
            ParameterPlace::Headers | ParameterPlace::Query => String::new(),
        };
        let is_same = |set: &ParameterSet| {
            let mut fields = set.fields.iter().zip(&parameters).zip(&read);
            (set.place, &set.path, set.fields.len()) == (place, &path, parameters.len())
                && fields.all(|((field, parameter), (shape, form))| {
                    is_one_name(place, &field.name.wire, &parameter.name)
                        && (&field.shape, &field.form) == (shape, form)
                })
        };
        if let Some(known) = self.found.iter().position(|(set, _)| is_same(set)) {
            return Some(known);
        }
        let claims = parameters.iter().map(|parameter| {
            let candidates = identifiers(&parameter.name, Style::Snake);
            Claim {
                rank: Rank::of(&parameter.name, &candidates),
                candidates,
                place: parameter.location.clone(),
                remedy: match place {
                    ParameterPlace::Headers => {
                        "give the headers names that differ in more than punctuation"
                    }
                    _ => "give the parameters names that differ in more than punctuation",
                },
            }
        });
        let idents = settle(&claims.collect::<Vec<_>>(), &[], types.diagnostics);
        let number = self.found.len();
        for (at, (parameter, (_, form))) in parameters.iter().zip(&read).enumerate() {
            let schema = parameter.schema.iter();
            let schema = schema.filter(|_| matches!(form, ParameterForm::Object(..)));
            self.objects
                .extend(schema.map(|schema| (number, at, schema.clone())));
        }
        let fields = parameters.iter().zip(read).zip(idents);
        let fields = fields.map(|((parameter, (shape, form)), ident)| ParameterField {
            name: Name::of_wire(&parameter.name, ident),
            docs: parameter_docs(parameter, &shape, types),
            shape,
            form,
            place: parameter.location.clone(),
        });
        let set = ParameterSet {
            fields: fields.collect(),
            ident: String::new(),
            place,
            path,
        };
        self.found.push((set, operation.location.clone()));
        Some(number)
    }

    /// The sets with their names, after what the events that have one have in common.
    /// Beside them the schemas of objects in queries, by the set and the place in it.
    pub fn named(
        self,
        groups: &[EventGroup],
        diagnostics: &mut Diagnostics,
    ) -> (Vec<ParameterSet>, Vec<(usize, usize, Location)>) {
        let mut sets: Vec<ParameterSet> = Vec::new();
        let mut places = Vec::new();
        for (set, place) in self.found {
            sets.push(set);
            places.push(place);
        }
        for (place, ending) in PLACES {
            let of_place = (0..sets.len()).filter(|index| sets[*index].place == place);
            let of_place: Vec<usize> = of_place.collect();
            let claims = of_place.iter().map(|index| {
                let names = parameter_set_names(place, *index, groups).into_iter();
                Claim {
                    candidates: names.map(|name| followed_by(&name, ending)).collect(),
                    rank: Rank::Own,
                    place: places[*index].clone(),
                    remedy: "give the operation another `x-rust-name`",
                }
            });
            let claims: Vec<Claim> = claims.collect();
            let idents = settle(&claims, &RESERVED, diagnostics);
            for (index, ident) in of_place.into_iter().zip(idents) {
                sets[index].ident = ident;
            }
        }
        (sets, self.objects)
    }
}

/// The part of a request in which a parameter is typed, for an event of this name. One of a path is
/// known where the name has a segment in braces for it.
pub(crate) fn place_of(parameter: &Parameter, event: &str) -> Option<ParameterPlace> {
    match parameter.location_in {
        ParameterIn::Header => Some(ParameterPlace::Headers),
        ParameterIn::Query => Some(ParameterPlace::Query),
        ParameterIn::Path => {
            let braced = format!("{{{}}}", parameter.name);
            let event = event.trim_matches('/');
            let is_known = event.contains('/') && event.split('/').any(|part| part == braced);
            is_known.then_some(ParameterPlace::Path)
        }
        ParameterIn::QueryString | ParameterIn::Cookie => None,
    }
}

/// Whether two names are one (RFC 9110, section 5.1).
fn is_one_name(place: ParameterPlace, one: &str, other: &str) -> bool {
    match place {
        ParameterPlace::Headers => one.eq_ignore_ascii_case(other),
        ParameterPlace::Query | ParameterPlace::Path => one == other,
    }
}
