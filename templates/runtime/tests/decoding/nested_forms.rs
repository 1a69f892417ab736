//! JSON within the fields of a form, and names with brackets.

use serde::Deserialize;
use serde_json::{Value, json};
use webhook_runtime::generated::{
    FormField, decode_form, decode_multipart, form_text_at, multipart_text_at,
};
use webhook_runtime::{DecodeError, Decoded, Strictness};

pub(crate) const FIELDS: &[FormField] = &[
    FormField::text("name"),
    FormField::json("data").with(&[
        FormField::text("type"),
        FormField::json("object").with(&[
            FormField::number("id"),
            FormField::boolean("live"),
            FormField::text("tags").list(),
        ]),
    ]),
    FormField::json("items").list().with(&[
        FormField::text("name"),
        FormField::number("size"),
        FormField::text("tags").list(),
    ]),
    FormField::number("sizes").list(),
    FormField::json("metadata").with_others(&FormField::text("")),
    FormField::json("counts").with_others(&FormField::number("")),
    FormField::json("any"),
];

pub(crate) fn form(body: &str) -> Value {
    let decoded: Decoded<Value> =
        decode_form(body.as_bytes(), FIELDS, Strictness::Strict).expect(body);
    decoded.value
}

pub(crate) fn tolerant(body: &str) -> (Value, Vec<String>) {
    let decoded: Decoded<Value> =
        decode_form(body.as_bytes(), FIELDS, Strictness::Tolerant).expect(body);
    let defects = decoded.defects.iter().map(ToString::to_string);
    (decoded.value, defects.collect())
}

#[test]
fn names_in_brackets_lead_to_what_is_inside() {
    for (body, value) in [
        (
            "data[type]=charge&data[object][id]=7&data%5Bobject%5D%5Blive%5D=1",
            json!({"data": {"type": "charge", "object": {"id": 7, "live": true}}}),
        ),
        (
            "data[object][tags][]=a&data[object][tags][]=b",
            json!({"data": {"object": {"tags": ["a", "b"]}}}),
        ),
        (
            "items[1][name]=b&items[0][name]=a&items[0][size]=1&items[1][tags]=x",
            json!({"items": [{"name": "a", "size": 1}, {"name": "b", "tags": ["x"]}]}),
        ),
        (
            "items[][name]=a&items[][size]=1&items[][name]=b&items[][tags][]=x&items[][tags][]=y",
            json!({"items": [{"name": "a", "size": 1}, {"name": "b", "tags": ["x", "y"]}]}),
        ),
        ("sizes[]=1&sizes[]=2&sizes=3", json!({"sizes": [1, 2, 3]})),
        ("sizes[7]=2&sizes[3]=1", json!({"sizes": [1, 2]})),
        ("sizes=1&sizes[5]=3&sizes[]=4", json!({"sizes": [1, 3, 4]})),
        // The number of an item costs nothing.
        (
            "sizes[999999999]=2&sizes[18446744073709551614]=3&sizes[0]=1",
            json!({"sizes": [1, 2, 3]}),
        ),
        (
            "metadata[0]=a&metadata[1]=b&metadata[x.y]=c",
            json!({"metadata": {"0": "a", "1": "b", "x.y": "c"}}),
        ),
        (
            "counts[a]=1&counts[b]=x",
            json!({"counts": {"a": 1, "b": "x"}}),
        ),
        (
            "any[a][0]=1&any[a][1]=2&any[b][k]=3",
            json!({"any": {"a": ["1", "2"], "b": {"k": "3"}}}),
        ),
        // What is not listed, and what are no brackets, is a name.
        (
            "more[a]=1&name]=2&data[type=3&data[a]b]=4",
            json!({"more[a]": "1", "name]": "2", "data[type": "3", "data[a]b]": "4"}),
        ),
    ] {
        assert_eq!(form(body), value, "{body}");
    }
}

#[test]
fn the_json_in_a_field_is_decoded_to_the_bottom() {
    for (body, value) in [
        (
            "data=%7B%22type%22:%22a%22,%22object%22:%7B%22id%22:1,%22more%22:[]%7D%7D&name=n",
            json!({"name": "n", "data": {"type": "a", "object": {"id": 1, "more": []}}}),
        ),
        (
            "items=[{\"size\":1},{}]",
            json!({"items": [{"size": 1}, {}]}),
        ),
        (
            "items={\"size\":1}&items={\"size\":2}",
            json!({"items": [{"size": 1}, {"size": 2}]}),
        ),
        (
            "items[]={}&items[1][size]=2",
            json!({"items": [{}, {"size": 2}]}),
        ),
        (
            "data[object]={\"id\":3}",
            json!({"data": {"object": {"id": 3}}}),
        ),
        ("data=&items=", json!({"data": null, "items": []})),
        ("any=[1]&data=+null+", json!({"any": [1], "data": null})),
    ] {
        assert_eq!(form(body), value, "{body}");
    }
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Notice {
    data: Option<Data>,
    sizes: Vec<i64>,
    name: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Data {
    r#type: String,
    object: Option<Object>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Object {
    id: Option<i64>,
}

/// The place, the reason and the value of a defect.
type Found = (String, String, Value);

fn notice(body: &str) -> Result<(Notice, Vec<Found>), DecodeError> {
    let decoded = decode_form::<Notice>(body.as_bytes(), FIELDS, Strictness::Tolerant)?;
    let defects = decoded.defects.into_iter().map(|defect| {
        let pointer = defect.pointer.to_string();
        (pointer, defect.reason, defect.value)
    });
    Ok((decoded.value, defects.collect()))
}

#[test]
fn pointers_of_defects_go_through_a_field() {
    let said = |pointer: &str, reason: &str, value: Value| {
        vec![(pointer.to_owned(), reason.to_owned(), value)]
    };
    for body in [
        "data={\"type\":\"a\",\"object\":{\"id\":\"x\"}}",
        "data[type]=a&data[object][id]=x",
    ] {
        let (value, defects) = notice(body).unwrap();
        let data = value.data.unwrap();
        assert_eq!(data.object, Some(Object { id: None }), "{body}");
        let [(pointer, _, value)] = defects.as_slice() else {
            panic!("{defects:?}");
        };
        assert_eq!((pointer.as_str(), value), ("/data/object/id", &json!("x")));
    }
    let (value, defects) = notice("data={\"type\":&name=n").unwrap();
    assert_eq!((value.data, value.name.as_deref()), (None, Some("n")));
    assert_eq!(defects, said("/data", "not JSON", json!("{\"type\":")));
    let (_, defects) = notice("data={\"object\":{}}").unwrap();
    assert_eq!(defects.len(), 1, "{defects:?}");
    assert_eq!(defects[0].0, "/data/type");
    // A scalar has nothing inside.
    let (value, defects) = notice("name[first]=a").unwrap();
    assert_eq!((value.name, defects.len()), (None, 1));
    assert_eq!(defects[0].2, json!({"first": "a"}));
    let error = decode_form::<Notice>(b"data[object][id]=x", FIELDS, Strictness::Strict);
    assert!(
        matches!(error, Err(DecodeError::Payload { .. })),
        "{error:?}"
    );
}

#[test]
fn what_contradicts_itself_is_a_defect() {
    let said = |body: &str, value: Value, defects: &[&str]| {
        let (decoded, found) = tolerant(body);
        assert_eq!(decoded, value, "{body}");
        assert_eq!(found, defects, "{body}");
        let strict = decode_form::<Value>(body.as_bytes(), FIELDS, Strictness::Strict);
        assert!(strict.is_err(), "{body}");
    };
    let both = "given both as a text and with brackets";
    let twice = "given more than once";
    said(
        "metadata=1&metadata[a]=2",
        json!({"metadata": 1}),
        &[&format!("`/metadata`: {both}")],
    );
    said(
        "metadata[a]=2&metadata=1",
        json!({"metadata": {"a": "2"}}),
        &[&format!("`/metadata`: {both}")],
    );
    said(
        "metadata[a]=1&metadata[a]=2&metadata[a][b]=3",
        json!({"metadata": {"a": "1"}}),
        &[
            &format!("`/metadata/a`: {twice}"),
            &format!("`/metadata/a`: {both}"),
        ],
    );
    said(
        "data={}&data={}",
        json!({"data": {}}),
        &[&format!("`/data`: {twice}")],
    );
    said(
        "sizes[2]=1&sizes[2]=2",
        json!({"sizes": [1]}),
        &[&format!("`/sizes/0`: {twice}")],
    );
    said(
        "sizes[]=1&sizes[0]=2",
        json!({"sizes": [1]}),
        &[&format!("`/sizes/0`: {twice}")],
    );
    said(
        "sizes[x]=1",
        json!({}),
        &["`/sizes/x`: a name in brackets where a list has an index"],
    );
    said(
        "metadata[]=1",
        json!({}),
        &["`/metadata/`: empty brackets where there is no list"],
    );
    said(
        "n%FF=1&name=a",
        json!({"name": "a"}),
        &["`/n\u{fffd}`: the name is not UTF-8"],
    );
    let (_, defects) = tolerant(&format!("any{}=1", "[a]".repeat(25)));
    assert_eq!(defects, ["`/any/a`: more brackets than are read"]);
}

#[test]
fn an_event_is_named_inside_a_field() {
    let at = |body: &str| form_text_at(body.as_bytes(), &["payload", "type"]);
    let named = Ok(Some("button".to_owned()));
    assert_eq!(at("a=1&payload={\"user\":1,\"type\":\"button\"}"), named);
    assert_eq!(at("payload[user]=1&payload%5Btype%5D=button"), named);
    assert_eq!(at("type=button"), Ok(None));
    let shown = |body: &str| at(body).unwrap_err().to_string();
    assert_eq!(
        shown("payload={}"),
        "no event name: `/payload/type` is missing"
    );
    assert_eq!(
        shown("payload=[]"),
        "no event name: `/payload/type` is missing"
    );
    assert_eq!(
        shown("payload={\"type\":{}}"),
        "no event name: `/payload/type` is an object, expected a string or an integer"
    );
    assert_eq!(
        shown("payload={"),
        "unexpected payload: `/payload` does not fit: not JSON"
    );
    assert_eq!(
        shown("payload=%FF"),
        "unexpected payload: `/payload` does not fit: not UTF-8"
    );
}

#[test]
fn a_part_may_be_json() {
    let body = b"--b\r\nContent-Disposition: form-data; name=\"data\"\r\nContent-Type: application/json\r\n\r\n{\"type\": \"a\", \"object\": {\"id\": 1}}\r\n--b\r\nContent-Disposition: form-data; name=\"items\"\r\n\r\n{\"size\":1}\r\n--b\r\nContent-Disposition: form-data; name=\"items\"\r\n\r\n{\"size\":2}\r\n--b\r\nContent-Disposition: form-data; name=\"sizes[1]\"\r\n\r\n5\r\n--b--\r\n";
    let decoded: Decoded<Value> = decode_multipart(body, FIELDS, Strictness::Strict).unwrap();
    assert_eq!(
        decoded.value,
        json!({"data": {"type": "a", "object": {"id": 1}}, "items": [{"size": 1}, {"size": 2}], "sizes": [5]})
    );
    let name = multipart_text_at(body, &["data", "type"]).unwrap();
    assert_eq!(name.as_deref(), Some("a"));
    let body = b"--b\r\nContent-Disposition: form-data; name=\"n\xff\"\r\n\r\nv\r\n--b--\r\n";
    let decoded: Decoded<Value> = decode_multipart(body, FIELDS, Strictness::Tolerant).unwrap();
    assert_eq!(decoded.value, json!({}));
    assert_eq!(
        decoded.defects[0].to_string(),
        "`/n\u{fffd}`: the name is not UTF-8"
    );
}
