//! The fields of one object against the properties of its schema.

use std::ops::Range;

use serde_json::Value;

use super::Comparison;
use super::record::{below, says};
use crate::audit::outcome::{Finding, Kind};
use crate::audit::page::{Field, Types, Union, size};
use crate::audit::schema::{Property, SchemaView};
use crate::diagnostic::Place;

/// Arrays in arrays whose items are looked into; a page shows one alone.
const DEEPEST_ITEMS: usize = 8;

impl<'c> Comparison<'c, '_> {
    /// What is inside a value: its fields, or its variants. `around` is what they belong to on the page.
    pub(super) fn inside(
        &mut self,
        fields: &'c [Field],
        union: Option<&'c Union>,
        view: &SchemaView<'c>,
        subject: &str,
        around: &Range<usize>,
    ) {
        let variants = self.variants_of(union, view);
        if let Some(union) = union {
            self.variants(union, &variants, view, subject);
        } else {
            for variant in &variants {
                self.beyond_variant(variant, subject, around);
            }
            self.fields(fields, view, subject, around);
        }
    }

    /// The fields of an object.
    pub(super) fn fields(
        &mut self,
        fields: &'c [Field],
        view: &SchemaView<'c>,
        subject: &str,
        around: &Range<usize>,
    ) {
        let properties = view.properties();
        for field in fields {
            match properties.get(field.name.value.as_str()) {
                Some(property) => self.field(field, property, view, subject),
                None => self.missing_field(field, &view.keyword_place("properties"), subject),
            }
        }
        for (name, property) in &properties {
            if fields.iter().any(|field| field.name.value == *name) {
                continue;
            }
            let own = self.reader.property(property);
            let place = Place::key(&property.location);
            let subject = below(subject, name);
            self.beyond(Kind::Field, &subject, (around, &place), own.mark());
        }
    }

    fn field(
        &mut self,
        field: &'c Field,
        property: &Property,
        owner: &SchemaView<'c>,
        subject: &str,
    ) {
        let subject = below(subject, &field.name.value);
        let view = self.reader.property(property);
        let content = self.content(&view);
        let span = field.name.span.clone();
        self.entry(Kind::Field, &subject, &says(field), span, |this| {
            this.types(field, &view, &subject);
            if field.types.value.has("array") {
                this.items(field, &view, &content, &subject);
            }
            this.required(field, owner, &property.location, &subject);
            this.values(field, &view, &content, &subject);
            this.example(field, &view, &content, &subject);
            this.discriminator(field, &content, &subject);
            this.variant_order(field, &content, &subject);
            this.stale_mark(&subject, &field.name.span, view.mark());
            Place::key(&property.location)
        });
        let union = field.union.as_ref();
        self.inside(&field.fields, union, &content, &subject, &field.name.span);
    }

    /// What has the fields of a value: itself, or for an array its items.
    fn content(&mut self, view: &SchemaView<'c>) -> SchemaView<'c> {
        let mut content = view.clone();
        for _ in 0..DEEPEST_ITEMS {
            let Some((items, mark)) = content.items() else {
                break;
            };
            if !content.properties().is_empty() {
                break;
            }
            content = self.reader.view(&items, mark.as_ref());
        }
        content
    }

    fn required(
        &mut self,
        field: &Field,
        owner: &SchemaView<'c>,
        property: &crate::place::Location,
        subject: &str,
    ) {
        let in_spec = owner.required(&field.name.value);
        let (page, spec, message) = match (&field.required, in_spec) {
            (Some(word), None) => (
                word.clone(),
                Place::key(property),
                "the page says required, the spec does not",
            ),
            (None, Some(entry)) => (
                field.types.span.clone(),
                Place::from(entry),
                "the spec says required, the page does not",
            ),
            _ => return,
        };
        let is_required = field.required.is_some();
        self.difference(
            (Kind::Required, Finding::Changed),
            subject,
            (&page, &spec),
            (
                Some(Value::from(is_required)),
                Some(Value::from(!is_required)),
            ),
            message.to_owned(),
        );
    }

    /// A field that the spec does not have: one difference, however much is in it.
    pub(super) fn missing_field(&mut self, field: &'c Field, place: &Place, subject: &str) {
        let own = below(subject, &field.name.value);
        let inside = size(std::slice::from_ref(field)) - 1;
        let more = if inside == 0 {
            String::new()
        } else {
            format!(", nor the {inside} in it")
        };
        let types = match &field.types.value {
            Types::Any => Value::from("any"),
            Types::Of(names) => Value::from(names.clone()),
        };
        self.difference(
            (Kind::Field, Finding::Missing),
            &own,
            (&field.name.span, place),
            (Some(types), None),
            format!("the spec has no such field{more}"),
        );
        self.missing_entries(std::slice::from_ref(field), subject);
    }
}
