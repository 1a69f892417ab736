//! Parameters of a query that are objects: the query of a request and the members of an object in,
//! the object out. One without any of its members is absent, and so is one that does not fit.

use serde::de::DeserializeOwned;

use crate::runtime::body::form_field::FormField;
use crate::runtime::body::form_json::{Pair, decode_fields};
use crate::runtime::decode::decode_payload;
use crate::runtime::decode::strictness::Strictness;
use crate::runtime::form_encoding::{form_decoded, query_pairs};
use crate::runtime::handling::parameters::query::every_text_between;

/// An object that is written as `filter[colour]=red&filter[size]=4`.
#[must_use]
pub fn deep_object<T: DeserializeOwned>(
    query: &str,
    name: &str,
    fields: &[FormField<'_>],
) -> Option<T> {
    let members = pairs(query).filter_map(|(written, value)| {
        let rest = written.strip_prefix(name)?.strip_prefix('[')?;
        let (member, rest) = rest.split_once(']')?;
        Some((format!("{member}{rest}"), value))
    });
    object(members.collect(), fields)
}

/// An object that is written as `colour=red&size=4`: of these members, or of all parameters where
/// it lists none.
#[must_use]
pub fn object_of_members<T: DeserializeOwned>(query: &str, fields: &[FormField<'_>]) -> Option<T> {
    let is_listed = |written: &str| {
        let name = written.strip_suffix("[]").unwrap_or(written);
        let mut names = fields.iter().map(|field| field.name);
        fields.is_empty() || names.any(|known| known == written || known == name)
    };
    let members = pairs(query).filter(|(written, _)| is_listed(written));
    object(members.collect(), fields)
}

/// An object that is written as `filter=colour,red,size,4`, with this between names and values.
#[must_use]
pub fn object_of_pairs<T: DeserializeOwned>(
    query: &str,
    name: &str,
    separator: char,
    fields: &[FormField<'_>],
) -> Option<T> {
    let texts = every_text_between(query, name, separator)?;
    let members = texts.chunks(2).map(|pair| match pair {
        [name, value] => Some((name.clone(), value.clone().into_bytes())),
        _ => None,
    });
    object(members.collect::<Option<Vec<_>>>()?, fields)
}

/// The parameters of a query. In a name, bytes that are not UTF-8 become U+FFFD.
fn pairs(query: &str) -> impl Iterator<Item = (String, Vec<u8>)> {
    let written = query_pairs(query).filter(|(name, _)| !name.is_empty());
    written.map(|(name, value)| {
        let name = String::from_utf8_lossy(&name).into_owned();
        (name, form_decoded(value))
    })
}

fn object<T: DeserializeOwned>(
    members: Vec<(String, Vec<u8>)>,
    fields: &[FormField<'_>],
) -> Option<T> {
    if members.is_empty() {
        return None;
    }
    let members = members.into_iter().map(|(name, value)| Pair {
        name: name.into(),
        is_named: true,
        is_file: false,
        text: value.into(),
    });
    let decoded = decode_fields(members, fields, Strictness::Strict, decode_payload);
    decoded.ok().map(|decoded| decoded.value)
}
