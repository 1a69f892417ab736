//! The variants of a union, and what tells them apart.

use std::ops::Range;

use serde_json::Value;

use super::Comparison;
use super::record::in_variant;
use crate::audit::outcome::{Finding, Kind};
use crate::audit::page::{Field, Union, Variant};
use crate::audit::schema::{GivenDiscriminator, SchemaView, mark};
use crate::diagnostic::Place;
use crate::resolve::Resolver;

impl<'c> Comparison<'c, '_> {
    /// The variants that the spec has. A union of one is told from a schema that is merely wrapped by what the page says.
    pub(super) fn variants_of(
        &mut self,
        union: Option<&Union>,
        view: &SchemaView<'c>,
    ) -> Vec<SchemaView<'c>> {
        let variants = view.variants(&mut self.reader);
        if variants.is_empty() && union.is_some() {
            return view.only_variant(&mut self.reader).into_iter().collect();
        }
        variants
    }

    pub(super) fn variants(
        &mut self,
        union: &'c Union,
        in_spec: &[SchemaView<'c>],
        owner: &SchemaView<'c>,
        subject: &str,
    ) {
        let pairs = paired(&union.variants, in_spec, self.reader.resolver);
        for (variant, pair) in union.variants.iter().zip(&pairs) {
            match pair.and_then(|number| in_spec.get(number)) {
                Some(view) => self.variant(variant, view, subject),
                None => self.missing_variant(variant, owner, subject),
            }
        }
        for (number, view) in in_spec.iter().enumerate() {
            if !pairs.contains(&Some(number)) {
                self.beyond_variant(view, subject, &union.span);
            }
        }
    }

    /// The order of those variants that both have.
    pub(super) fn variant_order(
        &mut self,
        field: &'c Field,
        content: &SchemaView<'c>,
        subject: &str,
    ) {
        let Some(union) = &field.union else {
            return;
        };
        let in_spec = self.variants_of(Some(union), content);
        let pairs = paired(&union.variants, &in_spec, self.reader.resolver);
        let order: Vec<usize> = pairs.iter().copied().flatten().collect();
        if !order.is_sorted() {
            let titles: Vec<&str> = in_spec
                .iter()
                .filter_map(|view| Some(view.title()?.0))
                .collect();
            let of_page: Vec<&str> = union
                .variants
                .iter()
                .map(|variant| variant.title.value.as_str())
                .collect();
            self.difference(
                (Kind::Variant, Finding::Reordered),
                subject,
                (&union.span, &content.union_place()),
                (
                    Some(Value::from(of_page)),
                    Some(Value::from(titles.clone())),
                ),
                format!(
                    "the order of the variants differs: the spec has {}",
                    titles.join(", ")
                ),
            );
        }
    }

    fn variant(&mut self, variant: &'c Variant, view: &SchemaView<'c>, subject: &str) {
        let title = &variant.title;
        let subject = in_variant(subject, &title.value);
        self.entry(
            Kind::Variant,
            &subject,
            "variant",
            title.span.clone(),
            |this| {
                let (said, message) = match view.title() {
                    Some((own, _)) if own == title.value => (None, None),
                    Some((own, _)) => (
                        Some(Value::from(own)),
                        Some(format!("the spec calls this variant \"{own}\"")),
                    ),
                    None => (
                        None,
                        Some("the spec gives this variant no title".to_owned()),
                    ),
                };
                if let Some(message) = message {
                    let place = view
                        .title()
                        .map_or_else(|| view.place(), |(_, at)| Place::from(at));
                    this.difference(
                        (Kind::Variant, Finding::Changed),
                        &subject,
                        (&title.span, &place),
                        (Some(Value::from(title.value.as_str())), said),
                        message,
                    );
                }
                this.stale_mark(&subject, &title.span, view.mark());
                view.place()
            },
        );
        self.fields(&variant.fields, view, &subject, &title.span);
    }

    fn missing_variant(&mut self, variant: &'c Variant, owner: &SchemaView<'c>, subject: &str) {
        let title = &variant.title;
        let subject = in_variant(subject, &title.value);
        self.difference(
            (Kind::Variant, Finding::Missing),
            &subject,
            (&title.span, &owner.union_place()),
            (Some(Value::from(title.value.as_str())), None),
            "the spec has no such variant".to_owned(),
        );
        self.missing_entry(Kind::Variant, &subject, "variant", title.span.clone());
        self.missing_entries(&variant.fields, &subject);
    }

    /// A variant that only the spec has.
    pub(super) fn beyond_variant(
        &mut self,
        view: &SchemaView<'c>,
        subject: &str,
        around: &Range<usize>,
    ) {
        let title = view.title().map_or("untitled", |(title, _)| title);
        let subject = in_variant(subject, title);
        self.beyond(
            Kind::Variant,
            &subject,
            (around, &view.place()),
            view.mark(),
        );
    }

    /// What tells the variants of a field apart.
    pub(super) fn discriminator(
        &mut self,
        field: &'c Field,
        content: &SchemaView<'c>,
        subject: &str,
    ) {
        let given = content.discriminator(&mut self.reader);
        let in_page = field
            .union
            .as_ref()
            .and_then(|union| union.discriminator.as_ref());
        let union_span = field
            .union
            .as_ref()
            .map_or(&field.types.span, |union| &union.span);
        let (wanted, given) = match (in_page, given) {
            (None, None) => return,
            (Some(wanted), None) => {
                return self.difference(
                    (Kind::Discriminator, Finding::Missing),
                    subject,
                    (&wanted.span, &content.union_place()),
                    (Some(Value::from(wanted.value.as_str())), None),
                    format!("the page says `{}`, the spec none", wanted.value),
                );
            }
            (None, Some(given)) if given.mark.is_some() => return,
            (None, Some(given)) => {
                return self.difference(
                    (Kind::Discriminator, Finding::Beyond),
                    subject,
                    (union_span, &Place::from(&given.location)),
                    (None, Some(Value::from(given.name))),
                    format!("the spec says `{}`, the page none", given.name),
                );
            }
            (Some(wanted), Some(given)) => (wanted, given),
        };
        if wanted.value != given.name {
            return self.difference(
                (Kind::Discriminator, Finding::Changed),
                subject,
                (&wanted.span, &Place::from(&given.location)),
                (
                    Some(Value::from(wanted.value.as_str())),
                    Some(Value::from(given.name)),
                ),
                format!(
                    "the page says `{}`, the spec `{}`",
                    wanted.value, given.name
                ),
            );
        }
        let Some(union) = &field.union else {
            return;
        };
        let in_spec = self.variants_of(Some(union), content);
        let pairs = paired(&union.variants, &in_spec, self.reader.resolver);
        for (variant, pair) in union.variants.iter().zip(pairs) {
            if let Some(view) = pair.and_then(|number| in_spec.get(number)) {
                for tag in union.tags(variant) {
                    self.mapped(&tag, (variant, view), &given, &in_spec, subject);
                }
            }
        }
    }

    /// Whether the spec's mapping leads from a value of the discriminator to the variant that it stands for.
    fn mapped(
        &mut self,
        tag: &str,
        (variant, view): (&Variant, &SchemaView<'c>),
        given: &GivenDiscriminator<'c>,
        in_spec: &[SchemaView<'c>],
        subject: &str,
    ) {
        let span = &variant.title.span;
        let Some((_, entry, target)) = given.mapping.iter().find(|(value, _, _)| *value == tag)
        else {
            // Without any mapping the names of the schemas are the values; a title need not be one.
            let is_value = variant.values_of(given.name).contains(&tag);
            if is_value && !given.mapping.is_empty() {
                self.difference(
                    (Kind::Discriminator, Finding::Missing),
                    subject,
                    (span, &Place::from(&given.location)),
                    (Some(Value::from(tag)), None),
                    format!("the spec's mapping does not have `{tag}`"),
                );
            }
            return;
        };
        if !view.is_at(target) {
            let other = in_spec.iter().find(|view| view.is_at(target));
            let other = other
                .and_then(SchemaView::title)
                .map_or("no variant", |(own, _)| own);
            self.difference(
                (Kind::Discriminator, Finding::Changed),
                subject,
                (span, &Place::from(entry)),
                (Some(Value::from(tag)), Some(Value::from(other))),
                format!("the spec's mapping leads from `{tag}` to \"{other}\""),
            );
        }
    }
}

/// For each variant of the page, the number of its like in the spec: by title, then among those left over by equal fields, then, if
/// as many are left on either side, by order.
fn paired(
    in_page: &[Variant],
    in_spec: &[SchemaView<'_>],
    resolver: &Resolver<'_>,
) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; in_page.len()];
    let mut free: Vec<usize> = (0..in_spec.len()).collect();
    let mut take = |pairs: &mut Vec<Option<usize>>,
                    fits: &dyn Fn(&Variant, &SchemaView<'_>) -> bool| {
        for (variant, pair) in in_page.iter().zip(pairs.iter_mut()) {
            if pair.is_some() {
                continue;
            }
            let found = free
                .iter()
                .position(|number| in_spec.get(*number).is_some_and(|view| fits(variant, view)));
            if let Some(found) = found {
                *pair = Some(free.remove(found));
            }
        }
        free.len()
    };
    take(&mut pairs, &|variant, view| {
        view.title()
            .is_some_and(|(title, _)| title == variant.title.value)
    });
    let left = take(&mut pairs, &|variant, view| {
        let properties = view.properties();
        let of_page = variant.fields.iter().map(|field| field.name.value.as_str());
        let unmarked = properties.values().filter(|property| {
            property.mark.is_none() && mark(resolver, &property.location).is_none()
        });
        of_page.clone().count() == unmarked.count()
            && of_page.clone().all(|name| properties.contains_key(name))
    });
    if pairs.iter().filter(|pair| pair.is_none()).count() == left {
        take(&mut pairs, &|_, _| true);
    }
    pairs
}
