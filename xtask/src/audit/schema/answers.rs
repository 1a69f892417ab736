//! The questions that a view answers about a value.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::{SchemaReader, SchemaView};
use crate::diagnostic::Place;
use crate::place::Location;

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

impl<'s> SchemaView<'s> {
    /// The first part that has a keyword, and its value.
    fn keyword(&self, name: &str) -> Option<(usize, &'s Value)> {
        self.parts
            .iter()
            .enumerate()
            .find_map(|(number, part)| Some((number, part.keywords.get(name)?)))
    }

    /// The place of a keyword, else of the schema.
    pub(in crate::audit) fn keyword_place(&self, name: &str) -> Place {
        let part = self
            .parts
            .iter()
            .find(|part| part.keywords.contains_key(name));
        part.map_or_else(
            || self.place(),
            |part| Place::key(&part.location.child(name)),
        )
    }

    /// The title that the schema has itself, or by reference, and its place.
    pub(in crate::audit) fn title(&self) -> Option<(&'s str, Location)> {
        self.parts
            .iter()
            .filter(|part| part.is_own)
            .find_map(|part| {
                let title = part.keywords.get("title")?.as_str()?;
                Some((title, part.location.child("title")))
            })
    }

    /// The mark that the schema is beyond the page as a whole: its own, or that of what it refers to.
    pub(in crate::audit) fn mark(&self) -> Option<&Location> {
        let own = self.parts.iter().filter(|part| part.is_own);
        own.filter_map(|part| part.mark.as_ref()).next()
    }

    /// The fields of the object, in the spec's order of schemas. What a schema says itself wins over what it is composed of.
    pub(in crate::audit) fn properties(&self) -> IndexMap<&'s str, Property> {
        let mut properties: IndexMap<&str, Property> = IndexMap::new();
        for part in &self.parts {
            let Some(declared) = part.keywords.get("properties").and_then(Value::as_object) else {
                continue;
            };
            let location = part.location.child("properties");
            for name in declared.keys() {
                let location = location.child(name);
                match properties.get_mut(name.as_str()) {
                    Some(property) => property.further.push(location),
                    None => {
                        let property = Property {
                            location,
                            mark: part.mark.clone(),
                            further: Vec::new(),
                        };
                        properties.insert(name.as_str(), property);
                    }
                }
            }
        }
        properties
    }

    /// The place that makes a field required, if one does.
    pub(in crate::audit) fn required(&self, name: &str) -> Option<Location> {
        self.parts.iter().find_map(|part| {
            let required = part.keywords.get("required")?.as_array()?;
            let number = required
                .iter()
                .position(|entry| entry.as_str() == Some(name))?;
            let location = part.location.child("required");
            Some(location.child(&number.to_string()))
        })
    }

    /// The schema of the array's items.
    pub(in crate::audit) fn items(&self) -> Option<(Location, Option<Location>)> {
        let (number, items) = self.keyword("items")?;
        let part = self.parts.get(number)?;
        items
            .is_object()
            .then(|| (part.location.child("items"), part.mark.clone()))
    }

    /// The example, or the examples, that count: those of the first part that has any.
    pub(in crate::audit) fn examples(&self) -> Vec<GivenExample<'s>> {
        let given = self.parts.iter().find_map(|part| {
            let several = part.keywords.get("examples").and_then(Value::as_array);
            let found: Vec<(&Value, Location)> = match (several, part.keywords.get("example")) {
                (Some(list), _) => {
                    let location = part.location.child("examples");
                    let numbered = list.iter().enumerate();
                    numbered
                        .map(|(number, value)| (value, location.child(&number.to_string())))
                        .collect()
                }
                (None, Some(one)) => vec![(one, part.location.child("example"))],
                (None, None) => return None,
            };
            Some((part, found))
        });
        let (part, found) = match given {
            Some(given) => given,
            None => return Vec::new(),
        };
        let examples = found.into_iter().map(|(value, location)| GivenExample {
            value,
            location,
            mark: part.mark.clone(),
        });
        examples.collect()
    }

    /// The JSON types that all schemas admit together; `None` if none of them says any.
    pub(in crate::audit) fn types(
        &self,
        reader: &mut SchemaReader<'s, '_>,
    ) -> Option<BTreeSet<&'s str>> {
        let mut types: Option<BTreeSet<&str>> = None;
        for part in &self.parts {
            let mut named: BTreeSet<&str> = match part.keywords.get("type") {
                Some(Value::String(one)) => BTreeSet::from([one.as_str()]),
                Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
                _ => match listed(part.keywords.get("enum"), part.keywords.get("const")) {
                    Some(values) => values.into_iter().map(type_of).collect(),
                    None => continue,
                },
            };
            let nullable = part.keywords.get("nullable") == Some(&Value::Bool(true));
            if part.null_beside || nullable {
                named.insert("null");
            }
            types = Some(types.map_or(named.clone(), |earlier| both(&earlier, &named)));
        }
        for union in &self.unions {
            let mut named = BTreeSet::new();
            if union.nullable {
                named.insert("null");
            }
            let mut all_said = true;
            for variant in self.alternatives(union, reader) {
                match variant.types(reader) {
                    Some(of_variant) => named.extend(of_variant),
                    None => all_said = false,
                }
            }
            if all_said {
                types = Some(types.map_or(named.clone(), |earlier| both(&earlier, &named)));
            }
        }
        types
    }

    /// Whether the schema says types at all: by `type`, and not by the values it lists. What alternatives say of themselves does
    /// not count; the only branch of a union counts unless a page calls it a variant.
    pub(in crate::audit) fn says_types(&self, has_variants: bool) -> bool {
        let mut said = self
            .parts
            .iter()
            .filter(|part| part.keywords.contains_key("type"));
        said.any(|part| !(has_variants && part.in_only_branch))
    }

    /// The values that are listed: by `enum`, by `const`, or by alternatives that are one value each.
    pub(in crate::audit) fn values(&self, reader: &mut SchemaReader<'s, '_>) -> Option<Values<'s>> {
        for part in &self.parts {
            let keyword = if part.keywords.contains_key("enum") {
                "enum"
            } else {
                "const"
            };
            let location = part.location.child(keyword);
            let list = match part.keywords.get(keyword) {
                Some(Value::Array(values)) if keyword == "enum" => {
                    let numbered = values.iter().enumerate();
                    numbered
                        .map(|(number, value)| (value, location.child(&number.to_string())))
                        .collect()
                }
                Some(one) => vec![(one, location.clone())],
                None => continue,
            };
            let nullable = part.keywords.get("nullable") == Some(&Value::Bool(true));
            return Some(Values {
                list,
                location,
                mark: part.mark.clone(),
                null_beside: part.null_beside || nullable,
            });
        }
        self.unions.iter().find_map(|union| {
            let variants = self.alternatives(union, reader);
            let mut list = Vec::new();
            for variant in &variants {
                list.extend(variant.values(reader)?.list);
            }
            Some(Values {
                list,
                location: union.location.clone(),
                mark: self.parts.get(union.part)?.mark.clone(),
                null_beside: union.nullable,
            })
        })
    }
}

fn listed<'v>(values: Option<&'v Value>, constant: Option<&'v Value>) -> Option<Vec<&'v Value>> {
    match (values, constant) {
        (Some(Value::Array(values)), _) => Some(values.iter().collect()),
        (_, Some(one)) => Some(vec![one]),
        _ => None,
    }
}

/// The name that JSON Schema has for the type of a value.
pub(crate) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// What both admit; every integer is a number.
fn both<'v>(one: &BTreeSet<&'v str>, other: &BTreeSet<&'v str>) -> BTreeSet<&'v str> {
    let admits = |set: &BTreeSet<&str>, name: &str| {
        set.contains(name) || (name == "integer" && set.contains("number"))
    };
    one.iter()
        .chain(other)
        .copied()
        .filter(|name| admits(one, name) && admits(other, name))
        .collect()
}
