//! From the document to the model.
//!
//! In: a [`Document`] and the resolver of its references. Out: a [`Model`], with every name settled and every reference followed, or
//! diagnostics. The only layer that knows OpenAPI's words and the receiver's. It may not know Rust syntax beyond identifiers.

mod account;
mod bodies;
mod events;
mod naming;
mod prose;
mod security;
#[cfg(test)]
mod test_document;
mod types;
mod unions;

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::model::{EventGroup, Ledger, Model, Required};
use crate::resolve::Resolver;
use crate::schema::Schemas;

pub use events::EventPlaceOption;
pub use naming::package_name_fault;

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
    let schemas = Schemas::new(resolver);
    let naming = events::lower_event_names(document, &options.event_place, &schemas);
    let security = security::lower_security(document, diagnostics);
    let mut types = types::TypeBuilder::new(&schemas, diagnostics);
    let events::LoweredWebhooks {
        mut groups,
        mut header_sets,
        forms,
    } = events::lower_webhooks(document, &naming, &security, &mut types);
    let (mut types, names, mut keywords) = types.finish();
    types::refuse_loops(&types, diagnostics);
    if options.required == Required::Optional {
        types::require_nothing(&mut types);
    }
    let mut raw = bodies::settle_forms(
        forms,
        &mut groups,
        &mut types,
        &mut keywords,
        &schemas,
        diagnostics,
    );
    raw.extend(types::open_wide_objects(
        &mut types,
        &mut groups,
        &mut header_sets,
        diagnostics,
    ));
    events::assign_modules(&groups, &header_sets, &mut types);
    for (schema, payload) in raw {
        let reached = events::places(&payload, &types);
        keywords.leave_out(schema, reached);
    }
    diagnostics.extend(schemas.into_faults());
    let ledger = Ledger {
        keywords: keywords.finish(&document.version, diagnostics),
        names,
        ..Ledger::default()
    };
    let root_security = security.root_alternatives();
    let (authenticators, left_out_schemes) = security.into_parts();
    let mut model = Model {
        crate_name: options
            .crate_name
            .clone()
            .unwrap_or_else(|| naming::package_name_of(&document.info.title)),
        title: prose::line(&document.info.title),
        docs: prose::docs([document
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
        shared_names: shared_names(&groups),
        groups,
        types,
        required: options.required,
        ledger,
    };
    let names = naming::settled_names(&model);
    model.ledger.names.extend(names);
    model.ledger.left_out_schemes = left_out_schemes;
    model
}

/// The names on the wire that several events have.
fn shared_names(groups: &[EventGroup]) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    let names = groups
        .iter()
        .flat_map(|group| &group.events)
        .map(|event| &event.name.wire);
    names.filter(|name| !known.insert(*name)).cloned().collect()
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
