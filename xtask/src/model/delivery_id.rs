//! Where deliveries are numbered.

use crate::place::Pointer;

/// One of the places where a delivery may carry its id. The first that is there counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryIdPlace {
    /// In the first of these headers that is there.
    Header(Vec<String>),
    /// In this parameter of the query.
    Query(String),
    /// In the body, at these places together.
    Body(Vec<Pointer>),
}

impl DeliveryIdPlace {
    /// The place in words, each text in code after `coded` has made it fit.
    pub fn in_words(&self, coded: impl Fn(&str) -> String) -> String {
        let all = |texts: Vec<String>, word: &str| {
            let texts: Vec<String> = texts.iter().map(|text| coded(text)).collect();
            texts.join(word)
        };
        match self {
            Self::Header(names) => format!("the header {}", all(names.clone(), " or ")),
            Self::Query(name) => format!("the query parameter {}", coded(name)),
            Self::Body(pointers) => {
                all(pointers.iter().map(ToString::to_string).collect(), " and ")
            }
        }
    }
}
