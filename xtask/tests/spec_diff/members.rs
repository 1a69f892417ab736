//! Members of objects.

use super::desk::says;

#[test]
fn a_new_optional_member_breaks_nothing() {
    says(
        &[(
            "        size: { $ref: '#/components/schemas/Size' }\n",
            "        color: { type: string }\n        size: { $ref: '#/components/schemas/Size' }\n",
        )],
        &[
            "minor member added Parcel::color: compiles",
            "  with `color`: accepted -> accepted",
        ],
    );
}

#[test]
fn a_new_required_member_is_missing_in_deliveries_as_they_were() {
    says(
        &[
            ("required: [id]", "required: [id, color]"),
            (
                "        size: { $ref: '#/components/schemas/Size' }\n",
                "        color: { type: string }\n        size: { $ref: '#/components/schemas/Size' }\n",
            ),
        ],
        &[
            "major member added Parcel::color: compiles",
            "  without `color`: accepted -> defects",
            "  without `color`: accepted -> undecodable",
        ],
    );
}

#[test]
fn a_required_member_takes_the_default_of_a_struct() {
    says(
        &[
            (
                "    Size:\n      type: object\n",
                "    Size:\n      type: object\n      required: [unit]\n",
            ),
            (
                "        height: { type: number }",
                "        height: { type: number }\n        unit: { type: string }",
            ),
        ],
        &[
            "major member added Size::unit: needs-change",
            "  without `unit`: accepted -> defects",
        ],
    );
}

#[test]
fn a_member_that_is_gone_cannot_be_received() {
    says(
        &[(
            "        weight:\n          description: In grams.\n          type: integer\n",
            "",
        )],
        &[
            "major member removed Parcel::weight: gone",
            "  with `weight`: accepted -> accepted",
        ],
    );
}

#[test]
fn a_member_that_becomes_required_is_a_defect_or_undecodable_by_where_its_object_is() {
    says(
        &[("required: [id]", "required: [id, weight]")],
        &[
            "major member required Parcel::weight: needs-change",
            "  without `weight`: accepted -> defects",
            "  without `weight`: accepted -> undecodable",
        ],
    );
}

#[test]
fn a_member_that_becomes_optional_is_an_option() {
    says(
        &[("required: [id]", "required: []")],
        &[
            "major member optional Parcel::id: needs-change",
            "  without `id`: defects -> accepted",
            "  without `id`: undecodable -> accepted",
        ],
    );
}

#[test]
fn an_object_that_becomes_optional_holds_what_is_in_it() {
    says(
        &[("required: [type, parcel]", "required: [type]")],
        &[
            "major member optional ParcelSent::parcel: needs-change",
            "  without `parcel`: undecodable -> accepted",
        ],
    );
}

#[test]
fn null_makes_a_member_an_option() {
    says(
        &[(
            "          type: string\n        weight",
            "          type: [string, 'null']\n        weight",
        )],
        &[
            "major member optional Parcel::id: needs-change",
            "  without `id`: defects -> accepted",
            "  without `id`: undecodable -> accepted",
        ],
    );
}

#[test]
fn absence_that_is_told_from_null_is_another_type() {
    says(
        &[(
            "        height: { type: number }",
            "        height: { type: [number, 'null'], x-webhook-distinct-null: true }",
        )],
        &["major member changed Size::height: needs-change"],
    );
}

#[test]
fn another_type_takes_other_values() {
    says(
        &[(
            "          description: In grams.\n          type: integer\n",
            "          description: In grams.\n          type: string\n",
        )],
        &[
            "major member changed Parcel::weight: needs-change",
            "  with `weight` as an integer: accepted -> defects",
            "  with `weight` as text: defects -> accepted",
        ],
    );
}

#[test]
fn a_wider_type_takes_more_values_and_is_another_type() {
    says(
        &[(
            "          description: In grams.\n          type: integer\n",
            "          description: In grams.\n          type: number\n",
        )],
        &[
            "major member changed Parcel::weight: needs-change",
            "  with `weight` as a number: defects -> accepted",
        ],
    );
}

#[test]
fn a_format_that_goes_takes_more_values() {
    says(
        &[("type: string, format: date-time", "type: string")],
        &[
            "major member changed Parcel::sent: needs-change",
            "  with `sent` as text: defects -> accepted",
        ],
    );
}

#[test]
fn a_format_that_comes_takes_fewer() {
    says(
        &[(
            "items: { type: string }",
            "items: { type: string, format: date }",
        )],
        &[
            "major member changed Parcel::labels: needs-change",
            "  with `labels` as it was: accepted -> defects",
        ],
    );
}

#[test]
fn a_list_in_place_of_one_value() {
    says(
        &[(
            "{ type: array, items: { type: string } }",
            "{ type: string }",
        )],
        &[
            "major member changed Parcel::labels: needs-change",
            "  with `labels` as a list: accepted -> defects",
            "  with `labels` as text: defects -> accepted",
        ],
    );
}

#[test]
fn an_enum_in_place_of_text_takes_the_same_values() {
    says(
        &[(
            "items: { type: string }",
            "items: { type: string, enum: [fragile, heavy] }",
        )],
        &["major member changed Parcel::labels: needs-change +ParcelLabel"],
    );
}

#[test]
fn a_member_with_another_name_is_one_change() {
    says(
        &[("        weight:\n", "        mass:\n")],
        &[
            "major member renamed Parcel::mass: needs-change",
            "  with `weight`, which is not read any more: accepted -> accepted",
        ],
    );
}

#[test]
fn a_member_with_another_name_on_the_wire_alone_is_not_read() {
    says(
        &[(
            "        weight:\n          description: In grams.\n          type: integer\n",
            "        mass:\n          description: In grams.\n          type: integer\n          x-rust-name: weight\n",
        )],
        &[
            "major member renamed Parcel::weight: compiles",
            "  with `weight`, which is not read any more: accepted -> accepted",
        ],
    );
}

#[test]
fn a_field_with_another_name_is_read_as_before() {
    says(
        &[(
            "          description: In grams.\n          type: integer\n",
            "          description: In grams.\n          type: integer\n          x-rust-name: grams\n",
        )],
        &["major member renamed Parcel::grams: needs-change"],
    );
}

#[test]
fn two_members_in_place_of_one_are_no_rename() {
    says(
        &[(
            "        weight:\n          description: In grams.\n          type: integer\n",
            "        length: { type: integer }\n        width: { type: integer }\n",
        )],
        &[
            "major member removed Parcel::weight: gone",
            "  with `weight`: accepted -> accepted",
            "minor member added Parcel::length: compiles",
            "  with `length`: accepted -> accepted",
            "minor member added Parcel::width: compiles",
            "  with `width`: accepted -> accepted",
        ],
    );
}

#[test]
fn a_member_that_is_outdated_asks_for_a_minor_step() {
    says(
        &[(
            "          description: In grams.\n          type: integer\n",
            "          description: In grams.\n          type: integer\n          deprecated: true\n",
        )],
        &["minor member deprecated Parcel::weight: compiles"],
    );
}

#[test]
fn prose_of_a_member_asks_for_a_patch() {
    says(
        &[("In grams.", "In kilograms.")],
        &["patch member documented Parcel::weight: compiles"],
    );
}

#[test]
fn prose_of_a_type_is_told_once() {
    says(
        &[(
            "      description: A parcel.\n",
            "      description: A box.\n",
        )],
        &["patch type documented Parcel: compiles"],
    );
}

#[test]
fn members_that_are_not_listed_get_a_field() {
    says(
        &[(
            "      description: A parcel.\n",
            "      description: A parcel.\n      additionalProperties: true\n",
        )],
        &["minor member added Parcel::additional_properties: compiles"],
    );
}

#[test]
fn a_default_makes_a_member_optional() {
    says(
        &[(
            "          type: string\n        weight",
            "          type: string\n          default: none\n        weight",
        )],
        &[
            "major member optional Parcel::id: needs-change",
            "  without `id`: defects -> accepted",
            "  without `id`: undecodable -> accepted",
            "patch member documented Parcel::id: compiles",
        ],
    );
}

#[test]
fn a_validation_keyword_changes_the_documentation_alone() {
    says(
        &[(
            "          description: In grams.\n          type: integer\n",
            "          description: In grams.\n          type: integer\n          minimum: 1\n",
        )],
        &["patch member documented Parcel::weight: compiles"],
    );
}
