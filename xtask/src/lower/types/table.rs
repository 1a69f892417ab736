//! Types whose names are not settled yet.
//!
//! In: the sites where types are made, and where they are met again. Out: an id for each type, so
//! that it may be reached from within itself, and in the end all definitions. Names are settled
//! last, when every claim on one is known.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ident::{Style, followed_by, identifier_of, identifiers};
use crate::lower::naming::{
    Claim, Origin, RENAME, RESERVED_TYPES, Rank, Settling, Way, common_ways, settled_types,
};
use crate::lower::prose::schema_docs;
use crate::model::{Docs, Object, SettledName, Shape, TypeDefinition, TypeId, TypeKind};
use crate::place::Location;
use crate::resolve::Resolver;
use crate::schema::{
    Conjunction, Step, View, component_around, component_name, longer_name, type_name,
};

/// How often the ways to types are looked for, where they depend on one another.
const MOST_ROUNDS: usize = 16;

/// A type whose name is not settled yet.
pub(crate) struct Pending {
    rank: Rank,
    /// The names that the spec gives it, best first.
    pub given: Vec<String>,
    /// Where it was met, once for each place.
    pub origins: Vec<Origin>,
    place: Location,
    /// Whether the schema there is all that the type is.
    is_whole: bool,
    pub docs: Docs,
    pub kind: Option<TypeKind>,
}

impl Pending {
    /// The ways to a type that nobody named, best first, by those to the types around it.
    fn ways(&self, id: usize, known: &[Option<Way>]) -> Vec<Way> {
        // A type that is met within itself is not named after that.
        let leads_there = |origin: &&Origin| match origin.parent {
            Some(TypeId(parent)) => parent != id && known.get(parent).is_some_and(Option::is_some),
            None => true,
        };
        let origins: Vec<&Origin> = self.origins.iter().filter(leads_there).collect();
        common_ways(&origins, known)
    }

    /// What a type claims that people named.
    fn own_claim(&self) -> Claim {
        let mut candidates = self.given.clone();
        if self.rank != Rank::Explicit {
            candidates.extend(suffixed(&candidates));
        }
        self.claim(self.rank, candidates)
    }

    /// What a type claims that nobody named.
    fn derived_claim(&self, ways: &[Way]) -> Claim {
        let mut candidates: Vec<String> = ways.iter().flat_map(Way::names).collect();
        candidates.dedup();
        let rank = match ways.first() {
            Some(way) if way.steps.is_empty() => Rank::Whole,
            Some(way) if way.is_shortened() => Rank::Shortened,
            _ => Rank::Derived,
        };
        self.claim(rank, candidates)
    }

    fn claim(&self, rank: Rank, candidates: Vec<String>) -> Claim {
        Claim {
            candidates,
            rank,
            place: self.place.clone(),
            remedy: RENAME,
        }
    }
}

/// Where a type is made: the schemas that hold for its values, and where they were met.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site<'k> {
    /// The schemas, of which there is at least one. They are what the type is known by.
    pub key: &'k Conjunction,
    pub origin: &'k Origin,
    first: &'k Location,
    last: &'k Location,
    /// Whether it is the object among the JSON types of the schemas, and not all that they admit.
    is_one_of_several: bool,
}

impl<'k> Site<'k> {
    /// The site of all that some schemas admit; `None` without any schema.
    pub fn of(key: &'k Conjunction, origin: &'k Origin) -> Option<Self> {
        Some(Self {
            key,
            origin,
            first: &key.first()?.location,
            last: &key.last()?.location,
            is_one_of_several: false,
        })
    }

    /// The site of the object among several JSON types that the schemas admit.
    pub fn one_of_several(self, origin: &'k Origin) -> Self {
        Self {
            origin,
            is_one_of_several: true,
            ..self
        }
    }

    /// Where the first of the schemas stands.
    pub fn first(self) -> &'k Location {
        self.first
    }

    /// The name that `x-rust-name` gives the type.
    pub fn explicit_name<'a>(self, resolver: &Resolver<'a>) -> Option<&'a str> {
        let mut conjuncts = self.key.iter();
        conjuncts.find_map(|one| type_name(&one.location, resolver))
    }

    /// The one schema that the type is, as a whole: what is left of it beside its union is not
    /// what people gave its name to.
    fn whole(self) -> Option<&'k Location> {
        match self.key.as_slice() {
            [only] if !only.without_union && !self.is_one_of_several => Some(&only.location),
            _ => None,
        }
    }
}

/// A type that is still to be defined.
#[must_use]
pub(crate) struct Reserved {
    id: TypeId,
    /// Where its schema stands.
    pub place: Location,
}

impl Reserved {
    /// The type, as shapes name it.
    pub fn id(&self) -> TypeId {
        self.id
    }
}

/// The types, in the order in which they were met.
#[derive(Default)]
pub(crate) struct TypeTable {
    ids: BTreeMap<Conjunction, TypeId>,
    pub pending: Vec<Pending>,
    /// The variants that did not get the name that they claimed first, each with its union.
    variant_names: Vec<(TypeId, SettledName)>,
}

impl TypeTable {
    /// The type of some schemas, if it was met.
    pub fn id(&self, conjunction: &Conjunction) -> Option<TypeId> {
        self.ids.get(conjunction).copied()
    }

    /// Makes a place for a type, so that it may be reached from within itself.
    pub fn reserve(
        &mut self,
        site: Site<'_>,
        view: &View<'_>,
        resolver: &Resolver<'_>,
    ) -> Reserved {
        let place = site.last.clone();
        let whole = site.whole();
        let component = whole.and_then(|only| component_name(only, resolver));
        let (rank, given) = match (site.explicit_name(resolver), component) {
            (Some(name), _) => (Rank::Explicit, vec![identifier_of(name, Style::Camel)]),
            (None, Some(name)) => {
                let mut candidates = identifiers(&name, Style::Camel);
                let rank = Rank::of(&name, &candidates);
                let longer = longer_name(&place, &name, resolver);
                candidates.extend(longer.map(|longer| identifier_of(&longer, Style::Camel)));
                (rank, candidates)
            }
            (None, None) => (Rank::Derived, Vec::new()),
        };
        let id = TypeId(self.pending.len());
        self.pending.push(Pending {
            rank,
            given,
            origins: vec![site.origin.clone()],
            place: place.clone(),
            is_whole: whole.is_some(),
            docs: schema_docs(None, view),
            kind: None,
        });
        if !site.is_one_of_several {
            self.ids.insert(site.key.clone(), id);
        }
        Reserved { id, place }
    }

    /// Notes that a type was met again, somewhere else.
    pub fn meet(&mut self, shape: &Shape, origin: &Origin) {
        let pending = match shape {
            Shape::Nullable(inner) | Shape::JsonText(inner, _) => return self.meet(inner, origin),
            Shape::List(inner) => return self.meet(inner, &origin.followed_by("Item")),
            Shape::Map(inner) => return self.meet(inner, &origin.followed_by("Value")),
            Shape::Named(id) => self.pending.get_mut(id.0),
            _ => None,
        };
        let Some(pending) = pending else {
            return;
        };
        // A type of a body is named after its place there, whichever headers have it too.
        if !origin.is_parameter {
            pending.origins.retain(|known| !known.is_parameter);
        }
        let is_in_body = pending.origins.iter().any(|known| !known.is_parameter);
        if !(origin.is_parameter && is_in_body || pending.origins.contains(origin)) {
            pending.origins.push(origin.clone());
        }
    }

    /// Where the schema of a type stands.
    pub fn place(&self, id: TypeId) -> Option<&Location> {
        Some(&self.pending.get(id.0)?.place)
    }

    /// What a type is, once it is defined.
    pub fn kind(&self, id: TypeId) -> Option<&TypeKind> {
        self.pending.get(id.0)?.kind.as_ref()
    }

    /// The types that are each one schema as a whole: its place, what is said of it, what it is.
    pub fn whole(&mut self) -> impl Iterator<Item = (&Location, &mut Docs, &mut Option<TypeKind>)> {
        let whole = self.pending.iter_mut().filter(|one| one.is_whole);
        whole.map(|one| (&one.place, &mut one.docs, &mut one.kind))
    }

    /// Says what a reserved type is, and gives the shape of its values.
    pub fn define(&mut self, reserved: Reserved, kind: TypeKind) -> Shape {
        if let Some(pending) = self.pending.get_mut(reserved.id.0) {
            pending.kind = Some(kind);
        }
        Shape::Named(reserved.id)
    }

    /// Notes variants of a union that did not get the name that they claimed first.
    pub fn note_variants(&mut self, union: TypeId, names: Vec<SettledName>) {
        let names = names.into_iter().map(|name| (union, name));
        self.variant_names.extend(names);
    }

    /// The claims on names, and the names. What people named comes first: the other names are made of
    /// it.
    fn named(&self, diagnostics: &mut Diagnostics) -> (Vec<Claim>, Vec<String>) {
        let all = 0..self.pending.len();
        let is_derived = |index: &usize| self.pending[*index].rank == Rank::Derived;
        let (derived, given): (Vec<usize>, Vec<usize>) = all.partition(is_derived);
        let mut reserved = RESERVED_TYPES.to_vec();
        let kinds = self.pending.iter().filter_map(|one| one.kind.as_ref());
        let mut fields = kinds
            .filter_map(TypeKind::object)
            .flat_map(|one| &one.fields);
        if fields.any(|field| field.distinct_null) {
            reserved.push("Nullable");
        }
        let mut settling = Settling::new(&reserved);
        let mut named: Vec<Option<(Claim, String)>> = vec![None; self.pending.len()];
        let own = given.iter().map(|index| self.pending[*index].own_claim());
        let claims: Vec<Claim> = own.collect();
        let idents = settling.settle(&claims, diagnostics);
        for (index, claim) in given.iter().zip(claims.into_iter().zip(idents)) {
            named[*index] = Some(claim);
        }

        let given = named.iter().map(|named| {
            let (_, ident) = named.as_ref()?;
            Some(Way::to(&followed_by(ident, "")))
        });
        let mut known: Vec<Option<Way>> = given.collect();
        let mut ways = Vec::new();
        // A type may be met within types that are met after it, and each round knows more of the
        // ways to those.
        for _ in 0..MOST_ROUNDS {
            let before = known.clone();
            ways.clear();
            for index in &derived {
                let own = self.pending[*index].ways(*index, &known);
                known[*index] = own.first().cloned().map(Way::within);
                ways.push(own);
            }
            if known == before {
                break;
            }
        }
        let claims = derived.iter().zip(&ways);
        let claims = claims.map(|(index, ways)| {
            let mut claim = self.pending[*index].derived_claim(ways);
            if !claim.candidates.iter().any(|name| settling.is_free(name)) {
                claim.candidates.extend(suffixed(&claim.candidates));
            }
            claim
        });
        let claims: Vec<Claim> = claims.collect();
        let idents = settling.settle(&claims, diagnostics);
        for (index, claim) in derived.iter().zip(claims.into_iter().zip(idents)) {
            named[*index] = Some(claim);
        }
        named.into_iter().flatten().unzip()
    }

    /// All types, named, and the names that are not plainly the document's.
    pub fn settle(self, diagnostics: &mut Diagnostics) -> (Vec<TypeDefinition>, Vec<SettledName>) {
        let (claims, idents) = self.named(diagnostics);
        let mut names = settled_types(&claims, &idents);
        for (union, name) in self.variant_names {
            let around = idents.get(union.0).map_or("", String::as_str);
            names.push(SettledName {
                ident: format!("{around}::{}", name.ident),
                ..name
            });
        }
        let types = self.pending.into_iter().zip(idents);
        let types = types.map(|(pending, ident)| TypeDefinition {
            kind: pending.kind.unwrap_or_else(|| {
                diagnostics.push(undefined(&ident, &pending.place));
                TypeKind::Object(Object::default())
            }),
            ident,
            module: String::new(),
            docs: pending.docs,
            place: pending.place,
        });
        (types.collect(), names)
    }
}

/// The way to a schema inside a component: what many types inherit is named after the base, not
/// after one that inherits it.
pub(crate) fn way_within_component(place: &Location, resolver: &Resolver<'_>) -> Option<Way> {
    let (component, name, within) = component_around(place, resolver)?;
    let given = type_name(&component, resolver).unwrap_or(&name);
    let base = Way::to(&followed_by(&identifier_of(given, Style::Camel), ""));
    let way = within.iter().fold(base, |way, step| match step {
        Step::Member(name) => way.then(&followed_by(&identifier_of(name, Style::Camel), "")),
        Step::Item => way.followed_by("Item"),
    });
    Some(way)
}

/// What a type is called where its best name means something else.
fn suffixed(candidates: &[String]) -> Option<String> {
    candidates.first().map(|best| followed_by(best, "Type"))
}

fn undefined(ident: &str, place: &Location) -> Diagnostic {
    Diagnostic::new(
        Code::TypeRendering,
        format!("nothing says what `{ident}` is"),
    )
    .at(place, "a type without a definition")
    .help("this is a fault of the generator: please report it with this schema")
}

#[cfg(test)]
mod tests {
    use super::{Site, TypeTable};
    use crate::diagnostic::Diagnostics;
    use crate::lower::naming::Origin;
    use crate::place::{FileId, Location};
    use crate::resolve::Resolver;
    use crate::schema::{Conjunct, View};
    use crate::source::Sources;

    #[test]
    fn a_type_that_nothing_defines_is_a_complaint() {
        let sources = Sources::default();
        let resolver = Resolver::new(&sources);
        let conjunction = vec![Conjunct::whole(Location::root(FileId::default()))];
        let origin = Origin::named(["Parcel"]);
        let site = Site::of(&conjunction, &origin).unwrap();
        let mut table = TypeTable::default();
        let _reserved = table.reserve(site, &View::default(), &resolver);
        let mut diagnostics = Diagnostics::new();
        let (types, _) = table.settle(&mut diagnostics);
        assert_eq!(types.len(), 1);
        assert_eq!(diagnostics.error_count(), 1);
    }
}
