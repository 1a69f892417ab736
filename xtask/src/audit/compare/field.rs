//! The fields of one object against the properties of its schema.

use std::ops::Range;

use serde_json::Value;

use super::Comparison;
use super::record::{Fact, FieldPair, below, says};
use crate::audit::outcome::Kind;
use crate::audit::page::{Field, Types, Union, size};
use crate::audit::schema::{Property, SchemaView};
use crate::diagnostic::Place;
use crate::place::Location;

/// How many arrays in arrays are looked into for the items; a page shows one only.
const DEEPEST_ITEMS: usize = 8;

impl<'c, 's> Comparison<'c, 's> {
    /// What is inside a value: its fields, or its variants. `around` is what they belong to on the
    /// page.
    pub(super) fn inside(
        &mut self,
        fields: &'c [Field],
        union: Option<&'c Union>,
        view: &SchemaView<'c, 's>,
        subject: &str,
        around: &Range<usize>,
    ) {
        let variants = view.variants(union.is_some());
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
        view: &SchemaView<'c, 's>,
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
            let own = SchemaView::of_property(property, self.schemas);
            let subject = below(subject, name);
            let place = Place::key(&property.location);
            let fact = Fact::new(Kind::Field, &subject, around, place);
            self.beyond(fact, own.mark());
        }
    }

    fn field(
        &mut self,
        field: &'c Field,
        property: &Property,
        owner: &SchemaView<'c, 's>,
        subject: &str,
    ) {
        let view = SchemaView::of_property(property, self.schemas);
        let pair = FieldPair {
            field,
            content: self.content(&view),
            view,
            subject: below(subject, &field.name.value),
        };
        let (subject, span) = (pair.subject.as_str(), &field.name.span);
        self.entry(Kind::Field, subject, &says(field), span, |this| {
            this.types(&pair);
            if field.types.value.has("array") {
                this.items(&pair);
            }
            this.required(&pair, owner, &property.location);
            this.values(&pair);
            this.example(&pair);
            this.discriminator(&pair);
            this.variant_order(&pair);
            this.stale_mark(subject, span, pair.view.mark());
            Some(Place::key(&property.location))
        });
        let union = field.union.as_ref();
        self.inside(&field.fields, union, &pair.content, subject, span);
    }

    /// What has the fields of a value: itself, or for an array its items.
    fn content(&self, view: &SchemaView<'c, 's>) -> SchemaView<'c, 's> {
        let mut content = view.clone();
        for _ in 0..DEEPEST_ITEMS {
            let Some((items, mark)) = content.items() else {
                break;
            };
            if !content.properties().is_empty() {
                break;
            }
            content = SchemaView::new(&items, mark.as_ref(), self.schemas);
        }
        content
    }

    fn required(
        &mut self,
        pair: &FieldPair<'c, 's>,
        owner: &SchemaView<'c, 's>,
        property: &Location,
    ) {
        let field = pair.field;
        let (page, spec, message) = match (&field.required, owner.required(&field.name.value)) {
            (Some(word), None) => (
                word,
                Place::key(property),
                "the page says required, the spec does not",
            ),
            (None, Some(entry)) => (
                &field.types.span,
                Place::from(entry),
                "the spec says required, the page does not",
            ),
            _ => return,
        };
        let is_required = field.required.is_some();
        let fact = Fact::new(Kind::Required, &pair.subject, page, spec);
        self.changed(fact, (is_required, !is_required), message);
    }

    /// A field that the spec does not have: one difference, however much is in it.
    pub(super) fn missing_field(&mut self, field: &'c Field, place: &Place, subject: &str) {
        let own = below(subject, &field.name.value);
        let more = match size(std::slice::from_ref(field)) - 1 {
            0 => String::new(),
            inside => format!(", nor the {inside} in it"),
        };
        let types = match &field.types.value {
            Types::Any => Value::from("any"),
            Types::Of(names) => Value::from(names.clone()),
        };
        let fact = Fact::new(Kind::Field, &own, &field.name.span, place);
        self.only_in_page(fact, types, format!("the spec has no such field{more}"));
        self.missing_entries(std::slice::from_ref(field), subject);
    }
}
