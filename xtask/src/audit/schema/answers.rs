//! The questions that a view answers about a value.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::{MarkedPart, SchemaView};
use crate::diagnostic::Place;
use crate::place::Location;
use crate::schema::{TypeMeant, type_meant, type_of, type_words, types_of_both};

/// A field that the spec has.
#[derive(Debug, Clone)]
pub(in crate::audit) struct Property {
    /// Its schema.
    pub location: Location,
    /// The mark of the schema that it is a field of.
    pub mark: Option<Location>,
    /// Its schemas in what the object is composed of besides: they hold too.
    pub further: Vec<Location>,
}

/// The values that the spec lists.
#[derive(Debug, Clone)]
pub(in crate::audit) struct Values<'s> {
    /// In the spec's order, each with its place.
    pub list: Vec<(&'s Value, Location)>,
    /// The keyword.
    pub location: Location,
    /// The mark that holds for it.
    pub mark: Option<Location>,
    /// Whether `null` is admitted in spite of the list.
    pub null_beside: bool,
}

/// An example that the spec gives.
#[derive(Debug, Clone)]
pub(in crate::audit) struct GivenExample<'s> {
    pub value: &'s Value,
    pub location: Location,
    /// The mark that holds for it.
    pub mark: Option<Location>,
}

impl<'s> MarkedPart<'s> {
    /// The values that `enum` or `const` admit, each with its place, and the place of the keyword.
    fn listed(&self) -> Option<(Location, Vec<(&'s Value, Location)>)> {
        if let Some(Value::Array(values)) = self.keywords.get("enum") {
            let place = self.location.child("enum");
            let list = numbered(values, &place);
            return Some((place, list));
        }
        let only = self.keywords.get("const")?;
        let place = self.location.child("const");
        Some((place.clone(), vec![(only, place)]))
    }

    /// The examples, each with its place.
    fn examples(&self) -> Option<Vec<(&'s Value, Location)>> {
        if let Some(Value::Array(several)) = self.keywords.get("examples") {
            return Some(numbered(several, &self.location.child("examples")));
        }
        let only = self.keywords.get("example")?;
        Some(vec![(only, self.location.child("example"))])
    }

    /// Whether `null` is admitted in spite of what it says of types and values.
    fn admits_null(&self) -> bool {
        self.standing.null_beside || self.keywords.get("nullable") == Some(&Value::Bool(true))
    }

    /// The JSON types that it admits; `None` if it says nothing of them.
    fn types(&self) -> Option<BTreeSet<&'static str>> {
        let mut types = named_types(self.keywords);
        if types.is_empty() {
            let (_, values) = self.listed()?;
            types = values
                .into_iter()
                .map(|(value, _)| type_of(value))
                .collect();
        }
        if self.admits_null() {
            types.insert("null");
        }
        Some(types)
    }
}

impl<'s> SchemaView<'_, 's> {
    /// The first part that has a keyword, and its value.
    fn keyword(&self, name: &str) -> Option<(&MarkedPart<'s>, &'s Value)> {
        let mut parts = self.parts.iter();
        parts.find_map(|part| Some((part, part.keywords.get(name)?)))
    }

    /// The place of a keyword, else of the schema.
    pub(in crate::audit) fn keyword_place(&self, name: &str) -> Place {
        match self.keyword(name) {
            Some((part, _)) => Place::key(&part.location.child(name)),
            None => self.place(),
        }
    }

    fn own_parts(&self) -> impl Iterator<Item = &MarkedPart<'s>> {
        self.parts.iter().filter(|part| part.standing.is_own)
    }

    /// The title that the schema has itself, or by reference, and its place.
    pub(in crate::audit) fn title(&self) -> Option<(&'s str, Location)> {
        self.own_parts().find_map(|part| {
            let title = part.keywords.get("title")?.as_str()?;
            Some((title, part.location.child("title")))
        })
    }

    /// The mark that the schema is beyond the page as a whole: its own, or that of what it refers
    /// to.
    pub(in crate::audit) fn mark(&self) -> Option<&Location> {
        self.own_parts()
            .find_map(|part| part.standing.mark.as_ref())
    }

    /// The fields of the object, in the spec's order of schemas. What a schema says itself wins
    /// over what it is composed of.
    pub(in crate::audit) fn properties(&self) -> IndexMap<&'s str, Property> {
        let mut properties: IndexMap<&str, Property> = IndexMap::new();
        for part in &self.parts {
            let declared = part.keywords.get("properties").and_then(Value::as_object);
            let place = part.location.child("properties");
            for name in declared.into_iter().flat_map(Map::keys) {
                let location = place.child(name);
                match properties.get_mut(name.as_str()) {
                    Some(property) => property.further.push(location),
                    None => {
                        let property = Property {
                            location,
                            mark: part.standing.mark.clone(),
                            further: Vec::new(),
                        };
                        properties.insert(name, property);
                    }
                }
            }
        }
        properties
    }

    /// The place that makes a field required, if one does.
    pub(in crate::audit) fn required(&self, name: &str) -> Option<Location> {
        self.parts.iter().find_map(|part| {
            let mut required = part.keywords.get("required")?.as_array()?.iter();
            let number = required.position(|entry| entry.as_str() == Some(name))?;
            Some(part.location.child("required").child(&number.to_string()))
        })
    }

    /// The schema of the array's items.
    pub(in crate::audit) fn items(&self) -> Option<(Location, Option<Location>)> {
        let (part, items) = self.keyword("items")?;
        let place = part.location.child("items");
        items
            .is_object()
            .then(|| (place, part.standing.mark.clone()))
    }

    /// The example, or the examples, that count: those of the first part that has any.
    pub(in crate::audit) fn examples(&self) -> Vec<GivenExample<'s>> {
        let mut parts = self.parts.iter();
        let given = parts.find_map(|part| Some((part, part.examples()?)));
        let Some((part, given)) = given else {
            return Vec::new();
        };
        let examples = given.into_iter().map(|(value, location)| GivenExample {
            value,
            location,
            mark: part.standing.mark.clone(),
        });
        examples.collect()
    }

    /// The JSON types that all schemas admit together; `None` if none of them says any.
    pub(in crate::audit) fn types(&self) -> Option<BTreeSet<&'static str>> {
        let of_parts = self.parts.iter().filter_map(MarkedPart::types);
        let of_unions = self.unions.iter().filter_map(|union| {
            let mut types = BTreeSet::new();
            for alternative in self.alternatives(union) {
                types.extend(alternative.types()?);
            }
            if union.nullable || self.standing(union).null_beside {
                types.insert("null");
            }
            Some(types)
        });
        of_parts.chain(of_unions).reduce(|one, other| {
            let (one, other) = (Vec::from_iter(one), Vec::from_iter(other));
            types_of_both(&one, &other).into_iter().collect()
        })
    }

    /// Whether the schema says types at all: by `type`, and not by the values it lists. What
    /// alternatives say of themselves does not count; the only alternative of a union counts unless
    /// a page calls it a variant.
    pub(in crate::audit) fn says_types(&self, has_variants: bool) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| {
            part.keywords.contains_key("type") && !(has_variants && part.standing.in_only_branch)
        })
    }

    /// The values that are listed: by `enum`, by `const`, or by alternatives that are one value
    /// each.
    pub(in crate::audit) fn values(&self) -> Option<Values<'s>> {
        let of_parts = self.parts.iter().find_map(|part| {
            let (location, list) = part.listed()?;
            Some(Values {
                list,
                location,
                mark: part.standing.mark.clone(),
                null_beside: part.admits_null(),
            })
        });
        let of_union = |union| {
            let mut list = Vec::new();
            for alternative in self.alternatives(union) {
                list.extend(alternative.values()?.list);
            }
            let standing = self.standing(union);
            Some(Values {
                list,
                location: union.place(),
                mark: standing.mark,
                null_beside: union.nullable || standing.null_beside,
            })
        };
        of_parts.or_else(|| self.unions.iter().find_map(of_union))
    }
}

/// The types that the words under `type` mean; none where they leave the type open.
fn named_types(keywords: &Map<String, Value>) -> BTreeSet<&'static str> {
    let words = type_words(keywords).into_iter();
    let named = words.filter_map(|word| match type_meant(word)? {
        TypeMeant::Type(name, _) => Some(name),
        TypeMeant::Any | TypeMeant::NumberOrText => None,
    });
    named.collect()
}

/// The values of a list, each with its place.
fn numbered<'s>(values: &'s [Value], place: &Location) -> Vec<(&'s Value, Location)> {
    let numbered = values.iter().enumerate();
    let placed = numbered.map(|(number, value)| (value, place.child(&number.to_string())));
    placed.collect()
}
