//! Shapes and tests in words.
//!
//! In: parts of the model. Out: how a report writes them.

use crate::model::{MemberTest, Model, Shape, UnionTest};

/// A shape as the Rust type that it becomes.
pub(crate) fn shape_text(shape: &Shape, model: &Model) -> String {
    let plain = match shape {
        Shape::Json => "Value",
        Shape::JsonObject => "Map<String, Value>",
        Shape::Boolean => "bool",
        Shape::Integer => "i64",
        Shape::UnsignedInteger => "u64",
        Shape::Number => "f64",
        Shape::Text => "String",
        Shape::DateTime => "Timestamp",
        Shape::Date => "NaiveDate",
        Shape::List(inner) => return format!("Vec<{}>", shape_text(inner, model)),
        Shape::Map(inner) => return format!("BTreeMap<String, {}>", shape_text(inner, model)),
        Shape::JsonText(inner, coding) => {
            return format!("{}<{}>", coding.rust(), shape_text(inner, model));
        }
        Shape::Nullable(inner) => return format!("Option<{}>", shape_text(inner, model)),
        Shape::Named(id) => model
            .definition(*id)
            .map_or("Value", |definition| definition.ident.as_str()),
    };
    plain.to_owned()
}

/// What a union's values are asked, outermost first, each question once.
pub(super) fn tests_of(test: &UnionTest) -> Vec<String> {
    let mut words = Vec::new();
    collect(test, &mut words);
    words
}

/// Whether any object passes a test.
fn asks_nothing(test: &MemberTest) -> bool {
    test.present.is_empty() && test.named.is_empty()
}

fn collect(test: &UnionTest, words: &mut Vec<String>) {
    let word = match test {
        UnionTest::Tag(tag) if tag.declared => format!("discriminator: {}", tag.path.join("/")),
        UnionTest::Tag(tag) if tag.path.is_empty() => "inferred tag: the value".to_owned(),
        UnionTest::Tag(tag) => format!("inferred tag: {}", tag.path.join("/")),
        UnionTest::Kind(_) => "kind".to_owned(),
        UnionTest::Members(tests) if tests.iter().all(asks_nothing) => return,
        UnionTest::Members(_) => "members".to_owned(),
        UnionTest::Attempt(_) => "attempt".to_owned(),
    };
    if !words.contains(&word) {
        words.push(word);
    }
    for further in test.further() {
        collect(further, words);
    }
}
