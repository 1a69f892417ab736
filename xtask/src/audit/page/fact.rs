//! The facts below a field: its values and its example.
//!
//! In: the text behind `Enum:` or `Example:`. Out: JSON values, or a complaint where they stop
//! being JSON.

use std::collections::BTreeMap;

use serde_json::Value;

use super::At;
use super::cursor::{Cursor, helped};
use crate::diagnostic::{Diagnostic, did_you_mean};

/// The enums of the variants that ended so far, by title and by the field's path in the variant:
/// `same as` names them.
#[derive(Debug, Default)]
pub(super) struct KnownValues {
    variants: Vec<(String, BTreeMap<String, Vec<Value>>)>,
}

impl KnownValues {
    pub(super) fn add(&mut self, title: &str, values: BTreeMap<String, Vec<Value>>) {
        self.variants.push((title.to_owned(), values));
    }

    /// The values of a field in the nearest variant of that title.
    fn find(&self, path: &str, title: &str) -> Option<&Vec<Value>> {
        let mut titled = self.variants.iter().rev().filter(|(own, _)| own == title);
        titled.find_map(|(_, values)| values.get(path))
    }
}

/// One JSON value up to the end of the line.
///
/// # Errors
/// A complaint if it is something else.
pub(super) fn example(cursor: &mut Cursor<'_>) -> Result<At<Value>, Diagnostic> {
    let start = cursor.at();
    let value = json(cursor)?;
    let end = cursor.at();
    cursor.end().map_err(|diagnostic| {
        diagnostic.help("an example is one JSON value; a text stands in double quotes")
    })?;
    Ok(At::new(value, start..end))
}

/// JSON values between commas, or a reference to those of another variant.
///
/// # Errors
/// A complaint if it is something else, or if the reference does not hold.
pub(super) fn values(
    cursor: &mut Cursor<'_>,
    known: &KnownValues,
) -> Result<At<Vec<Value>>, Diagnostic> {
    let span = cursor.span();
    if cursor.eat("same as ") {
        let help = "write it as ``same as `field` in \"variant\" (3 values)``";
        let values = same_as(cursor, known).map_err(|error| helped(error, help))?;
        return Ok(At::new(values, span));
    }
    let mut values = Vec::new();
    loop {
        let start = cursor.at();
        let value = json(cursor)?;
        if values.contains(&value) {
            let message = format!("the value {value} is listed twice");
            return Err(cursor
                .fault(start..cursor.at(), message, "again here")
                .help("check the page; values of an enum are unique"));
        }
        values.push(value);
        if cursor.rest().is_empty() {
            return Ok(At::new(values, span));
        }
        cursor
            .require(", ", "`, ` before the next value")
            .map_err(|error| error.help("write values as `\"sent\", \"lost\", null`"))?;
    }
}

fn json(cursor: &mut Cursor<'_>) -> Result<Value, Diagnostic> {
    let mut stream = serde_json::Deserializer::from_str(cursor.rest()).into_iter::<Value>();
    let value = match stream.next() {
        Some(Ok(value)) => value,
        found => {
            let message = match found {
                None => "expected a JSON value, but the line ends".to_owned(),
                Some(_) => "expected a JSON value".to_owned(),
            };
            return Err(cursor
                .fault(cursor.span(), message, "not JSON")
                .help("write a text in double quotes, as in `\"sent\"`"));
        }
    };
    let length = stream.byte_offset();
    cursor.skip(length);
    Ok(value)
}

/// ``same as `PATH` in "TITLE" (N values)``, the first two words being passed.
fn same_as(cursor: &mut Cursor<'_>, known: &KnownValues) -> Result<Vec<Value>, Diagnostic> {
    cursor.require("`", "a field's name in backticks")?;
    let path = cursor.until(|c| c == '`');
    cursor.require("` in \"", "`` ` in \" `` and the title of a variant")?;
    // A title may hold quotes; what follows it does not.
    let Some(length) = cursor.rest().rfind("\" (") else {
        return Err(cursor.expected("the variant's title, `\"`, and the number of values"));
    };
    let title_start = cursor.at();
    let title = cursor.skip(length);
    let title_end = cursor.at();
    cursor.require("\" (", "the number of values in parentheses")?;
    let count = cursor.until(|c| !c.is_ascii_digit());
    let noun = if count.value == "1" {
        " value)"
    } else {
        " values)"
    };
    cursor.require(noun, &format!("`{noun}`"))?;
    cursor.end()?;
    let Some(values) = known.find(path.value, title) else {
        let of_title = || known.variants.iter().filter(|(own, _)| own == title);
        let (span, message, help) = if of_title().next().is_some() {
            let message = format!("`{}` has no enum in \"{title}\"", path.value);
            let paths = of_title().flat_map(|(_, values)| values.keys().map(String::as_str));
            (path.span, message, did_you_mean(path.value, paths))
        } else {
            let titles = known.variants.iter().map(|(own, _)| own.as_str());
            let message = format!("no variant above is called \"{title}\"");
            (title_start..title_end, message, did_you_mean(title, titles))
        };
        return Err(cursor.fault(span, message, "named here").help(help));
    };
    if count.value != values.len().to_string() {
        let message = format!(
            "`{}` in \"{title}\" has {} values, not {}",
            path.value,
            values.len(),
            count.value
        );
        return Err(cursor
            .fault(count.span, message, "another number")
            .help("check the page; one of the two places is out of date"));
    }
    Ok(values.clone())
}
