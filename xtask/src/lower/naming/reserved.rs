//! Names that generated code uses for something else.

/// Type names that generated modules use for something else.
pub(crate) const RESERVED_TYPES: [&str; 29] = [
    "Box",
    "BTreeMap",
    "Clone",
    "D",
    "Debug",
    "Default",
    "Deserialize",
    "Deserializer",
    "Drop",
    "Err",
    "Error",
    "From",
    "JsonKind",
    "Map",
    "Mismatch",
    "NaiveDate",
    "None",
    "Ok",
    "Option",
    "RawValue",
    "Read",
    "Result",
    "Serialize",
    "Serializer",
    "Some",
    "String",
    "Timestamp",
    "Value",
    "Vec",
];

/// Methods that a receiver's builder has, after which neither a group nor a scheme is named: those of
/// the runtime's `receiver_builder_methods!`, `new`, `inbox`, which the inbox crate adds, and
/// `handshake_token`, which is there for handshakes with a token.
pub(crate) const BUILDER_METHODS: [&str; 13] = [
    "accept_unhandled",
    "build",
    "clock",
    "fallback",
    "handshake_token",
    "inbox",
    "keys_by",
    "limits",
    "new",
    "on_panic",
    "strictness",
    "unauthenticated",
    "verify_by",
];

#[cfg(test)]
mod tests {
    use super::BUILDER_METHODS;

    #[test]
    fn every_method_of_the_builder_is_known() {
        let source = include_str!("../../../../templates/runtime/src/receiver/building/mod.rs");
        let (_, methods) = source
            .split_once("macro_rules! receiver_builder_methods")
            .unwrap();
        let methods: Vec<&str> = methods
            .lines()
            .filter_map(|line| line.trim_start().strip_prefix("pub fn "))
            .filter_map(|line| line.split(['(', '<']).next())
            .collect();
        assert!(methods.len() > 5, "{methods:?}");
        for method in methods {
            assert!(BUILDER_METHODS.contains(&method), "{method}");
        }
    }
}
