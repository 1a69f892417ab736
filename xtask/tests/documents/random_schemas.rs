//! Documents with random schemas: codegen makes a crate or says why not, and never panics.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value, json};
use xtask::codegen::{CodegenOptions, Exit, codegen};
use xtask::model::Required;
use xtask::output::Mode;
use xtask::report::ReportFormat;

/// Names of members, components and constants: few, so that they meet, and odd.
fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "a", "b", "type", "kind", "Self", "self", "a_b", "aB", "A", "1st", "", "-", "é", "A/b~c",
        "Vec", "Unknown",
    ])
    .prop_map(str::to_owned)
}

fn reference() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => word().prop_map(|name| {
            let name = name.replace('~', "~0").replace('/', "~1");
            format!("#/components/schemas/{name}")
        }),
        1 => Just("#/components/schemas/a/properties/b".to_owned()),
        1 => Just("#/components/schemas/a/allOf/0".to_owned()),
        1 => Just("#a".to_owned()),
        1 => Just("id-a".to_owned()),
        1 => Just("#".to_owned()),
        1 => Just("#/%zz".to_owned()),
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3_i64..3).prop_map(Value::from),
        (-2.0_f64..2.0).prop_map(Value::from),
        word().prop_map(Value::from),
        Just(json!({ "a": 1 })),
        Just(json!([])),
    ]
}

fn kind() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        "object", "object", "array", "string", "integer", "number", "boolean", "null", "file",
    ])
    .prop_map(Value::from)
}

/// One keyword and a value that it may have, or one that it may not.
fn keyword(schema: BoxedStrategy<Value>) -> impl Strategy<Value = (String, Value)> {
    let list = prop::collection::vec(schema.clone(), 0..4).prop_map(Value::from);
    let map = prop::collection::vec((word(), schema.clone()), 0..4)
        .prop_map(|members| Value::Object(members.into_iter().collect()));
    let named = |names: &[&'static str], value: BoxedStrategy<Value>| {
        (prop::sample::select(names.to_vec()), value)
            .prop_map(|(name, value)| (name.to_owned(), value))
    };
    prop_oneof![
        3 => named(&["type"], prop_oneof![
            4 => kind().boxed(),
            1 => prop::collection::vec(kind(), 0..4).prop_map(Value::from).boxed(),
            1 => scalar().boxed(),
        ].boxed()),
        6 => named(&["properties", "properties", "$defs", "patternProperties", "dependentSchemas"], map.boxed()),
        2 => named(&["required", "enum", "examples"], prop::collection::vec(scalar(), 0..4).prop_map(Value::from).boxed()),
        4 => named(&["allOf", "oneOf", "anyOf", "prefixItems"], list.boxed()),
        4 => named(&["items", "additionalProperties", "unevaluatedProperties", "not", "if", "then", "contains"], schema),
        3 => named(&["$ref", "$dynamicRef"], reference().prop_map(Value::from).boxed()),
        1 => named(&["const", "default", "nullable", "deprecated", "uniqueItems", "required", "items", "oneOf", "properties", "$id"], scalar().boxed()),
        1 => named(&["title", "description", "format", "x-rust-name", "$anchor", "pattern"], word().prop_map(Value::from).boxed()),
        1 => named(&["discriminator"], (word(), word(), reference()).prop_map(|(property, value, target)| {
            json!({ "propertyName": property, "mapping": { value: target } })
        }).boxed()),
        1 => named(&["$id"], Just(json!("id-a")).boxed()),
    ]
}

fn schema() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        4 => kind().prop_map(|kind| json!({ "type": kind })),
        2 => reference().prop_map(|reference| json!({ "$ref": reference })),
        1 => any::<bool>().prop_map(Value::from),
        1 => scalar().prop_map(|value| json!({ "const": value })),
    ];
    leaf.prop_recursive(5, 48, 5, |inner| {
        prop::collection::vec(keyword(inner.boxed()), 0..5)
            .prop_map(|keywords| Value::Object(keywords.into_iter().collect::<Map<_, _>>()))
    })
    .boxed()
}

fn document() -> impl Strategy<Value = Value> {
    let payloads = prop::collection::vec(schema(), 1..3);
    let components = prop::collection::vec((word(), schema()), 0..5);
    (payloads, components).prop_map(|(payloads, components)| {
        let webhooks: Map<String, Value> = payloads
            .into_iter()
            .enumerate()
            .map(|(index, schema)| {
                let content = json!({ "application/json": { "schema": schema } });
                let post = json!({ "post": { "requestBody": { "content": content } } });
                (format!("event-{index}"), post)
            })
            .collect();
        let components: Map<String, Value> = components.into_iter().collect();
        json!({
            "openapi": "3.1.0",
            "info": { "title": "Random", "version": "1" },
            "webhooks": webhooks,
            "components": { "schemas": components },
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn a_document_gives_a_crate_or_a_diagnostic(document in document(), optional in any::<bool>()) {
        let home = tempfile::tempdir().unwrap();
        let spec = home.path().join("openapi.json");
        std::fs::write(&spec, document.to_string()).unwrap();
        // A check renders the whole crate and writes none of it.
        let ran = codegen(&CodegenOptions {
            mode: Mode::Check,
            required: if optional { Required::Optional } else { Required::Document },
            report: Some(ReportFormat::Json),
            ..CodegenOptions::new(spec, home.path().join("out"))
        });
        match ran.exit {
            Exit::Drift => prop_assert!(serde_json::from_str::<Value>(&ran.stdout).is_ok()),
            Exit::Failed => prop_assert!(ran.diagnostics.contains("error["), "{}", ran.diagnostics),
            Exit::Agreed => prop_assert!(false, "nothing was rendered"),
        }
        prop_assert!(!ran.diagnostics.contains("fault of the generator"), "{}", ran.diagnostics);
    }
}
