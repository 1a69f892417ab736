//! Types that several places share, and events that nothing names: each change is told once.

use super::desk::{PARCELS, edited, outcome, says_of};

const SIZE: &str = "        size: { $ref: '#/components/schemas/Size' }\n";
const AMOUNT: &str = "        amount: { type: number }\n";
const COPY: &str = "        size: { type: object, properties: { depth: { type: number } } }\n";

/// The parcels, whose sizes and those of refunds are alike, and have nothing to do with each other.
fn copies() -> String {
    edited(&[(SIZE, COPY), (AMOUNT, &format!("{AMOUNT}{COPY}"))])
}

/// The same, where one of them has another member.
fn parted() -> String {
    let other = COPY.replace("depth:", "width: { type: number }, depth:");
    edited(&[(SIZE, &other), (AMOUNT, &format!("{AMOUNT}{COPY}"))])
}

#[test]
fn what_is_alike_by_chance_parts_without_another_name() {
    says_of(
        &copies(),
        &parted(),
        &[
            "minor member added ParcelSize::width: compiles",
            "  with `width`: accepted -> accepted",
        ],
    );
}

#[test]
fn what_becomes_alike_by_chance_keeps_its_name() {
    says_of(
        &parted(),
        &copies(),
        &[
            "major member removed ParcelSize::width: gone",
            "  with `width`: accepted -> accepted",
        ],
    );
}

#[test]
fn a_type_that_moved_is_compared_with_itself() {
    let new = edited(&[
        (SIZE, ""),
        ("        reason: {", &format!("{SIZE}        reason: {{")),
        ("height: { type: number }", "height: { type: integer }"),
    ]);
    says_of(
        PARCELS,
        &new,
        &[
            "major member removed Parcel::size: gone",
            "  with `size`: accepted -> accepted",
            "major member changed Size::height: needs-change",
            "  with `height` as a number: accepted -> defects",
            "minor member added ParcelLost::size: compiles",
            "  with `size`: accepted -> accepted",
        ],
    );
}

#[test]
fn a_schema_that_is_moved_to_where_it_is_used_has_another_name_alone() {
    let new = edited(&[(
        SIZE,
        "        size: { type: object, properties: { height: { type: number } } }\n",
    )]);
    says_of(
        PARCELS,
        &new,
        &["major type renamed ParcelSize: needs-change"],
    );
}

#[test]
fn a_second_event_where_nothing_named_the_first_asks_for_its_path() {
    let unnamed = edited(&[("x-webhook-event: { pointer: /type }\n", "")]);
    let (before, rest) = unnamed.split_once("  parcel-lost:\n").unwrap();
    let components = rest.split_once("components:\n").unwrap().1;
    let one = format!("{before}components:\n{components}");
    says_of(
        &one,
        &unnamed,
        &[
            "major group changed parcels: needs-change",
            "major event-name required event name: compiles",
            "  whose path does not end with the event's name: accepted -> refused",
            "minor event added parcel-lost: compiles +Claim +ParcelLost +Reason +Refund \
             +RefundKind +Replacement +ReplacementKind",
            "  of the event: unknown-event -> accepted",
        ],
    );
}

#[test]
fn groups_that_get_behind_features_are_one_change() {
    let webhooks = |count: usize| -> String {
        let each = (0..count).map(|number| {
            format!(
                "  event-{number}:\n    post:\n      tags: [group-{}]\n      requestBody:\n        \
                 content: {{ application/json: {{ schema: {{ type: object, properties: {{ id: {{ \
                 type: string }} }} }} }} }}\n",
                number % 2
            )
        });
        let head = "openapi: 3.1.0\ninfo: { title: Many events, version: 1.0.0 }\nwebhooks:\n";
        head.to_owned() + &each.collect::<String>()
    };
    says_of(
        &webhooks(32),
        &webhooks(33),
        &[
            "major feature changed features: needs-change",
            "minor event added event-32: compiles",
            "  of the event: unknown-event -> accepted",
        ],
    );
}

/// As many events without a tag as this, which are of orders and of invoices.
fn untagged(said: &str, count: usize) -> String {
    let each = (0..count).map(|number| {
        let kind = ["order", "invoice"][number % 2];
        format!(
            "  {kind}.event-{number}:\n    post:\n      requestBody:\n        content: {{ \
             application/json: {{ schema: {{ type: object, properties: {{ id: {{ type: string }} }} \
             }} }} }}\n"
        )
    });
    let head = "openapi: 3.1.0\ninfo: { title: Many events, version: 1.0.0 }\n";
    format!("{head}{said}webhooks:\n{}", each.collect::<String>())
}

#[test]
fn an_event_more_that_regroups_all_others_is_one_change_that_says_what_keeps_them() {
    let (old, new) = (untagged("", 32), untagged("", 33));
    says_of(
        &old,
        &new,
        &[
            "major group changed groups: needs-change",
            "minor event added order.event-32: compiles",
            "  of the event: unknown-event -> accepted",
        ],
    );
    let said = outcome(&old, &new).to_string();
    assert!(
        said.contains("`x-webhook-groups: together` in the document the groups stay"),
        "{said}"
    );
}

#[test]
fn where_the_document_says_how_events_are_grouped_their_number_changes_nothing() {
    for (said, feature) in [
        ("together", &[][..]),
        ("by-name", &["major feature changed features: needs-change"]),
    ] {
        let said = format!("x-webhook-groups: {said}\n");
        let added = [
            "minor event added order.event-32: compiles",
            "  of the event: unknown-event -> accepted",
        ];
        says_of(
            &untagged(&said, 32),
            &untagged(&said, 33),
            &[feature, &added].concat(),
        );
    }
}

const REFUND: &str = "        kind: { const: refund }\n";
const REPLACEMENT: &str = "        kind: { const: replacement }\n";
const LAST: &str = "        - $ref: '#/components/schemas/Replacement'\n";

/// The parcels, in which both variants of a claim have a note.
fn noted(edits: &[(&str, &str)]) -> String {
    let (refund, replacement) = (
        format!("{REFUND}        note: {{ type: string }}\n"),
        format!("{REPLACEMENT}        note: {{ type: string }}\n"),
    );
    edited(&[&[(REFUND, &*refund), (REPLACEMENT, &*replacement)], edits].concat())
}

#[test]
fn a_variant_without_what_all_others_have_takes_the_method_of_the_union() {
    let voucher = "        - { title: Voucher, type: object, required: [kind], \
                   properties: { kind: { const: voucher } } }\n";
    let with_voucher = format!("{LAST}{voucher}");
    says_of(
        &noted(&[]),
        &noted(&[(LAST, &with_voucher)]),
        &[
            "major member removed Claim::note: needs-change",
            "minor variant added Claim::Voucher: compiles +ClaimVoucher +ClaimVoucherKind",
            "  with such a value: unknown -> accepted",
        ],
    );
    says_of(
        &noted(&[(LAST, &with_voucher)]),
        &noted(&[]),
        &[
            "major variant removed Claim::Voucher: gone -ClaimVoucher -ClaimVoucherKind",
            "  with such a value: accepted -> unknown",
            "minor member added Claim::note: compiles",
        ],
    );
}

#[test]
fn a_member_of_what_a_handler_makes_has_to_be_made() {
    let answered = |properties: &str| {
        let schema = format!("{{ type: object, properties: {{ {properties} }} }}");
        let content = format!("{{ application/json: {{ schema: {schema} }} }}");
        let response = format!("'200': {{ description: Done., content: {content} }}");
        edited(&[("'204': { description: Accepted. }", &response)])
    };
    says_of(
        &answered("ok: { type: boolean }"),
        &answered("ok: { type: boolean }, note: { type: string }"),
        &["major member added ParcelLostResponse::note: needs-change"],
    );
}

#[test]
fn json_within_a_text_is_compared_as_what_it_is() {
    let within = |members: &str| {
        let schema = format!("{{ type: object, required: [id], properties: {{ {members} }} }}");
        let text = format!(
            "        note: {{ type: string, contentMediaType: application/json, \
             contentSchema: {schema} }}\n{SIZE}"
        );
        edited(&[(SIZE, &text)])
    };
    says_of(
        &within("id: { type: string }"),
        &within("id: { type: integer }"),
        &[
            "major member changed ParcelNote::id: needs-change",
            "  with `id` as text: accepted -> defects",
            "  with `id` as an integer: defects -> accepted",
        ],
    );
}
