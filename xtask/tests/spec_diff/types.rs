//! Enums, unions, and types with other names.

use xtask::diff::DiffFormat;

use super::desk::{PARCELS, compared, says};

#[test]
fn a_new_value_was_unknown() {
    says(
        &[("[stolen, burnt]", "[stolen, burnt, wet]")],
        &[
            "minor value added Reason::Wet: compiles",
            "  with `wet`: unknown -> accepted",
        ],
    );
}

#[test]
fn a_value_that_is_gone_is_unknown() {
    says(
        &[("[stolen, burnt]", "[stolen]")],
        &[
            "major value removed Reason::Burnt: gone",
            "  with `burnt`: accepted -> unknown",
        ],
    );
}

#[test]
fn values_with_other_names_in_rust_are_the_same_on_the_wire() {
    says(
        &[(
            "      enum: [stolen, burnt]",
            "      enum: [stolen, burnt]\n      x-enum-varnames: [Theft, Fire]",
        )],
        &[
            "major value renamed Reason::Theft: needs-change",
            "major value renamed Reason::Fire: needs-change",
        ],
    );
}

#[test]
fn values_in_another_order_are_no_change() {
    says(&[("[stolen, burnt]", "[burnt, stolen]")], &[]);
}

#[test]
fn an_enum_of_integers_in_place_of_texts_is_one_change() {
    says(
        &[(
            "      type: string\n      enum: [dhl, ups]",
            "      type: integer\n      enum: [1, 2]",
        )],
        &[
            "major type changed Carrier: needs-change",
            "  in which its values are texts: accepted -> defects",
            "  in which its values are integers: defects -> accepted",
        ],
    );
}

#[test]
fn text_in_place_of_an_enum_takes_the_same_values() {
    says(
        &[(
            "      type: string\n      enum: [dhl, ups]",
            "      type: string",
        )],
        &["major member changed Parcel::carrier: needs-change -Carrier"],
    );
}

#[test]
fn a_type_with_another_name_is_one_change_wherever_it_is_used() {
    says(
        &[
            ("    Carrier:\n", "    Courier:\n"),
            ("schemas/Carrier'", "schemas/Courier'"),
        ],
        &["major type renamed Courier: needs-change"],
    );
}

#[test]
fn types_that_are_named_after_one_that_is_renamed_are_told_there() {
    says(
        &[
            (
                "        - $ref: '#/components/schemas/Refund'",
                "        - $ref: '#/components/schemas/Payback'",
            ),
            ("    Refund:\n", "    Payback:\n"),
        ],
        &[
            "major variant renamed Claim::Payback: needs-change Refund=Payback RefundKind=PaybackKind",
        ],
    );
}

#[test]
fn a_struct_in_place_of_a_union_is_one_change() {
    says(
        &[(
            "      oneOf:\n        - $ref: '#/components/schemas/Refund'\n        - $ref: '#/components/schemas/Replacement'\n",
            "      type: object\n      properties:\n        note: { type: string }\n",
        )],
        &[
            "major type changed Claim: needs-change -Refund -RefundKind -Replacement -ReplacementKind",
            "  in which it is anything else: accepted -> defects",
        ],
    );
}

#[test]
fn a_new_variant_was_unknown() {
    says(
        &[(
            "        - $ref: '#/components/schemas/Replacement'\n",
            "        - $ref: '#/components/schemas/Replacement'\n        - { title: Voucher, type: object, required: [kind, code], properties: { kind: { const: voucher }, code: { type: string } } }\n",
        )],
        &[
            "minor variant added Claim::Voucher: compiles +ClaimVoucher +ClaimVoucherKind",
            "  with such a value: unknown -> accepted",
        ],
    );
}

#[test]
fn a_value_that_several_variants_may_have_is_asked_for_more() {
    says(
        &[(
            "        - $ref: '#/components/schemas/Replacement'\n",
            "        - $ref: '#/components/schemas/Replacement'\n        - { title: Voucher, type: object, required: [code], properties: { code: { type: string } } }\n",
        )],
        &[
            "minor variant added Claim::Voucher: compiles +ClaimVoucher",
            "  with such a value: unknown -> accepted",
        ],
    );
}

#[test]
fn a_member_that_all_variants_get_is_told_of_each() {
    says(
        &[
            (
                "        kind: { const: refund }\n",
                "        kind: { const: refund }\n        note: { type: string }\n",
            ),
            (
                "        kind: { const: replacement }\n",
                "        kind: { const: replacement }\n        note: { type: string }\n",
            ),
        ],
        &[
            "minor member added Refund::note: compiles",
            "  with `note`: accepted -> accepted",
            "minor member added Replacement::note: compiles",
            "  with `note`: accepted -> accepted",
        ],
    );
}

#[test]
fn a_union_of_one_is_what_is_left() {
    says(
        &[("        - $ref: '#/components/schemas/Replacement'\n", "")],
        &[
            "major member changed ParcelLost::claim: needs-change -Claim -Replacement -ReplacementKind",
            "  with `claim` as anything else: accepted -> defects",
        ],
    );
}

#[test]
fn a_member_that_a_variant_needs_is_a_defect_where_it_is_missing() {
    says(
        &[("required: [kind]", "required: [kind, parcel]")],
        &[
            "major member required Replacement::parcel: needs-change",
            "  without `parcel`: accepted -> defects",
        ],
    );
}

#[test]
fn the_value_that_tells_a_variant_is_told_once() {
    says(
        &[("const: refund", "const: money")],
        &[
            "major value removed RefundKind::Refund: gone",
            "  with `refund`: accepted -> unknown",
            "minor value added RefundKind::Money: compiles",
            "  with `money`: unknown -> accepted",
        ],
    );
}

#[test]
fn variants_by_another_member_are_told_apart_otherwise() {
    says(
        &[
            (
                "      required: [kind, amount]\n      properties:\n        kind: { const: refund }\n",
                "      required: [sort, amount]\n      properties:\n        sort: { const: refund }\n",
            ),
            (
                "      required: [kind]\n      properties:\n        kind: { const: replacement }\n",
                "      required: [sort]\n      properties:\n        sort: { const: replacement }\n",
            ),
        ],
        &[
            "major member renamed Refund::sort: needs-change RefundKind=RefundSort",
            "  with `kind`: accepted -> defects",
            "  with `sort`: defects -> accepted",
            "major member renamed Replacement::sort: needs-change ReplacementKind=ReplacementSort",
            "  with `kind`: accepted -> defects",
            "  with `sort`: defects -> accepted",
            "major union-test changed Claim: compiles",
            "  with a value whose `kind` is `refund`, taken for `Refund` before: accepted -> unknown",
            "  with a value whose `kind` is `replacement`, taken for `Replacement` before: accepted -> unknown",
            "  with a value whose `sort` is `refund`, taken for `Refund` now: unknown -> accepted",
            "  with a value whose `sort` is `replacement`, taken for `Replacement` now: unknown -> accepted",
        ],
    );
}

#[test]
fn variants_that_swap_their_values_are_told() {
    says(
        &[(
            "        - $ref: '#/components/schemas/Replacement'\n",
            "        - $ref: '#/components/schemas/Replacement'\n      discriminator: { propertyName: kind, mapping: { refund: '#/components/schemas/Replacement', replacement: '#/components/schemas/Refund' } }\n",
        )],
        &[
            "major variant changed Claim::Refund: needs-change",
            "major variant changed Claim::Replacement: needs-change",
        ],
    );
}

#[test]
fn positions_of_a_tuple_are_its_type() {
    let tuple = |prefix: &str| {
        let keywords = format!("type: array, items: false, prefixItems: [{prefix}]");
        format!("        height: {{ {keywords} }}")
    };
    let compared_with = |old: &str, new: &str| {
        let number = "        height: { type: number }";
        let [old, new] = [old, new].map(|prefix| PARCELS.replace(number, &tuple(prefix)));
        compared(&old, &new, DiffFormat::Text).stdout
    };
    let two = "{ type: integer }, { type: string }";
    let text = compared_with(
        two,
        "{ type: integer }, { type: string }, { type: boolean }",
    );
    assert!(
        text.contains("`SizeHeight` has 3 positions, and had 2"),
        "{text}"
    );
    let text = compared_with(two, "{ type: integer }, { type: boolean }");
    assert!(text.contains("SizeHeight::1"), "{text}");
    assert!(
        text.contains("`Option<String>` is `Option<bool>` now"),
        "{text}"
    );
    assert!(text.contains("major"), "{text}");
}
