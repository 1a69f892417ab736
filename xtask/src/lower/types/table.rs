//! Types whose names are not settled yet.
//!
//! In: what `schemas` meets, and where. Out: a place for each type, so that it may be reached from within itself, and in the end all
//! definitions, named when every claim on a name is known.

use std::borrow::Cow;

use super::builder::TypeBuilder;
use crate::diagnostic::{Code, Diagnostic};
use crate::ident::{Style, escaped, followed_by, identifier_of, identifiers};
use crate::lower::account::ledger::KeywordLedger;
use crate::lower::naming::endings::{common_ending, shared_names};
use crate::lower::naming::origin::{Origin, without_payload};
use crate::lower::naming::report::settled_types;
use crate::lower::naming::reserved::RESERVED_TYPES;
use crate::lower::naming::settle::{Claim, RENAME, Rank, settle_in_turn};
use crate::lower::prose::schema_docs;
use crate::model::{Docs, SettledName, Shape, TypeDefinition, TypeId, TypeKind, Union, UnionTest};
use crate::place::Location;
use crate::schema::conjunction::Conjunction;
use crate::schema::given_names::{component_around, component_name, longer_name, type_name};
use crate::schema::view::View;

/// A type whose name is not settled yet.
pub(crate) struct Pending {
    rank: Rank,
    /// The names that the spec gives it, best first.
    given: Vec<String>,
    /// The name that follows from where it stands, if that is inside another component than the types around it are.
    declared: Option<String>,
    /// Where it was met; the first is where it was made.
    origins: Vec<Origin>,
    title: Option<String>,
    place: Location,
    docs: Docs,
    kind: Option<TypeKind>,
}

impl Pending {
    /// The words by which the type is first reached, outermost first, given those of the types before it.
    fn way(&self, ways: &[Vec<String>]) -> Vec<String> {
        match (self.given.first(), self.origins.first()) {
            (Some(given), _) => vec![without_payload(given)],
            (None, Some(origin)) => origin.way(ways),
            (None, None) => Vec::new(),
        }
    }

    /// Names after what several types have in common that hold this one. The values of a member mean little without the member
    /// around it, so an enum wants more than one word.
    fn shared(&self, ways: &[Vec<String>]) -> Vec<String> {
        let [first, _, ..] = self.origins.as_slice() else {
            return Vec::new();
        };
        let is_enum = matches!(self.kind, Some(TypeKind::OpenEnum(_)));
        let title = self.title.iter().filter(|_| !is_enum);
        let mut names: Vec<String> = title
            .flat_map(|title| identifiers(title, Style::Camel))
            .collect();
        let own: Vec<Vec<String>> = self.origins.iter().map(|origin| origin.way(ways)).collect();
        if first.is_member {
            let whole: Vec<String> = own.iter().map(|way| way.concat()).collect();
            let whole: Vec<&str> = whole.iter().map(String::as_str).collect();
            let alone = |ending: &&str| first.words.iter().any(|own| own == ending);
            let ending = common_ending(&whole).filter(|ending| !(is_enum && alone(ending)));
            names.extend(ending.map(str::to_owned));
        }
        names.extend(shared_names(&own, if is_enum { 2 } else { 1 }));
        // The end of a name may be a keyword where the name is none.
        names
            .into_iter()
            .map(|name| escaped(name, Style::Camel))
            .collect()
    }

    /// What the type claims, given the names of those before it and the ways to all.
    fn claim(&self, settled: &[String], ways: &[Vec<String>]) -> Claim {
        let mut candidates = self.given.clone();
        if self.rank == Rank::Derived {
            candidates.extend(self.declared.clone());
            // What several types have in common is named after what their names have in common, not after the one that came
            // first.
            candidates.extend(self.shared(ways));
            let derived: Vec<String> = self
                .origins
                .iter()
                .take(1)
                .flat_map(|origin| origin.candidates(settled))
                .collect();
            let suffixed = derived.first().map(|best| followed_by(best, "Type"));
            candidates.extend(derived);
            candidates.extend(suffixed);
        } else if self.rank != Rank::Explicit {
            let best = candidates.first().cloned().unwrap_or_default();
            candidates.push(followed_by(&best, "Type"));
        }
        Claim {
            candidates,
            rank: self.rank,
            place: self.place.clone(),
            remedy: RENAME,
        }
    }
}

impl<'a> TypeBuilder<'a, '_> {
    /// Makes a place for a type, so that it may be reached from within itself. `None` for a conjunction of nothing.
    pub(crate) fn reserve(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        origin: &Origin,
        fallback: &str,
    ) -> Option<(TypeId, Location)> {
        let place = key.last()?.location.clone();
        let explicit = key
            .iter()
            .find_map(|member| type_name(&member.location, self.schemas.resolver));
        // What is left of a schema beside its union is not what people gave the name to.
        let component = match key.as_slice() {
            [only] if !only.without_union => component_name(&place, self.schemas.resolver),
            _ => None,
        };
        let (rank, given) = match (explicit, component) {
            (Some(name), _) => (Rank::Explicit, vec![self.explicit_name(name, &place)]),
            (None, Some(name)) => {
                let mut candidates = identifiers(&name, Style::Camel);
                let rank = Rank::of(&name, &candidates);
                let longer = longer_name(&place, &name, self.schemas.resolver);
                candidates.extend(longer.map(|longer| identifier_of(&longer, Style::Camel)));
                (rank, candidates)
            }
            (None, None) => (Rank::Derived, Vec::new()),
        };
        let declared = match key.as_slice() {
            [only] if !only.without_union => self.declared_name(&place, origin),
            _ => None,
        };
        let id = TypeId(self.pending.len());
        let title = view.text("title").filter(|title| title.len() <= 40);
        self.pending.push(Pending {
            rank,
            given,
            declared,
            origins: vec![origin.clone()],
            title: title.map(str::to_owned),
            place: place.clone(),
            docs: schema_docs(None, view, fallback),
            kind: None,
        });
        self.ids.insert(key.clone(), id);
        Some((id, place))
    }

    /// The name of a schema inside a component that the type around it only builds upon: what many inherit is named after the base,
    /// not after the first that inherits it.
    fn declared_name(&self, place: &Location, origin: &Origin) -> Option<String> {
        let (base, name, within) = component_around(place, self.schemas.resolver)?;
        let parent = self.pending.get(origin.parent?.0)?;
        let is_its_own = parent.place == base
            || component_around(&parent.place, self.schemas.resolver)
                .is_some_and(|(own, ..)| own == base);
        (origin.is_member && !is_its_own).then(|| {
            let base = identifier_of(&name, Style::Camel);
            within.iter().fold(base, |name, word| {
                followed_by(&name, &followed_by(&identifier_of(word, Style::Camel), ""))
            })
        })
    }

    /// Notes that a type was met again, somewhere else.
    pub(crate) fn meet(&mut self, shape: &Shape, origin: &Origin) {
        let (mut origin, mut shape) = (origin.clone(), shape);
        let id = loop {
            match shape {
                Shape::Named(id) => break *id,
                Shape::Nullable(inner) => shape = inner,
                Shape::List(inner) => (origin, shape) = (origin.followed_by("Item"), inner),
                Shape::Map(inner) => (origin, shape) = (origin.followed_by("Value"), inner),
                _ => return,
            }
        };
        let Some(pending) = self.pending.get_mut(id.0) else {
            return;
        };
        // What a body has too is named after its place there.
        if !origin.is_header {
            pending.origins.retain(|known| !known.is_header);
        }
        let is_named = pending.origins.iter().any(|known| !known.is_header);
        let is_needless = origin.is_header && is_named;
        if !is_needless && !pending.origins.contains(&origin) {
            pending.origins.push(origin);
        }
    }

    /// What a type is, once that is said.
    pub(crate) fn kind(&self, id: TypeId) -> Option<&TypeKind> {
        self.pending.get(id.0)?.kind.as_ref()
    }

    /// Says what a reserved type is.
    pub(crate) fn define(&mut self, id: TypeId, kind: TypeKind) {
        if let Some(pending) = self.pending.get_mut(id.0) {
            pending.kind = Some(kind);
        }
    }

    /// All types, named; the names that are not plainly the document's; and what is known of the keywords.
    pub fn finish(self) -> (Vec<TypeDefinition>, Vec<SettledName>, KeywordLedger) {
        // A type is first met inside one that was met before it.
        let mut ways: Vec<Vec<String>> = Vec::new();
        for pending in &self.pending {
            ways.push(pending.way(&ways));
        }
        let ranks: Vec<Rank> = self.pending.iter().map(|pending| pending.rank).collect();
        let claims = |settled: &[String]| -> Vec<Claim> {
            self.pending
                .iter()
                .map(|pending| pending.claim(settled, &ways))
                .collect()
        };
        let claim = |index: usize, settled: &[String]| {
            let pending: &Pending = self.pending.get(index)?;
            Some(Cow::Owned(pending.claim(settled, &ways)))
        };
        let idents = settle_in_turn(&ranks, claim, &RESERVED_TYPES, self.diagnostics);
        let mut names = settled_types(&claims(&idents), &idents);
        for (union, name) in self.variant_names {
            let around = idents.get(union.0).map_or("", String::as_str);
            names.push(SettledName {
                ident: format!("{around}::{}", name.ident),
                ..name
            });
        }
        let types = self
            .pending
            .into_iter()
            .zip(idents)
            .map(|(pending, ident)| TypeDefinition {
                ident,
                module: String::new(),
                docs: pending.docs,
                kind: pending.kind.unwrap_or(TypeKind::Union(Union {
                    variants: Vec::new(),
                    test: UnionTest::Attempt(Vec::new()),
                })),
                place: pending.place,
            })
            .collect();
        (types, names, self.ledger)
    }

    /// The name that `x-rust-name` gives, which must be one.
    fn explicit_name(&mut self, name: &str, place: &Location) -> String {
        let ident = identifier_of(name, Style::Camel);
        if ident != name {
            let diagnostic = Diagnostic::new(
                Code::InvalidValue,
                format!("`{name}` is not how Rust writes the name of a type"),
            );
            let place = place.child("x-rust-name");
            let help = format!("call it `{ident}`, or choose another name");
            self.diagnostics
                .push(diagnostic.at(&place, "not the name of a type").help(help));
        }
        ident
    }
}
