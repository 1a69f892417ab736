//! How a union finds its variant, as code.
//!
//! In: a [`Union`] and the types that its variants hold. Out: statements whose value is the decoded union, given its `json`.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::union_members::{Scope, fields};
use super::union_reads::Reads;
use crate::model::{
    JsonKind, MemberTest, Model, OpenEnum, Outcome, Shape, TagArm, TagKind, TagTest,
    TypeDefinition, TypeId, TypeKind, Union, UnionTest,
};
use crate::render::stack::Stack;
use crate::render::syntax::{Imports, ident};

/// An arm with more values than this asks the enum of the tag whether it knows the value.
const LISTED: usize = 8;

/// Renders the statements that decode `json`.
pub(crate) fn render_test(
    model: &Model,
    id: TypeId,
    union: &Union,
    stack: &Stack,
    imports: &mut Imports,
) -> TokenStream {
    // Variants that are tried are read by functions anyway.
    let is_attempt = matches!(union.test, UnionTest::Attempt(_));
    let are_functions = stack.spares(id) && !is_attempt;
    let reads = Reads {
        model,
        union,
        stack,
        are_functions,
    };
    let test = Test {
        model,
        union,
        reads,
    };
    let Asked { bindings, decoded } = test.asked(&union.test, &Scope::default(), imports);
    if are_functions {
        imports.add("crate::runtime::generated::union::Read");
        quote!(#bindings let read: Read<Self> = #decoded; read(json))
    } else {
        quote!(#bindings #decoded)
    }
}

/// A test as code.
struct Asked {
    /// What is looked up first, if anything.
    bindings: Option<TokenStream>,
    /// The expression whose value is the decoded union.
    decoded: TokenStream,
}

impl Asked {
    /// The same, with something looked up before it.
    fn after(self, found: Option<TokenStream>) -> Self {
        let Self { bindings, decoded } = self;
        let several = found.is_some() || bindings.is_some();
        Self {
            bindings: several.then(|| quote!(#found #bindings)),
            decoded,
        }
    }

    /// Both as one expression.
    fn block(self) -> TokenStream {
        let Self { bindings, decoded } = self;
        match bindings {
            Some(bindings) => quote!({ #bindings #decoded }),
            None => decoded,
        }
    }
}

struct Test<'a> {
    model: &'a Model,
    union: &'a Union,
    reads: Reads<'a>,
}

impl Test<'_> {
    fn asked(&self, test: &UnionTest, scope: &Scope, imports: &mut Imports) -> Asked {
        match test {
            UnionTest::Tag(tag) => {
                let (found, scope) = scope.with_members_of(test, self.model, self.union, imports);
                self.tag(tag, &scope, imports).after(found)
            }
            UnionTest::Members(tests) => {
                let (found, scope) = scope.with_members_of(test, self.model, self.union, imports);
                self.members(tests, &scope, imports).after(found)
            }
            UnionTest::Kind(kinds) => self.kind(kinds, imports),
            UnionTest::Attempt(attempts) => {
                let (bindings, decoded) = self.reads.closest(attempts, imports);
                Asked { bindings, decoded }
            }
        }
    }

    fn outcome(&self, outcome: &Outcome, scope: &Scope, imports: &mut Imports) -> TokenStream {
        match outcome {
            Outcome::One(index) => self.reads.one(*index, imports),
            Outcome::Further(test) => self.asked(test, scope, imports).block(),
        }
    }

    fn tag(&self, tag: &TagTest, scope: &Scope, imports: &mut Imports) -> Asked {
        let TagTest {
            path,
            kind,
            arms,
            otherwise,
            absent,
            ..
        } = tag;
        imports.add(match kind {
            TagKind::Text => "crate::runtime::generated::union::text",
            TagKind::Integer => "crate::runtime::generated::union::integer",
            TagKind::Boolean => "crate::runtime::generated::union::boolean",
        });
        let inside = Scope {
            is_object: scope.is_object || !path.is_empty(),
            ..scope.clone()
        };
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        let mut guarded = Vec::new();
        let mut rendered: Vec<(TokenStream, TokenStream)> = Vec::new();
        for arm in arms {
            let read = self.outcome(&arm.outcome, &inside, imports);
            if *kind == TagKind::Text
                && let Some(known) = self.enum_of_tag(path, arm, &taken, imports)
            {
                guarded.push(quote!(Some(tag) if #known::is_known(tag) => #read,));
                continue;
            }
            // A value that an earlier arm has taken cannot come this far.
            let values: Vec<TokenStream> = arm
                .values
                .iter()
                .filter(|value| !taken.contains(value.as_str()))
                .filter_map(|value| literal(value, *kind))
                .collect();
            taken.extend(arm.values.iter().map(String::as_str));
            if !values.is_empty() {
                rendered.push((quote!(Some(#(#values)|*)), read));
            }
        }
        // Where arms take both values of a flag, no other value can come this far.
        let every =
            *kind == TagKind::Boolean && ["false", "true"].iter().all(|one| taken.contains(one));
        let other = match otherwise {
            _ if every => None,
            Some(test) => {
                let read = self.reads.one(test.variant, imports);
                let conditions = conditions(test, scope, imports);
                if conditions.is_empty() {
                    Some(read)
                } else {
                    guarded.push(quote!(Some(_) if #(#conditions)&&* => #read,));
                    Some(self.reads.unknown(imports))
                }
            }
            None => Some(self.reads.unknown(imports)),
        };
        let none = match absent {
            Some(test) => self.asked(test, scope, imports).block(),
            None => self.reads.unknown(imports),
        };
        let same = |read: &TokenStream| read.to_string() == none.to_string();
        let mut rest = TokenStream::new();
        if other.as_ref().is_some_and(same) {
            rest = quote!(_ => #other,);
        } else {
            match rendered.iter_mut().find(|(_, read)| same(read)) {
                Some((pattern, _)) => *pattern = quote!(#pattern | None),
                None => rest = quote!(None => #none,),
            }
            if let Some(other) = other {
                rest.extend(quote!(Some(_) => #other,));
            }
        }
        let arms = rendered
            .into_iter()
            .map(|(pattern, read)| quote!(#pattern => #read,));
        let arms = quote!(#(#arms)* #(#guarded)* #rest);
        let (found, tag) = match path.as_slice() {
            [property] => (None, scope.member(property).map(|tag| quote!(#tag))),
            [] => (None, Some(quote!(Some(json)))),
            path => {
                imports.add("crate::runtime::generated::union::member_at");
                let found = quote!(let tag = member_at(json, &[#(#path),*]););
                (Some(found), Some(quote!(tag)))
            }
        };
        let value = match kind {
            TagKind::Text => quote!(text(#tag).as_deref()),
            TagKind::Integer => quote!(integer(#tag)),
            TagKind::Boolean => quote!(boolean(#tag)),
        };
        Asked {
            bindings: found,
            decoded: quote!(match #value { #arms }),
        }
    }

    /// The enum that lists the arm's values and no others but those taken, where they are too many for a pattern.
    fn enum_of_tag(
        &self,
        path: &[String],
        arm: &TagArm,
        taken: &BTreeSet<&str>,
        imports: &mut Imports,
    ) -> Option<Ident> {
        let ([property], Outcome::One(variant)) = (path, &arm.outcome) else {
            return None;
        };
        if arm.values.len() <= LISTED {
            return None;
        }
        let field =
            fields(self.model, self.union, *variant).find(|field| field.name.wire == *property)?;
        let Shape::Named(id) = field.shape else {
            return None;
        };
        let TypeDefinition {
            ident: name,
            kind: TypeKind::OpenEnum(OpenEnum { values, .. }),
            ..
        } = self.model.definition(id)?
        else {
            return None;
        };
        let known: BTreeSet<&str> = values
            .iter()
            .map(|value| value.name.wire.as_str())
            .collect();
        let asked: BTreeSet<&str> = arm.values.iter().map(String::as_str).collect();
        let same =
            asked.is_subset(&known) && known.difference(&asked).all(|value| taken.contains(value));
        same.then(|| {
            imports.add_definition(id);
            ident(name)
        })
    }

    fn kind(&self, kinds: &[(JsonKind, Outcome)], imports: &mut Imports) -> Asked {
        imports.add("crate::runtime::generated::union::kind");
        imports.add("crate::runtime::generated::union::JsonKind");
        let integers = kinds.iter().any(|(kind, _)| *kind == JsonKind::Integer);
        // Types that lead to the same are asked together.
        let mut arms: Vec<(Vec<TokenStream>, String, TokenStream)> = Vec::new();
        for (kind, outcome) in kinds {
            let scope = Scope {
                is_object: *kind == JsonKind::Object,
                members: Vec::new(),
            };
            let mut read = self.outcome(outcome, &scope, imports);
            // An integer beyond 64 bits is a number as well, for whoever takes numbers.
            let number = kinds.iter().find(|(kind, _)| *kind == JsonKind::Number);
            if let (JsonKind::Integer, Some((_, number))) = (kind, number)
                && outcome.one().is_some()
                && outcome.one() != number.one()
            {
                let number = self.outcome(number, &scope, imports);
                read = quote!(#read.or_else(|_| #number));
            }
            let pattern = match kind {
                JsonKind::Boolean => quote!(JsonKind::Boolean),
                JsonKind::Integer => quote!(JsonKind::Integer),
                JsonKind::Number if integers => quote!(JsonKind::Number),
                JsonKind::Number => quote!(JsonKind::Integer | JsonKind::Number),
                JsonKind::String => quote!(JsonKind::String),
                JsonKind::Array => quote!(JsonKind::Array),
                JsonKind::Object => quote!(JsonKind::Object),
            };
            let text = read.to_string();
            match arms.iter_mut().find(|(_, known, _)| *known == text) {
                Some((patterns, ..)) => patterns.push(pattern),
                None => arms.push((vec![pattern], text, read)),
            }
        }
        let arms = arms
            .into_iter()
            .map(|(patterns, _, read)| quote!(#(#patterns)|* => #read,));
        let arms: Vec<TokenStream> = arms.collect();
        let unknown = self.reads.unknown(imports);
        Asked {
            bindings: None,
            decoded: quote!(match kind(json) {
                #(#arms)*
                _ => #unknown,
            }),
        }
    }

    fn members(&self, tests: &[MemberTest], scope: &Scope, imports: &mut Imports) -> Asked {
        let unknown = self.reads.unknown(imports);
        let mut chain = quote!({ #unknown });
        for test in tests.iter().rev() {
            let all: Vec<&String> = test.present.iter().chain(&test.named).collect();
            let read = self.reads.one_by(test.variant, &all, imports);
            let mut conditions = conditions(test, scope, imports);
            if conditions.is_empty() && scope.is_object {
                chain = quote!({ #read });
                continue;
            }
            if conditions.is_empty() {
                imports.add("crate::runtime::generated::union::kind");
                imports.add("crate::runtime::generated::union::JsonKind");
                conditions.push(quote!(kind(json) == JsonKind::Object));
            }
            chain = quote!(if #(#conditions)&&* { #read } else #chain);
        }
        Asked {
            bindings: None,
            decoded: chain,
        }
    }
}

/// What must hold for the members of a test to be there.
fn conditions(test: &MemberTest, scope: &Scope, imports: &mut Imports) -> Vec<TokenStream> {
    let MemberTest { present, named, .. } = test;
    let present = present.iter().filter_map(|name| scope.member(name));
    let mut conditions: Vec<TokenStream> =
        present.map(|binding| quote!(#binding.is_some())).collect();
    if !named.is_empty() {
        imports.add("crate::runtime::generated::union::has_members");
        conditions.push(quote!(has_members(json, &[#(#named),*])));
    }
    conditions
}

/// A tag's value as a pattern.
fn literal(value: &str, kind: TagKind) -> Option<TokenStream> {
    match kind {
        TagKind::Text => Some(quote!(#value)),
        TagKind::Integer => {
            let number = Literal::i64_unsuffixed(value.parse().ok()?);
            Some(quote!(#number))
        }
        TagKind::Boolean => {
            let truth: bool = value.parse().ok()?;
            Some(quote!(#truth))
        }
    }
}
