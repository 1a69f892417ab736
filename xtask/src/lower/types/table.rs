//! Types whose names are not settled yet.
//!
//! In: the sites where types are made, and where they are met again. Out: an id for each type, so
//! that it may be reached from within itself, and in the end all definitions. Names are settled
//! last, when every claim on one is known.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ident::{Style, escaped, followed_by, identifier_of, identifiers};
use crate::lower::naming::{
    Claim, Origin, RENAME, RESERVED_TYPES, Rank, common_ending, names_by_ending, settle_in_turn,
    settled_types, without_payload,
};
use crate::lower::prose::schema_docs;
use crate::model::{Docs, Object, SettledName, Shape, TypeDefinition, TypeId, TypeKind};
use crate::place::Location;
use crate::resolve::Resolver;
use crate::schema::{
    Conjunction, LONGEST_TITLE, View, component_around, component_name, longer_name, type_name,
};

/// A type whose name is not settled yet.
pub(crate) struct Pending {
    rank: Rank,
    /// The names that the spec gives it, best first.
    given: Vec<String>,
    /// The name that follows from where it stands, if that is inside another component than the
    /// types around it.
    declared: Option<String>,
    /// Where it was met; the first is where it was made.
    origins: Vec<Origin>,
    title: Option<String>,
    place: Location,
    docs: Docs,
    kind: Option<TypeKind>,
}

impl Pending {
    /// The words by which the type is first reached, outermost first. `ways` are those of the types
    /// before it.
    fn way(&self, ways: &[Vec<String>]) -> Vec<String> {
        match (self.given.first(), self.origins.first()) {
            (Some(given), _) => vec![without_payload(given)],
            (None, Some(origin)) => origin.way(ways),
            (None, None) => Vec::new(),
        }
    }

    /// Names made of what the types that hold this one have in common. The values of a member mean
    /// little without the member around it, so an enum needs more than one word.
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
        names.extend(names_by_ending(&own, if is_enum { 2 } else { 1 }));
        // The end of a name may be a keyword where the name is none.
        names
            .into_iter()
            .map(|name| escaped(name, Style::Camel))
            .collect()
    }

    /// What the type claims, given the names of the types before it and the ways to all.
    fn claim(&self, settled: &[String], ways: &[Vec<String>]) -> Claim {
        let mut candidates = self.given.clone();
        if self.rank == Rank::Derived {
            candidates.extend(self.declared.clone());
            // What several types share is named after what their names have in common, not after
            // the one that came first.
            candidates.extend(self.shared(ways));
            let first = self.origins.first();
            let derived = first
                .map(|origin| origin.candidates(settled))
                .unwrap_or_default();
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
    pending: Vec<Pending>,
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
        let declared = whole.and_then(|only| self.declared_name(only, site.origin, resolver));
        let title = view
            .text("title")
            .filter(|title| title.len() <= LONGEST_TITLE);
        let id = TypeId(self.pending.len());
        self.pending.push(Pending {
            rank,
            given,
            declared,
            origins: vec![site.origin.clone()],
            title: title.map(str::to_owned),
            place: place.clone(),
            docs: schema_docs(None, view),
            kind: None,
        });
        if !site.is_one_of_several {
            self.ids.insert(site.key.clone(), id);
        }
        Reserved { id, place }
    }

    /// The name of a schema inside a component that the type around it only builds upon: what many
    /// types inherit is named after the base, not after the first that inherits it.
    fn declared_name(
        &self,
        place: &Location,
        origin: &Origin,
        resolver: &Resolver<'_>,
    ) -> Option<String> {
        let (base, name, within) = component_around(place, resolver)?;
        let parent = self.pending.get(origin.parent?.0)?;
        let is_its_own = parent.place == base
            || component_around(&parent.place, resolver).is_some_and(|(own, ..)| own == base);
        (origin.is_member && !is_its_own).then(|| {
            let base = identifier_of(&name, Style::Camel);
            within.iter().fold(base, |name, word| {
                followed_by(&name, &followed_by(&identifier_of(word, Style::Camel), ""))
            })
        })
    }

    /// Notes that a type was met again, somewhere else.
    pub fn meet(&mut self, shape: &Shape, origin: &Origin) {
        let pending = match shape {
            Shape::Nullable(inner) | Shape::JsonText(inner) => return self.meet(inner, origin),
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

    /// What a type is, once it is defined.
    pub fn kind(&self, id: TypeId) -> Option<&TypeKind> {
        self.pending.get(id.0)?.kind.as_ref()
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

    /// All types, named, and the names that are not plainly the document's.
    pub fn settle(self, diagnostics: &mut Diagnostics) -> (Vec<TypeDefinition>, Vec<SettledName>) {
        // A type is first met inside one that was met before it.
        let mut ways: Vec<Vec<String>> = Vec::new();
        for pending in &self.pending {
            ways.push(pending.way(&ways));
        }
        let ranks: Vec<Rank> = self.pending.iter().map(|pending| pending.rank).collect();
        let claim = |index: usize, settled: &[String]| {
            let pending: &Pending = &self.pending[index];
            Cow::Owned(pending.claim(settled, &ways))
        };
        let idents = settle_in_turn(&ranks, claim, &RESERVED_TYPES, diagnostics);
        let claims = self.pending.iter();
        let claims: Vec<Claim> = claims.map(|one| one.claim(&idents, &ways)).collect();
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
