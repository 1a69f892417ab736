//! From `oneOf` and `anyOf` to unions.
//!
//! In: the alternatives. Out: a [`Union`] with a name for each variant, and the test that tells them apart. A `oneOf` or `anyOf` that
//! says nothing about structure is no union; it is counted as not expressed.

use serde_json::Value;

use super::builder::TypeBuilder;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::naming::{
    Claim, Origin, RENAME, Rank, settle, settled_variants, variant_name, variant_names,
};
use crate::lower::prose::{first_said, schema_docs};
use crate::lower::unions::{Branch, test_of};
use crate::model::{Docs, Shape, TypeKind, Union, Variant};
use crate::place::Location;
use crate::schema::{ALTERNATIVES, Alternatives, Choice, Conjunction, View, without_narrowing};

impl<'a> TypeBuilder<'a, '_> {
    /// Makes a union of two or more alternatives.
    pub(crate) fn union_shape(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        union: &Alternatives<'a>,
        choices: &[Choice],
        origin: &Origin,
    ) -> Shape {
        let Some(reserved) = self.reserve(key, view, origin, "One of several shapes.") else {
            return Shape::Json;
        };
        let mut branches = Vec::new();
        for choice in choices {
            let view = self.schemas.view(&choice.conjunction);
            let location = self
                .schemas
                .follow(&choice.location)
                .unwrap_or_else(|| choice.location.clone());
            let mut branch = Branch::new(location, view, self.schemas);
            // A list of values keeps the name that it has, whatever else may stand in its place.
            branch.is_several = !choice.also.is_empty() && branch.view.values().is_none();
            branches.push(branch);
        }
        let (test, findings) = test_of(self.schemas, view, union, &branches, &reserved.place);
        self.take(findings);
        self.refuse_equal_variants(&branches);
        let names = variant_names(self.schemas, union, &branches, &test);
        let claims: Vec<Claim> = branches
            .iter()
            .zip(names)
            .map(|(branch, candidates)| Claim {
                candidates,
                rank: Rank::Own,
                place: branch.location.clone(),
                remedy: RENAME,
            })
            .collect();
        let idents = settle(&claims, &["Unknown"], self.diagnostics);
        let id = reserved.id();
        self.table
            .note_variants(id, settled_variants(&claims, &idents));
        let mut variants = Vec::new();
        for ((branch, choice), ident) in branches.iter().zip(choices).zip(idents) {
            let conjunction = &choice.conjunction;
            // What is left of a schema whose name the union has is the base of the others.
            let is_base = matches!(conjunction.as_slice(), [only] if only.without_union);
            let words = if is_base { "Base" } else { ident.as_str() };
            let inner = Origin::member(id, words);
            let mut shape = self.inside_named(|lowering| lowering.shape(conjunction, &inner));
            // `null` inside an alternative makes the whole value nullable for its owner; the variant itself holds a value.
            if let Shape::Nullable(inner) = shape {
                shape = *inner;
            }
            let own = View::of(branch.view.parts.clone());
            let docs = match shape {
                Shape::Named(_) => variant_docs(branch),
                _ => schema_docs(None, &own, "A variant of the spec."),
            };
            let docs = self.with_others(docs, &choice.also);
            variants.push(Variant { ident, docs, shape });
        }
        let union = Union { variants, test };
        self.table.define(reserved, TypeKind::Union(union))
    }

    /// The documentation of a variant with that of the alternatives which it stands for too.
    fn with_others(&mut self, first: Docs, also: &[Conjunction]) -> Docs {
        let mut texts = vec![first.text];
        for conjunction in also {
            let view = self.schemas.view(conjunction);
            let text = schema_docs(None, &view, "").text;
            if !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
        Docs {
            text: texts.join("\n\nOr:\n\n"),
        }
    }

    /// The unions that say something about structure, and something beside another one; what is left out is counted.
    pub(crate) fn kept_unions<'v>(&mut self, view: &'v View<'a>) -> Vec<&'v Alternatives<'a>> {
        let kept = without_narrowing(self.schemas.unions(view));
        for part in view.parts.iter().filter(|part| part.holds_union()) {
            for keyword in ALTERNATIVES {
                let is_kept = kept
                    .iter()
                    .any(|union| union.keyword == keyword && union.part.location == part.location);
                let is_kept = is_kept || view.is_settled(part, keyword, self.schemas.resolver);
                if !is_kept && part.keywords.get(keyword).is_some_and(Value::is_array) {
                    let place = part.location.child(keyword);
                    self.ledger.lose_together(place, &view.together);
                }
            }
        }
        kept
    }

    /// Complains of a name that is given to two alternatives.
    fn refuse_equal_variants(&mut self, branches: &[Branch<'a>]) {
        let given: Vec<(&str, &Location)> = branches
            .iter()
            .filter_map(|branch| variant_name(branch, self.schemas.resolver))
            .collect();
        for (index, (name, place)) in given.iter().enumerate() {
            let mut earlier = given.iter().take(index);
            // One schema that is listed twice has one name.
            if let Some((_, first)) = earlier.find(|(one, first)| one == name && first != place) {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::NameCollision,
                        format!("two alternatives of a union have the name `{name}`"),
                    )
                    .at(place.child("x-rust-name"), "given again here")
                    .and(first.child("x-rust-name"), "first given here")
                    .help("give one of them another `x-rust-name`"),
                );
            }
        }
    }
}

/// The variant's title; its type tells the rest.
fn variant_docs(branch: &Branch<'_>) -> Docs {
    let said = [branch.view.text("title"), branch.view.description()]
        .map(|text| text.and_then(|text| text.split("\n\n").next()));
    first_said(said, "A variant of the spec.")
}
