//! Names and values as `application/x-www-form-urlencoded` writes them, in queries and in forms:
//! their texts in, the [bytes](https://url.spec.whatwg.org/#urlencoded-parsing) that they stand for
//! out.

use std::borrow::Cow;

use percent_encoding::percent_decode;

/// The bytes that a name or value stands for, which need not be UTF-8.
pub(crate) fn form_decoded(text: &[u8]) -> Vec<u8> {
    let spaced: Cow<'_, [u8]> = if text.contains(&b'+') {
        let spaced = text
            .iter()
            .map(|byte| if *byte == b'+' { b' ' } else { *byte });
        spaced.collect()
    } else {
        text.into()
    };
    percent_decode(&spaced).collect()
}

/// The parameters of a query: the name of each, and its value as it is written.
pub(crate) fn query_pairs(query: &str) -> impl Iterator<Item = (Vec<u8>, &[u8])> {
    query.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (form_decoded(name.as_bytes()), value.as_bytes())
    })
}
