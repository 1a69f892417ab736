//! What codegen calls the things of a document whose own names are no names in Rust, or are not
//! there.

use std::fmt::Write;

use super::made::Made as Crate;

/// The head of a document, to which its webhooks and components are added.
const HEAD: &str = "openapi: 3.1.0\ninfo: {title: Names, version: '1'}\n";

/// What one run gave.
struct Made {
    /// The sources of the crate without comments and attributes, each run of white space written
    /// as one space.
    sources: String,
    /// The types as they are written.
    types: String,
    warnings: String,
}

impl Made {
    fn assert_has(&self, expected: &str) {
        assert!(
            self.sources.contains(expected),
            "{expected}\n{}",
            self.sources
        );
    }

    fn assert_lacks(&self, unexpected: &str) {
        assert!(
            !self.sources.contains(unexpected),
            "{unexpected}\n{}",
            self.sources
        );
    }
}

/// What codegen says of a root document with these parts, where it makes nothing of it.
fn refused(parts: &str) -> String {
    let made = Crate::try_of(&format!("{HEAD}{parts}"), &[]);
    made.err().expect("something is made of it")
}

/// What is made of a root document with these parts, and other files beside it.
fn made_of_files(parts: &str, others: &[(&str, &str)]) -> Made {
    let made = Crate::try_of(&format!("{HEAD}{parts}"), others);
    let made = made.unwrap_or_else(|said| panic!("{said}"));
    let mut sources = String::new();
    for (_, text) in made.files().filter(|(path, _)| path.ends_with(".rs")) {
        let code = text.lines().map(str::trim);
        let code = code.filter(|line| !line.starts_with("//") && !line.starts_with("#["));
        for word in code.flat_map(str::split_whitespace) {
            write!(sources, "{word} ").unwrap();
        }
    }
    let types = made
        .files()
        .find(|(path, _)| *path == "src/types/webhooks.rs");
    Made {
        sources,
        types: types.map(|(_, text)| text.to_owned()).unwrap_or_default(),
        warnings: made.said,
    }
}

fn made(parts: &str) -> Made {
    made_of_files(parts, &[])
}

/// The webhooks of a document, each with the schema of its payload.
fn webhooks(payloads: &[(&str, &str)]) -> String {
    let mut text = "webhooks:\n".to_owned();
    for (name, schema) in payloads {
        writeln!(
            text,
            "  {name}: {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}"
        )
        .unwrap();
    }
    text
}

/// A payload with one text.
const PAYLOAD: &str = "{type: object, properties: {a: {type: string}}}";

/// Security schemes by their names, each an API key in a header of its own, and a webhook that asks
/// for any of them.
fn schemes(names: &[&str]) -> String {
    let mut text = webhooks(&[("a", PAYLOAD)]);
    let asked: Vec<String> = names
        .iter()
        .map(|name| format!("{{'{name}': []}}"))
        .collect();
    writeln!(text, "security: [{}]", asked.join(", ")).unwrap();
    text.push_str("components:\n  securitySchemes:\n");
    for (index, name) in names.iter().enumerate() {
        writeln!(
            text,
            "    '{name}': {{type: apiKey, in: header, name: X-{index}}}"
        )
        .unwrap();
    }
    text
}

#[test]
fn a_scheme_hides_no_method_that_the_builder_needs() {
    for (name, method) in [
        ("default", "default_scheme"),
        ("new", "new_scheme"),
        ("build", "build_scheme"),
        ("add", "add_scheme"),
    ] {
        let made = made(&schemes(&[name]));
        made.assert_has(&format!("pub fn {method}(mut self, keys: ApiKey)"));
        made.assert_lacks(&format!("pub fn {name}(mut self"));
    }
}

#[test]
fn schemes_that_are_called_self_have_variants_of_their_own() {
    let alone = made(&schemes(&["self"]));
    alone.assert_has("pub enum SecurityScheme { SelfScheme, }");
    alone.assert_has("pub fn self_scheme(mut self");
    assert_eq!(alone.warnings, "");
    let both = made(&schemes(&["Self", "self"]));
    both.assert_has("pub enum SecurityScheme { SelfScheme, SelfScheme2, }");
    assert!(
        both.warnings
            .contains("`self_scheme` is taken, so this becomes `self_scheme2`"),
        "{}",
        both.warnings
    );
}

#[test]
fn what_a_file_of_one_schema_holds_is_named_after_the_file() {
    let event = "{type: object, properties: {user: {$ref: user.yaml}, team: {$ref: team.yaml}, rows: {$ref: 'rows.yaml#/items'}}}";
    let schema = "{type: object, properties: {status: {type: string, enum: [a, NAME]}, addr: {type: object, properties: {NAME: {type: string}}}}}";
    let made = made_of_files(
        &webhooks(&[("a", "{$ref: event.yaml}")]),
        &[
            ("event.yaml", event),
            ("user.yaml", &schema.replace("NAME", "user")),
            ("team.yaml", &schema.replace("NAME", "team")),
            (
                "rows.yaml",
                "{type: array, items: {type: object, properties: {sku: {type: string}}}}",
            ),
        ],
    );
    made.assert_has("pub enum UserStatus {");
    made.assert_has("pub struct UserAddr {");
    made.assert_has("pub enum TeamStatus {");
    made.assert_has("pub struct TeamAddr {");
    made.assert_has("pub rows: Option<RowsItem>");
    made.assert_lacks("Properties");
}

#[test]
fn a_file_of_several_schemas_may_call_one_as_a_keyword_is() {
    let schemas = "{items: {type: object, properties: {a: {type: string}}}, other: {type: string}}";
    let made = made_of_files(
        &webhooks(&[(
            "a",
            "{type: object, properties: {rows: {$ref: 'schemas.yaml#/items'}}}",
        )]),
        &[("schemas.yaml", schemas)],
    );
    made.assert_has("pub rows: Option<Items>");
}

#[test]
fn what_a_list_or_a_map_of_a_name_holds_is_named_after_it() {
    let document = webhooks(&[
        ("invoice", "{type: object, properties: {rows: {$ref: '#/components/schemas/LineItems'}, prices: {$ref: '#/components/schemas/PriceMap'}, old: {$ref: '#/components/schemas/Perhaps'}}}"),
        ("order", "{type: object, properties: {lines: {$ref: '#/components/schemas/LineItems'}, cost: {$ref: '#/components/schemas/PriceMap'}}}"),
    ]) + "components:
  schemas:
    LineItems: {type: array, items: {type: object, properties: {sku: {type: string}}}}
    PriceMap: {type: object, additionalProperties: {type: object, properties: {amount: {type: integer}}}}
    Perhaps: {oneOf: [{type: 'null'}, {type: object, properties: {b: {type: string}}}]}
";
    let made = made(&document);
    made.assert_has("pub rows: Option<Vec<LineItemsItem>>");
    made.assert_has("pub lines: Option<Vec<LineItemsItem>>");
    made.assert_has("pub cost: Option<BTreeMap<String, PriceMapValue>>");
    made.assert_has("pub old: Option<Perhaps>");
}

#[test]
fn a_choice_that_is_settled_beside_it_makes_no_type_of_its_own() {
    let document = webhooks(&[
        ("charged", "{allOf: [{$ref: '#/components/schemas/Event'}, {type: object, properties: {object: {$ref: '#/components/schemas/Charge'}}}]}"),
        ("any", "{$ref: '#/components/schemas/Event'}"),
    ]) + "components:
  schemas:
    Event: {type: object, properties: {object: {description: What it is about., anyOf: [{$ref: '#/components/schemas/Charge'}, {$ref: '#/components/schemas/Customer'}]}}}
    Charge: {type: object, required: [object], properties: {object: {type: string, enum: [charge]}, outcome: {type: object, properties: {a: {type: string}}}}}
    Customer: {type: object, required: [object], properties: {object: {type: string, enum: [customer]}}}
";
    let types = made(&document).types;
    let field = "    /// What it is about.\n    #[serde(skip_serializing_if = \"Option::is_none\")]\n    pub object: Option<Charge>,";
    assert!(types.contains(field), "{types}");
    // The payload, the event, the two that it may be about, and the outcome.
    assert_eq!(types.matches("pub struct ").count(), 5, "{types}");
    assert!(types.contains("pub struct ChargeOutcome {"), "{types}");
}

#[test]
fn no_method_of_a_handler_promises_what_it_does_not_do() {
    let made = made(&webhooks(&[
        ("new", PAYLOAD),
        ("from.address.changed", PAYLOAD),
        ("into-x", PAYLOAD),
    ]));
    for method in ["on_new", "on_from_address_changed", "on_into_x"] {
        made.assert_has(&format!("fn {method}( &self,"));
    }
    made.assert_has("EventName { New, FromAddressChanged, IntoX,");
}

#[test]
fn every_scheme_has_a_variable_of_its_own_in_the_example() {
    let made = made(&schemes(&[
        "_", "-", "1", "KEY", "key", "a-b", "a_b", "type",
    ]));
    let read = made.sources.split("env::var(\"").skip(1);
    let mut variables: Vec<&str> = read.map(|rest| rest.split('"').next().unwrap()).collect();
    variables.retain(|variable| !["LISTEN", "UNAUTHENTICATED"].contains(variable));
    assert_eq!(
        variables,
        [
            "UNDERSCORE",
            "MINUS",
            "N1",
            "KEY",
            "KEY_SCHEME",
            "A_B",
            "A_UNDERSCORE_B",
            "TYPE"
        ]
    );
}

#[test]
fn alternatives_that_are_the_same_scalar_are_one_variant() {
    let made = made(&webhooks(&[(
        "a",
        "{type: object, properties: {
          id: {anyOf: [{title: Uuid, type: string, format: uuid}, {type: string, pattern: '^x_'}, {type: integer}]},
          level: {anyOf: [{type: string}, {type: string, enum: [low, high]}, {type: integer}]},
          at: {anyOf: [{type: string, format: date-time}, {type: string}, {type: integer}]}}}",
    )]));
    made.assert_has("pub enum AId { Text(String), Integer(i64),");
    made.assert_has("pub enum ALevel { Text(Box<ALevelText>), Integer(i64),");
    made.assert_has("pub enum AAt { DateTime(Timestamp), Text(String), Integer(i64),");
    assert_eq!(
        made.warnings.matches("warning[ambiguous-union]").count(),
        1,
        "{}",
        made.warnings
    );
    assert!(
        !made.warnings.contains("discriminator"),
        "{}",
        made.warnings
    );
}

#[test]
fn a_name_for_an_operation_is_one_that_rust_has() {
    let document = |name: &str| {
        webhooks(&[("a", PAYLOAD)]).replace("post: {", &format!("post: {{x-rust-name: '{name}', "))
    };
    for name in ["Lost", "parcel_lost", "type"] {
        made(&document(name));
    }
    for (name, remedy) in [
        ("", "give it a name, or leave `x-rust-name` out"),
        ("9a", "call it `N9a`, or choose another name"),
        ("a b", "call it `AB`, or choose another name"),
        ("self", "call it `Self_`, or choose another name"),
    ] {
        let said = refused(&document(name));
        assert!(
            said.contains("error[invalid-value]") && said.contains(remedy),
            "{said}"
        );
    }
}

#[test]
fn the_name_that_is_offered_for_a_field_is_one_that_is_taken() {
    let document = |name: &str| {
        let payload = "{type: object, properties: {a: {type: string, x-rust-name: NAME}}}";
        webhooks(&[("a", &payload.replace("NAME", name))])
    };
    let said = refused(&document("Type"));
    assert!(said.contains("help: call it `type`\n"), "{said}");
    made(&document("type")).assert_has("pub r#type: Option<String>");
}

#[test]
fn a_name_for_a_value_that_is_not_taken_is_told() {
    let made = made(&webhooks(&[(
        "a",
        "{type: string, enum: [x, y, z], x-enum-varnames: [Low, LOW, Unknown]}",
    )]));
    made.assert_has("{ Low, Y, Z, Unknown(String), }");
    for (given, taken) in [("LOW", "Y"), ("Unknown", "Z")] {
        let warning =
            format!("`{given}` is taken, so this value is named after its text: `{taken}`");
        assert!(made.warnings.contains(&warning), "{}", made.warnings);
    }
}

#[test]
fn letters_that_a_name_cannot_have_become_those_of_ascii() {
    let document = webhooks(&[
        (
            "a",
            "{type: string, enum: [größer, œuvre, ångström, ñandú, ﬁn]}",
        ),
        ("b", PAYLOAD),
    ]);
    let tagged = document
        .replacen("post: {", "post: {tags: [Zahlungsübersicht], ", 1)
        .replace("  b: {post: {", "  b: {post: {tags: [Ünï], ");
    let made = made(&tagged);
    made.assert_has("{ Größer, Oeuvre, Ångström, Ñandú, Fin, Unknown(String), }");
    made.assert_has("&[\"zahlungsubersicht\", \"uni\"]");
    made.assert_has("pub trait ZahlungsübersichtHandler");
}

#[test]
fn a_name_that_looks_like_another_is_written_in_ascii() {
    // The capital of `μ` looks like a letter of ASCII; `ω` and `ы` look like none.
    let document = webhooks(&[("a", "{type: string, enum: [μg, mg, ωμ, мы, та, éα]}")]);
    let made = made(&document);
    made.assert_has("{ U3bcG, Mg, Ωμ, Мы, Ta, Ea, Unknown(String), }");
}

#[test]
fn a_member_that_all_variants_describe_alike_is_of_one_type_of_the_union() {
    let document = webhooks(&[("a", "{$ref: '#/components/schemas/Holder'}")])
        + "components:
  schemas:
    Holder: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
    Cat: {type: object, required: [kind], properties: {kind: {const: cat}, state: {description: The cat's., type: string, enum: [fed, hungry]}, size: {type: string, enum: [small]}}}
    Dog: {type: object, required: [kind], properties: {kind: {const: dog}, state: {description: The dog's., type: string, enum: [fed, hungry]}, size: {type: string, enum: [big]}}}
";
    let made = made(&document);
    assert_eq!(made.sources.matches("Option<PetState>").count(), 2);
    made.assert_has("state: &PetState");
    for own in ["CatSize", "DogSize"] {
        made.assert_has(&format!("pub enum {own} {{"));
    }
}

#[test]
fn a_misspelt_way_of_grouping_is_an_error_that_names_the_nearest() {
    let said = refused("x-webhook-groups: togther\nwebhooks: {moved: {post: {}}}\n");
    assert!(
        said.contains("`togther` is no value of `x-webhook-groups`"),
        "{said}"
    );
    assert!(said.contains("did you mean `together`?"), "{said}");
}
