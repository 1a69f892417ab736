//! Security schemes, and who may deliver.

use super::desk::says;

#[test]
fn a_new_scheme_is_a_method_of_the_builder() {
    says(
        &[
            (
                "    token: {",
                "    basic: { type: http, scheme: basic }\n    token: {",
            ),
            ("  - token: []", "  - token: []\n  - basic: []"),
        ],
        &[
            "minor scheme added basic: compiles",
            "  by this scheme: refused -> accepted",
        ],
    );
}

#[test]
fn a_scheme_that_is_gone_admits_nobody() {
    says(
        &[
            (
                "    token: { type: http, scheme: bearer, bearerFormat: JWT }\n",
                "",
            ),
            ("  - token: []\n", ""),
        ],
        &[
            "major scheme removed token: gone",
            "  by this scheme alone: accepted -> refused",
        ],
    );
}

#[test]
fn a_scheme_with_another_name_is_one_change() {
    says(
        &[
            ("    token: {", "    jwt: {"),
            ("  - token: []", "  - jwt: []"),
        ],
        &["major scheme renamed jwt: needs-change"],
    );
}

#[test]
fn a_key_elsewhere_compiles_and_is_refused() {
    says(
        &[("name: X-Key", "name: X-Other-Key")],
        &[
            "major scheme changed key: compiles",
            "  that show it as before: accepted -> refused",
            "  that show it as now: refused -> accepted",
        ],
    );
}

#[test]
fn another_kind_of_credential_takes_other_keys() {
    says(
        &[(
            "{ type: apiKey, in: header, name: X-Key }",
            "{ type: http, scheme: basic }",
        )],
        &[
            "major scheme changed key: needs-change",
            "  that show it as before: accepted -> refused",
            "  that show it as now: refused -> accepted",
        ],
    );
}

#[test]
fn an_alternative_that_goes_for_some_events_is_told_for_these() {
    says(
        &[
            ("  - token: []\n", ""),
            (
                "      summary: A parcel was lost",
                "      security: [{ token: [] }, { key: [] }]\n      summary: A parcel was lost",
            ),
        ],
        &[
            "major security changed parcel-sent: needs-change",
            "  by `token`: accepted -> refused",
        ],
    );
}

#[test]
fn alternatives_that_change_for_all_events_are_one_change() {
    says(
        &[(
            "  - key: []\n  - token: []\n",
            "  - key: []\n    token: []\n",
        )],
        &[
            "major security changed 2 events: needs-change",
            "  by `key`: accepted -> refused",
            "  by `token`: accepted -> refused",
            "  by `key` and `token`: refused -> accepted",
        ],
    );
}

#[test]
fn a_spec_that_says_no_more_who_may_deliver() {
    says(
        &[
            ("security:\n  - key: []\n  - token: []\n", ""),
            (
                "    key: { type: apiKey, in: header, name: X-Key }\n    token: { type: http, scheme: bearer, bearerFormat: JWT }\n",
                "    key: { type: apiKey, in: header, name: X-Key }\n",
            ),
        ],
        &[
            "major scheme removed key: gone",
            "major scheme removed token: gone",
            "major security changed 2 events: needs-change",
        ],
    );
}
