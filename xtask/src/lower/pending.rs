//! Types whose names are not settled yet.
//!
//! In: what `schemas` meets, and where. Out: a place for each type, so that it may be reached from within itself, and in the end all
//! definitions, named when every claim on a name is known.

use super::docs::schema_docs;
use super::naming::{Claim, RENAME, Rank, Style, followed_by, identifier_of, identifiers, settle};
use super::schemas::SchemaLowering;
use super::view::{Conjunction, View};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Docs, TypeDefinition, TypeId, TypeKind, Union, UnionTest};
use crate::resolve::Resolver;
use crate::source::Location;

/// Type names that generated modules use for something else.
const RESERVED_TYPES: [&str; 27] = [
    "Box",
    "BTreeMap",
    "Clone",
    "D",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "Drop",
    "Err",
    "Error",
    "From",
    "JsonKind",
    "Map",
    "NaiveDate",
    "None",
    "Ok",
    "Option",
    "RawValue",
    "Result",
    "Serialize",
    "Serializer",
    "Some",
    "String",
    "Timestamp",
    "Value",
    "Vec",
];

/// Where a schema was met: the stuff of a derived name.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// Names for the schema if it has none of its own, best first.
    pub candidates: Vec<String>,
}

impl Origin {
    /// A schema that belongs to something with this name.
    pub fn named(name: &str) -> Self {
        Self {
            candidates: identifiers(name, Style::Camel),
        }
    }

    /// A schema that is a member of a named type.
    pub fn member(parent: &str, member: &str) -> Self {
        Self {
            candidates: vec![followed_by(
                parent,
                &followed_by(&identifier_of(member, Style::Camel), ""),
            )],
        }
    }
}

/// A type whose name is not settled yet.
pub(super) struct Pending {
    pub(super) claim: Claim,
    docs: Docs,
    kind: Option<TypeKind>,
}

impl<'a> SchemaLowering<'a, '_> {
    /// Makes a place for a type, so that it may be reached from within itself. `None` for a conjunction of nothing.
    pub(super) fn reserve(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        origin: &Origin,
        fallback: &str,
    ) -> Option<(TypeId, Location)> {
        let place = key.last()?.location.clone();
        let explicit = key.iter().find_map(|member| {
            self.resolver
                .value(&member.location)
                .get("x-rust-name")?
                .as_str()
        });
        let component = if key.len() == 1 {
            component_name(&place, self.resolver)
        } else {
            None
        };
        let (rank, mut candidates) = match (explicit, component) {
            (Some(name), _) => (Rank::Explicit, vec![self.explicit_name(name, &place)]),
            (None, Some(name)) => {
                let candidates = identifiers(&name, Style::Camel);
                (Rank::of(&name, &candidates), candidates)
            }
            (None, None) => (Rank::Derived, origin.candidates.clone()),
        };
        if rank != Rank::Explicit {
            let best = candidates.first().cloned().unwrap_or_default();
            candidates.push(followed_by(&best, "Type"));
        }
        let id = TypeId(self.pending.len());
        let claim = Claim {
            candidates,
            rank,
            place: place.clone(),
            remedy: RENAME,
        };
        self.pending.push(Pending {
            claim,
            docs: schema_docs(None, view, fallback),
            kind: None,
        });
        self.ids.insert(key.clone(), id);
        Some((id, place))
    }

    /// Says what a reserved type is.
    pub(super) fn define(&mut self, id: TypeId, kind: TypeKind) {
        if let Some(pending) = self.pending.get_mut(id.0) {
            pending.kind = Some(kind);
        }
    }

    /// The name that a type will most likely get, for naming what stands inside it.
    pub(super) fn likely_name(&self, id: TypeId) -> String {
        self.pending
            .get(id.0)
            .and_then(|pending| pending.claim.candidates.first())
            .cloned()
            .unwrap_or_default()
    }

    /// All types, named.
    pub fn finish(self) -> Vec<TypeDefinition> {
        let claims: Vec<Claim> = self
            .pending
            .iter()
            .map(|pending| pending.claim.clone())
            .collect();
        let idents = settle(&claims, &RESERVED_TYPES, self.diagnostics);
        self.pending
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
            })
            .collect()
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

/// The name of a schema that stands where people name schemas.
pub(super) fn component_name(location: &Location, resolver: &Resolver<'_>) -> Option<String> {
    let tokens: Vec<String> = location.pointer.tokens().map(Into::into).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let root = resolver.sources().root() == Some(location.file);
    match tokens.as_slice() {
        ["components", "schemas", name] | [.., "$defs" | "definitions", name] => {
            Some((*name).to_owned())
        }
        [name] if !root => Some((*name).to_owned()),
        [] if !root => {
            let path = &resolver.sources().file(location.file)?.path;
            path.file_stem()?.to_str().map(str::to_owned)
        }
        _ => None,
    }
}
