//! From the document to the model.
//!
//! In: a [`Document`] and the resolver of its references. Out: a [`Model`], with every name settled
//! and every reference followed, or diagnostics. The only layer that knows both the words of
//! OpenAPI and those of the receiver. It may not know Rust syntax beyond identifiers.

mod account;
mod bodies;
mod events;
mod manifest;
mod naming;
mod prose;
mod security;
mod types;
mod unions;

use std::collections::BTreeSet;

use indexmap::IndexSet;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::model::{EventGroup, Ledger, Model, Required};
use crate::resolve::Resolver;
use crate::schema::Schemas;

pub use events::EventPlaceOption;
pub use naming::package_name_fault;
pub(crate) use security::signature_words;

/// What the command line says about a crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LowerOptions {
    /// The package name; without it, the name is made of the title.
    pub crate_name: Option<String>,
    /// Where deliveries name their event, if the document is not to say it.
    pub event_place: EventPlaceOption,
    /// Which members a delivery must have.
    pub required: Required,
    /// Whether members that are absent and those that are `null` are told apart, where nothing in
    /// the document says otherwise.
    pub distinct_null: bool,
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
    let authenticators = security.authenticators();
    let delivery_id = events::lower_delivery_id(document, authenticators, &schemas, diagnostics);
    events::check_signed_members(document, authenticators, &schemas, diagnostics);
    let handshakes = security::lower_handshakes(document, authenticators, diagnostics);
    let undescribed_handshakes = security::undescribed_handshakes(document, authenticators);
    let distinct_null = types::DistinctNull::new(document, &schemas, options.distinct_null);
    let mut types = types::TypeBuilder::new(&schemas, distinct_null, diagnostics);
    let events::LoweredWebhooks {
        mut groups,
        mut parameter_sets,
        query_objects,
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
    raw.extend(events::settle_objects(
        &mut parameter_sets,
        query_objects,
        &types,
    ));
    raw.extend(types::open_wide_objects(
        &mut types,
        &mut groups,
        &mut parameter_sets,
        diagnostics,
    ));
    types::share_members(&mut types);
    events::assign_modules(&groups, &parameter_sets, &mut types);
    for (schema, payload) in raw {
        let reached = events::places(&payload, &types);
        keywords.leave_out(schema, reached);
    }
    let assumed_types = keywords.assumed();
    let keywords = keywords.finish(&document.version, &schemas, diagnostics);
    diagnostics.extend(schemas.into_faults());
    let root_security = security.root_alternatives();
    let (authenticators, left_out_schemes) = security.into_parts();
    let ledger = Ledger {
        assumed_types,
        keywords,
        names,
        left_out_schemes,
        foreign_signatures: document.foreign_signatures.clone().into_iter().collect(),
    };
    let info = &document.info;
    let described = info.description.as_ref().or(info.summary.as_ref());
    let own_name = document.package.name.as_ref();
    let crate_name = options.crate_name.as_ref().or(own_name).cloned();
    let mut model = Model {
        crate_name: crate_name.unwrap_or_else(|| naming::package_name_of(&info.title)),
        manifest: manifest::lower_manifest(document, diagnostics),
        title: prose::line(&info.title),
        docs: prose::docs(described.map(String::as_str)),
        event_name: naming.place,
        delivery_id,
        event_name_source: naming.source,
        security: root_security,
        methods: http_methods(document),
        authenticators,
        parameter_sets,
        handshakes,
        undescribed_handshakes,
        shared_names: shared_names(&groups),
        groups,
        groups_by_part: events::is_by_part(document),
        types,
        required: options.required,
        ledger,
    };
    let names = naming::settled_names(&model);
    model.ledger.names.extend(names);
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
    let operations = document.operations();
    let methods = operations.map(|(_, operation)| operation.method.as_str().to_ascii_uppercase());
    let methods: IndexSet<String> = methods.collect();
    methods.into_iter().collect()
}
