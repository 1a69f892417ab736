//! The Discriminator Object (OpenAPI 3.1 §4.8.25).
//!
//! In: what stands under `discriminator`. Out: whether it names a member, and the schemas that its
//! mapping leads to.

use serde_json::Value;

use super::view::Part;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::place::Location;
use crate::resolve::{Resolver, kind};

/// The keys of a Discriminator Object.
pub(crate) const DISCRIMINATOR_KEYS: [&str; 3] = ["propertyName", "mapping", "defaultMapping"];

/// Whether a `discriminator` is not an object with a `propertyName`.
pub(crate) fn names_no_member(discriminator: &Value) -> bool {
    discriminator
        .get("propertyName")
        .is_none_or(|name| !name.is_string())
}

/// The schema that a mapping's value refers to, or the component that it names.
pub(crate) fn mapping_target(
    reference: &str,
    entry: &Location,
    resolver: &Resolver<'_>,
) -> Result<Location, Diagnostic> {
    let place = Place::from(entry);
    let target = if is_bare(reference) {
        let component = format!("#/components/schemas/{reference}");
        resolver.target_at(&component, entry.file, &place)?
    } else {
        resolver.target_at(reference, entry.file, &place)?
    };
    resolver.follow(&target)
}

/// What is wrong with a mapping that is not needed, since there is nothing to choose from.
pub(crate) fn unmapped(part: &Part<'_>, resolver: &Resolver<'_>) -> Vec<Diagnostic> {
    let discriminator = part.get("discriminator");
    let mapping = discriminator.and_then(|one| one.get("mapping")?.as_object());
    let place = part.location.child("discriminator").child("mapping");
    let entries = mapping.into_iter().flatten();
    let faults = entries.filter_map(|(value, target)| {
        let entry = place.child(value);
        match target.as_str() {
            None => Some(mapped_to_none(value, target, &entry)),
            Some(reference) => {
                let fault = mapping_target(reference, &entry, resolver).err()?;
                Some(fault.softened(Code::DiscriminatorMapping))
            }
        }
    });
    faults.collect()
}

pub(crate) fn mapped_to_none(value: &str, target: &Value, entry: &Location) -> Diagnostic {
    Diagnostic::new(
        Code::DiscriminatorMapping,
        format!("`{value}` is mapped to {}, not to a schema", kind(target)),
    )
    .at(entry, "this entry is left out")
    .help("write the name of a component or a reference to a schema")
}

/// Whether a mapping's value is the name of a component, and not a reference.
pub(crate) fn is_bare(reference: &str) -> bool {
    !reference.contains(['#', '/', '.'])
}
