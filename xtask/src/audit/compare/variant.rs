//! The variants of a union, and what tells them apart.

use std::ops::Range;

use serde_json::Value;

use super::Comparison;
use super::record::{Fact, FieldPair, in_variant};
use crate::audit::outcome::{Finding, Kind};
use crate::audit::page::{Union, Variant};
use crate::audit::schema::{GivenDiscriminator, SchemaView, mark};
use crate::diagnostic::Place;
use crate::resolve::Resolver;

impl<'c, 's> Comparison<'c, 's> {
    pub(super) fn variants(
        &mut self,
        union: &'c Union,
        in_spec: &[SchemaView<'c, 's>],
        owner: &SchemaView<'c, 's>,
        subject: &str,
    ) {
        let pairs = paired(&union.variants, in_spec, self.schemas.resolver);
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
    pub(super) fn variant_order(&mut self, pair: &FieldPair<'c, 's>) {
        let (content, subject) = (&pair.content, &pair.subject);
        let Some(union) = &pair.field.union else {
            return;
        };
        let in_spec = content.variants(true);
        let pairs = paired(&union.variants, &in_spec, self.schemas.resolver);
        if pairs.iter().flatten().is_sorted() {
            return;
        }
        let titles = in_spec.iter().filter_map(|view| Some(view.title()?.0));
        let titles: Vec<&str> = titles.collect();
        let of_page = union.variants.iter();
        let of_page: Vec<&str> = of_page.map(|one| one.title.value.as_str()).collect();
        let listed = titles.join(", ");
        self.reordered(
            Fact::new(Kind::Variant, subject, &union.span, content.union_place()),
            (of_page, titles),
            format!("the order of the variants differs: the spec has {listed}"),
        );
    }

    fn variant(&mut self, variant: &'c Variant, view: &SchemaView<'c, 's>, subject: &str) {
        let title = &variant.title;
        let subject = in_variant(subject, &title.value);
        self.entry(Kind::Variant, &subject, "variant", &title.span, |this| {
            let given = view.title().filter(|(own, _)| *own != title.value);
            if let Some((own, place)) = given {
                let fact = Fact::new(Kind::Variant, &subject, &title.span, place);
                let message = format!("the spec calls this variant \"{own}\"");
                this.changed(fact, (title.value.as_str(), own), message);
            } else if view.title().is_none() {
                let fact = Fact::new(Kind::Variant, &subject, &title.span, view.place());
                let says = (Some(Value::from(title.value.as_str())), None);
                let message = "the spec gives this variant no title";
                this.difference(Finding::Changed, fact, says, message);
            }
            this.stale_mark(&subject, &title.span, view.mark());
            Some(view.place())
        });
        self.fields(&variant.fields, view, &subject, &title.span);
    }

    fn missing_variant(&mut self, variant: &'c Variant, owner: &SchemaView<'c, 's>, subject: &str) {
        let title = &variant.title;
        let subject = in_variant(subject, &title.value);
        let fact = Fact::new(Kind::Variant, &subject, &title.span, owner.union_place());
        self.only_in_page(fact, title.value.as_str(), "the spec has no such variant");
        self.missing_entry(Kind::Variant, &subject, "variant", &title.span);
        self.missing_entries(&variant.fields, &subject);
    }

    /// A variant that only the spec has.
    pub(super) fn beyond_variant(
        &mut self,
        view: &SchemaView<'c, 's>,
        subject: &str,
        around: &Range<usize>,
    ) {
        let title = view.title().map_or("untitled", |(title, _)| title);
        let subject = in_variant(subject, title);
        let fact = Fact::new(Kind::Variant, &subject, around, view.place());
        self.beyond(fact, view.mark());
    }

    /// What tells the variants of a field apart.
    pub(super) fn discriminator(&mut self, pair: &FieldPair<'c, 's>) {
        let (content, subject) = (&pair.content, &pair.subject);
        let union = pair.field.union.as_ref();
        let in_page = union.and_then(|union| union.discriminator.as_ref());
        let fact = |page, spec: Place| Fact::new(Kind::Discriminator, subject, page, spec);
        let (wanted, given) = match (in_page, content.discriminator()) {
            (None, None) => return,
            (Some(wanted), None) => {
                let name = wanted.value.as_str();
                let fact = fact(&wanted.span, content.union_place());
                let message = format!("the page says `{name}`, the spec none");
                return self.only_in_page(fact, name, message);
            }
            (None, Some(given)) if given.mark.is_some() => return,
            (None, Some(given)) => {
                let span = union.map_or(&pair.field.types.span, |union| &union.span);
                let fact = fact(span, Place::from(&given.location));
                let message = format!("the spec says `{}`, the page none", given.name);
                return self.only_in_spec(fact, given.name, message);
            }
            (Some(wanted), Some(given)) => (wanted, given),
        };
        if wanted.value != given.name {
            let (ours, theirs) = (wanted.value.as_str(), given.name);
            let fact = fact(&wanted.span, Place::from(&given.location));
            let message = format!("the page says `{ours}`, the spec `{theirs}`");
            return self.changed(fact, (ours, theirs), message);
        }
        let Some(union) = union else {
            return;
        };
        let in_spec = content.variants(true);
        let pairs = paired(&union.variants, &in_spec, self.schemas.resolver);
        for (variant, pair) in union.variants.iter().zip(pairs) {
            if let Some(view) = pair.and_then(|number| in_spec.get(number)) {
                for tag in union.tags(variant) {
                    self.mapped(&tag, (variant, view), &given, &in_spec, subject);
                }
            }
        }
    }

    /// Whether the spec's mapping leads from a value of the discriminator to the variant that it
    /// stands for.
    fn mapped(
        &mut self,
        tag: &str,
        (variant, view): (&Variant, &SchemaView<'c, 's>),
        given: &GivenDiscriminator<'s>,
        in_spec: &[SchemaView<'c, 's>],
        subject: &str,
    ) {
        let span = &variant.title.span;
        let fact = |spec| Fact::new(Kind::Discriminator, subject, span, Place::from(spec));
        let mut mapping = given.mapping.iter();
        let Some((_, entry, target)) = mapping.find(|(value, _, _)| *value == tag) else {
            // Without any mapping the names of the schemas are the values; a title need not be one.
            let is_value = variant.values_of(given.name).contains(&tag);
            if is_value && !given.mapping.is_empty() {
                let message = format!("the spec's mapping does not have `{tag}`");
                self.only_in_page(fact(&given.location), tag, message);
            }
            return;
        };
        if !view.is_at(target) {
            let other = in_spec.iter().find(|view| view.is_at(target));
            let other = other.and_then(SchemaView::title);
            let other = other.map_or("no variant", |(own, _)| own);
            let message = format!("the spec's mapping leads from `{tag}` to \"{other}\"");
            self.changed(fact(entry), (tag, other), message);
        }
    }
}

/// For each variant of the page, the number of its like in the spec: by title, then among those
/// left over by equal fields, then, if as many are left on either side, by order.
fn paired(
    in_page: &[Variant],
    in_spec: &[SchemaView<'_, '_>],
    resolver: &Resolver<'_>,
) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; in_page.len()];
    let mut free: Vec<usize> = (0..in_spec.len()).collect();
    let mut take = |fits: &dyn Fn(&Variant, &SchemaView<'_, '_>) -> bool| {
        for (variant, pair) in in_page.iter().zip(&mut pairs) {
            if pair.is_none() {
                let fits =
                    |number: &usize| in_spec.get(*number).is_some_and(|view| fits(variant, view));
                *pair = free.iter().position(fits).map(|found| free.remove(found));
            }
        }
        pairs.iter().filter(|pair| pair.is_none()).count() == free.len()
    };
    take(&|variant, view| {
        view.title()
            .is_some_and(|(title, _)| title == variant.title.value)
    });
    let as_many_are_left = take(&|variant, view| {
        let properties = view.properties();
        let unmarked = properties.values().filter(|property| {
            property.mark.is_none() && mark(resolver, &property.location).is_none()
        });
        let mut fields = variant.fields.iter();
        variant.fields.len() == unmarked.count()
            && fields.all(|field| properties.contains_key(field.name.value.as_str()))
    });
    if as_many_are_left {
        take(&|_, _| true);
    }
    pairs
}
