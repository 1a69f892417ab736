//! From the document to the model.
//!
//! In: a [`Document`] and the resolver of its references. Out: a [`Model`], with every name settled and every reference followed, or
//! diagnostics. The only layer that knows OpenAPI's words and the receiver's. It may not know Rust syntax beyond identifiers.

mod answers;
mod attempts;
mod binary_parts;
mod bodies;
mod choices;
mod combinations;
mod components;
mod conditions;
mod constants;
mod deliveries;
mod discriminators;
mod docs;
mod encodings;
mod endings;
mod enums;
mod event_names;
mod groups;
mod header_set_names;
mod headers;
mod inheritance;
mod keywords;
mod kinds;
mod ledger;
mod listed_alternatives;
mod loops;
mod member_tests;
mod members;
mod method_names;
mod modules;
mod names;
mod naming;
mod objects;
mod oddity;
mod origin;
mod overlaps;
mod package_name;
mod pending;
mod presence;
mod references;
mod rivals;
mod scalar_twins;
mod schemas;
mod security;
mod signature;
mod tag_arms;
mod tags;
mod tolerance;
mod transliteration;
mod twins;
mod union_tests;
mod unions;
mod unknown_keys;
mod unnamed;
mod variant_names;
mod view;
mod vocabulary;
mod webhooks;
mod wide;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::model::{Ledger, Model, Required};
use crate::resolve::Resolver;

pub use event_names::EventPlaceOption;
pub use package_name::package_name_fault;

/// What the command line settles about a crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LowerOptions {
    /// The package name; without it, the title gives it.
    pub crate_name: Option<String>,
    /// Where deliveries name their event; without it, the document says it.
    pub event_place: EventPlaceOption,
    /// Which members a delivery must have.
    pub required: Required,
}

/// Lowers a document.
pub fn lower(
    document: &Document,
    resolver: &Resolver<'_>,
    options: &LowerOptions,
    diagnostics: &mut Diagnostics,
) -> Model {
    let naming = event_names::lower_event_names(document, &options.event_place, resolver);
    let security = security::lower_security(document, diagnostics);
    let mut schemas = schemas::SchemaLowering::new(resolver, diagnostics);
    let webhooks::LoweredWebhooks {
        mut groups,
        mut header_sets,
        forms,
    } = webhooks::lower_webhooks(document, &naming, &security, &mut schemas);
    let (mut types, names, mut keywords) = schemas.finish();
    loops::refuse_loops(&types, diagnostics);
    if options.required == Required::Optional {
        presence::require_nothing(&mut types);
    }
    let mut raw = bodies::settle_forms(
        &forms,
        &mut groups,
        &mut types,
        &mut keywords,
        resolver,
        diagnostics,
    );
    raw.extend(wide::open_wide_objects(
        &mut types,
        &mut groups,
        &mut header_sets,
        diagnostics,
    ));
    modules::assign_modules(&groups, &header_sets, &mut types);
    for (schema, payload) in raw {
        let reached = modules::places(&payload, &types);
        keywords.leave_out(schema, reached);
    }
    let ledger = Ledger {
        keywords: keywords.finish(&document.version, resolver, diagnostics),
        names,
        ..Ledger::default()
    };
    let root_security = security.root_alternatives();
    let (authenticators, left_out_schemes) = security.into_parts();
    let mut model = Model {
        crate_name: options
            .crate_name
            .clone()
            .unwrap_or_else(|| package_name::of_title(&document.info.title)),
        title: docs::line(&document.info.title),
        docs: docs::docs([document
            .info
            .description
            .as_deref()
            .or(document.info.summary.as_deref())
            .unwrap_or_default()]),
        event_name: naming.place,
        event_name_source: naming.source,
        security: root_security,
        methods: http_methods(document),
        authenticators,
        header_sets,
        groups,
        types,
        required: options.required,
        ledger,
    };
    let names = names::settled_names(&model);
    model.ledger.names.extend(names);
    model.ledger.left_out_schemes = left_out_schemes;
    model
}

/// The methods of all operations, in spec order.
fn http_methods(document: &Document) -> Vec<String> {
    let mut methods: Vec<String> = Vec::new();
    for (_, operation) in document.operations() {
        let method = operation.method.as_str().to_ascii_uppercase();
        if !methods.contains(&method) {
            methods.push(method);
        }
    }
    methods
}
