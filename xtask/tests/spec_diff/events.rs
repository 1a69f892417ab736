//! Events, groups, bodies and headers.

use super::desk::says;

#[test]
fn a_new_event_is_a_method_with_a_default() {
    says(
        &[(
            "components:\n  sec",
            "  parcel-found:\n    post:\n      tags: [parcels]\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { type: object, properties: { finder: { type: object, properties: { name: { type: string } } } } }\ncomponents:\n  sec",
        )],
        &[
            "minor event added parcel-found: compiles +ParcelFoundFinder +ParcelFoundPayload",
            "  of the event: unknown-event -> accepted",
        ],
    );
}

#[test]
fn a_new_event_of_a_new_group_brings_its_trait() {
    says(
        &[(
            "components:\n  sec",
            "  invoice-paid:\n    post:\n      tags: [invoices]\n      requestBody:\n        content:\n          application/json:\n            schema: { type: object, properties: { total: { type: number } } }\ncomponents:\n  sec",
        )],
        &[
            "minor event added invoice-paid: compiles +InvoicePaidPayload",
            "  of the event: unknown-event -> accepted",
        ],
    );
}

#[test]
fn an_event_that_is_gone_reaches_the_fallback() {
    says(
        &[(
            "  parcel-lost:\n    post:\n      tags: [parcels]\n      summary: A parcel was lost\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: '#/components/schemas/ParcelLost' }\n      responses:\n        '204': { description: Accepted. }\n",
            "",
        )],
        &[
            "major event removed parcel-lost: gone -Claim -ParcelLost -Reason -Refund -RefundKind -Replacement -ReplacementKind",
            "  of the event: accepted -> unknown-event",
            "major group changed parcels: needs-change",
        ],
    );
}

#[test]
fn an_event_with_another_key_is_one_change() {
    says(
        &[("  parcel-lost:", "  parcel-missing:")],
        &[
            "major event renamed parcel-missing: needs-change",
            "  that say `parcel-lost`: accepted -> unknown-event",
            "  that say `parcel-missing`: unknown-event -> accepted",
        ],
    );
}

#[test]
fn an_event_that_deliveries_call_otherwise_keeps_its_method_where_its_name_in_rust_stays() {
    says(
        &[(
            "  parcel-lost:\n    post:",
            "  parcel-lost:\n    post:\n      x-webhook-event-name: parcel.lost",
        )],
        &[
            "major event renamed parcel.lost: compiles",
            "  that say `parcel-lost`: accepted -> unknown-event",
            "  that say `parcel.lost`: unknown-event -> accepted",
        ],
    );
}

#[test]
fn an_event_of_another_group_is_in_another_trait() {
    says(
        &[(
            "      tags: [parcels]\n      summary: A parcel was lost",
            "      tags: [losses]\n      summary: A parcel was lost",
        )],
        &[
            "major group changed parcels: needs-change",
            "major event moved parcel-lost: needs-change",
        ],
    );
}

#[test]
fn a_group_with_another_tag_is_one_change() {
    says(
        &[
            ("  - name: parcels", "  - name: shipments"),
            (
                "      tags: [parcels]\n      summary: A parcel was lost",
                "      tags: [shipments]\n      summary: A parcel was lost",
            ),
            (
                "      tags: [parcels]\n      summary: A parcel was sent",
                "      tags: [shipments]\n      summary: A parcel was sent",
            ),
        ],
        &["major group renamed shipments: needs-change"],
    );
}

#[test]
fn an_event_by_another_method_is_refused_by_the_old_one() {
    says(
        &[("  parcel-lost:\n    post:", "  parcel-lost:\n    put:")],
        &[
            "major event changed parcel-lost: compiles",
            "  by POST: accepted -> refused",
            "  by PUT: refused -> accepted",
        ],
    );
}

#[test]
fn events_that_are_named_elsewhere_are_one_change() {
    says(
        &[("{ pointer: /type }", "{ header: X-Event }")],
        &[
            "major event-name moved event name: needs-change",
            "  that name their event by `/type` alone: accepted -> unknown-event",
            "  that name their event by the header `X-Event` alone: unknown-event -> accepted",
        ],
    );
}

#[test]
fn prose_and_examples_of_events_ask_for_a_patch() {
    says(
        &[
            ("summary: A parcel was lost", "summary: It was lost"),
            ("What happens to parcels.", "What parcels do."),
            ("id: a, carrier", "id: b, carrier"),
        ],
        &[
            "patch group documented parcels: compiles",
            "patch example changed parcel-sent: compiles",
            "patch event documented parcel-lost: compiles",
        ],
    );
}

#[test]
fn a_title_names_the_crate() {
    says(
        &[("title: Parcel webhooks", "title: Package webhooks")],
        &["major crate renamed parcel-webhooks: needs-change"],
    );
}

#[test]
fn an_answer_changes_what_a_handler_returns() {
    says(
        &[(
            "'204': { description: Accepted. }",
            "'200': { description: Done., content: { application/json: { schema: { type: object, properties: { ok: { type: boolean } } } } } }",
        )],
        &["major answer changed parcel-lost: needs-change +ParcelLostResponse"],
    );
}

#[test]
fn another_status_is_between_the_crate_and_the_sender() {
    says(
        &[("'204': {", "'202': {")],
        &["patch answer changed parcel-lost: compiles"],
    );
}

#[test]
fn a_body_that_may_be_missing_is_an_option() {
    says(
        &[(
            "        required: true\n        content:\n          application/json:\n            schema: { $ref: '#/components/schemas/ParcelLost' }",
            "        required: false\n        content:\n          application/json:\n            schema: { $ref: '#/components/schemas/ParcelLost' }",
        )],
        &[
            "major payload optional parcel-lost: needs-change",
            "  without a body: undecodable -> accepted",
        ],
    );
}

#[test]
fn a_body_in_another_form_is_given_raw() {
    says(
        &[(
            "          application/json:\n            schema: { $ref: '#/components/schemas/ParcelLost' }",
            "          application/xml:\n            schema: { $ref: '#/components/schemas/ParcelLost' }",
        )],
        &[
            "major media-type changed parcel-lost: needs-change -Claim -ParcelLost -Reason -Refund -RefundKind -Replacement -ReplacementKind",
            "  whose body is JSON: accepted -> undecodable",
            "  whose body is in another form: undecodable -> accepted",
        ],
    );
}

#[test]
fn a_further_media_type_is_read_now() {
    says(
        &[(
            "          application/json:\n            schema: { $ref: '#/components/schemas/ParcelLost' }",
            "          application/json:\n            schema: { $ref: '#/components/schemas/ParcelLost' }\n          application/x-www-form-urlencoded:\n            schema: { $ref: '#/components/schemas/Size' }",
        )],
        &[
            "patch media-type changed parcel-lost: compiles",
            "  in `application/x-www-form-urlencoded`: undecodable -> undecodable",
        ],
    );
}

#[test]
fn another_payload_is_told_at_the_event() {
    says(
        &[(
            "            schema: { $ref: '#/components/schemas/ParcelLost' }",
            "            schema: { type: array, items: { type: string } }",
        )],
        &[
            "major payload changed parcel-lost: needs-change -Claim -ParcelLost -Reason -Refund -RefundKind -Replacement -ReplacementKind",
            "  that are an object: accepted -> undecodable",
            "  that are a list: undecodable -> accepted",
        ],
    );
}

#[test]
fn headers_of_an_event_come_and_change() {
    says(
        &[(
            "schema: { type: integer } }",
            "schema: { type: string } }\n        - { name: X-Id, in: header, schema: { type: string } }",
        )],
        &[
            "major parameter changed DeliveryHeaders::x_attempt: needs-change",
            "minor parameter added DeliveryHeaders::x_id: compiles",
        ],
    );
}

#[test]
fn parameters_of_a_query_come_and_are_read_otherwise() {
    says(
        &[(
            "      parameters:\n",
            "      parameters:\n        - { name: tag, in: query, schema: { type: array, items: { type: string } } }\n",
        )],
        &["minor parameters added DeliveryQuery: compiles"],
    );
}

#[test]
fn an_answer_with_headers_is_a_struct() {
    says(
        &[(
            "'204': { description: Accepted. }",
            "'204': { description: Accepted., headers: { X-Seen: { required: true, schema: { type: string } } } }",
        )],
        &["major answer changed parcel-lost: needs-change"],
    );
}

#[test]
fn headers_of_an_event_go() {
    says(
        &[(
            "      parameters:\n        - { name: X-Attempt, in: header, schema: { type: integer } }\n",
            "",
        )],
        &["major parameters removed DeliveryHeaders: gone"],
    );
}
