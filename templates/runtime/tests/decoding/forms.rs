//! Forms, parts and raw bodies: what their texts stand for, and what is no form at all.

use serde::Deserialize;
use serde_json::{Value, json};
use webhook_runtime::generated::{
    FormField, decode_form, decode_multipart, form_text, multipart_text, or_null,
};
use webhook_runtime::{DecodeError, Decoded, RawBody, Strictness, decode_payload, part_contents};

const FIELDS: &[FormField] = &[
    FormField::text("name"),
    FormField::number("size"),
    FormField::boolean("urgent"),
    FormField::text("tags").list(),
    FormField::number("levels").list(),
    FormField::number("sizes").separated_by(','),
    FormField::text("words").separated_by(' '),
    FormField::text("parts").separated_by('|'),
];

fn form(body: &str) -> Value {
    let decoded: Decoded<Value> = decode_form(body.as_bytes(), FIELDS, Strictness::Strict).unwrap();
    decoded.value
}

fn parts(body: &[u8]) -> Result<Value, DecodeError> {
    decode_multipart(body, FIELDS, Strictness::Strict).map(|decoded| decoded.value)
}

#[derive(Debug, PartialEq, Deserialize)]
struct Letter {
    name: String,
    #[serde(default)]
    size: Option<i64>,
}

#[test]
fn texts_become_what_their_fields_stand_for() {
    for (body, value) in [
        ("", json!({})),
        ("name=7&size=7", json!({"name": "7", "size": 7})),
        (
            "name=a+b%26%C3%A9&size=-1.5e3",
            json!({"name": "a b&é", "size": -1.5e3}),
        ),
        (
            "name=&size=&urgent=",
            json!({"name": "", "size": null, "urgent": null}),
        ),
        ("urgent=true", json!({"urgent": true})),
        ("urgent=FALSE", json!({"urgent": false})),
        ("urgent=1&size=+2", json!({"urgent": true, "size": 2})),
        ("tags=a", json!({"tags": ["a"]})),
        (
            "tags=a&name=n&tags=b",
            json!({"name": "n", "tags": ["a", "b"]}),
        ),
        (
            "tags[]=a&tags%5B%5D=b&levels=1",
            json!({"tags": ["a", "b"], "levels": [1]}),
        ),
        (
            "sizes=1,2&words=a+b%20c&parts=a%7Cb",
            json!({"sizes": [1, 2], "words": ["a", "b", "c"], "parts": ["a", "b"]}),
        ),
        (
            "sizes=&words=a&sizes=3,x",
            json!({"sizes": [3, "x"], "words": ["a"]}),
        ),
        ("sizes=", json!({"sizes": []})),
        ("other=1&other[]=2", json!({"other": "1", "other[]": "2"})),
        ("\"q\"=%22\\", json!({"\"q\"": "\"\\"})),
    ] {
        assert_eq!(form(body), value, "{body}");
    }
}

#[test]
fn a_text_that_stands_for_nothing_stays_a_text_and_is_a_defect() {
    for text in ["007", "1,5", "0x1F", "NaN", "1 2", "{}"] {
        let body = format!("name=a&size={text}");
        let decoded: Decoded<Letter> =
            decode_form(body.as_bytes(), FIELDS, Strictness::Tolerant).unwrap();
        assert_eq!(decoded.value.size, None, "{text}");
        assert_eq!(decoded.defects.len(), 1, "{text}");
        assert_eq!(decoded.defects[0].pointer, "/size");
        assert_eq!(decoded.defects[0].value, json!(text));
    }
    assert_eq!(form("urgent=maybe"), json!({"urgent": "maybe"}));
}

#[test]
fn of_a_field_that_is_given_twice_the_first_counts_and_the_other_is_a_defect() {
    let decoded: Decoded<Letter> =
        decode_form(b"name=a&name=b", FIELDS, Strictness::Tolerant).unwrap();
    assert_eq!(decoded.value.name, "a");
    assert_eq!(decoded.defects.len(), 1);
    assert_eq!(decoded.defects[0].value, json!("b"));
    let text = form_text(b"event=a&event=b", "event").unwrap();
    assert_eq!(text.as_deref(), Some("a"));
    assert_eq!(form_text(b"event=a", "name"), Ok(None));
    let error = form_text(b"event=&event=b", "event").unwrap_err();
    assert_eq!(
        error.to_string(),
        "no event name: `/event` is an empty string"
    );
}

#[test]
fn a_form_without_what_it_must_have_is_undecodable_with_the_place() {
    let error = decode_form::<Letter>(b"{\"name\": \"a\"}", FIELDS, Strictness::Tolerant);
    let Err(DecodeError::Payload { pointer, .. }) = error else {
        panic!("{error:?}");
    };
    assert_eq!(pointer, "/name");
}

#[test]
fn parts_become_what_their_fields_stand_for() {
    let body = b"--x y\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\ntwo\r\nlines\r\n--x y\r\ncontent-type: text/plain\r\nCONTENT-DISPOSITION: form-data; filename=\"a;b=\\\"c.txt\"; name=size\r\n\r\n12\r\n--x y\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\na\r\n--x y\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\n\r\n--x y--\r\n";
    assert_eq!(
        parts(body).unwrap(),
        json!({"name": "two\r\nlines", "size": 12, "tags": ["a", ""]})
    );
    let text = multipart_text(body, "size").unwrap();
    assert_eq!(text.as_deref(), Some("12"));
    assert_eq!(multipart_text(body, "none"), Ok(None));
    // Line ends of one byte, a preamble of blank lines, and a quote that is percent-encoded.
    let body = b"\r\n--b\nContent-Disposition: form-data; name=\"n%22\"\n\nv\n--b--";
    assert_eq!(parts(body).unwrap(), json!({"n\"": "v"}));
    assert_eq!(parts(b"--b--\r\n").unwrap_or_default(), json!(null));
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Toll {
    payer: Option<String>,
    size: Option<i64>,
    urgent: Option<bool>,
    words: Vec<String>,
    file: Option<String>,
}

const TOLL: &[FormField] = &[
    FormField::text("payer"),
    FormField::number("size"),
    FormField::boolean("urgent"),
    FormField::text("words").separated_by(','),
    FormField::binary("file"),
];

fn shown(decoded: &Decoded<Toll>) -> Vec<String> {
    decoded.defects.iter().map(ToString::to_string).collect()
}

#[test]
fn bytes_that_are_not_utf8_are_defects_and_not_other_texts() {
    let body = b"payer=Garc%EDa+%22%C3%A9&size=1\xff&urgent=%80&words=a,b%FF,c%EF%BF%BD&more=%FF";
    let decoded: Decoded<Toll> = decode_form(body, TOLL, Strictness::Tolerant).unwrap();
    let expected = Toll {
        words: vec!["a".to_owned(), "c\u{fffd}".to_owned()],
        ..Toll::default()
    };
    assert_eq!(decoded.value, expected);
    let shown = shown(&decoded);
    assert!(
        shown.contains(&"`/payer`: not UTF-8".to_owned()),
        "{shown:?}"
    );
    assert!(
        shown.contains(&"`/words/1`: not UTF-8".to_owned()),
        "{shown:?}"
    );
    assert_eq!(shown.len(), 4, "{shown:?}");
    assert_eq!(decoded.defects[0].value, json!("\"Garc\\udceda \\\"é\""));
    let strict = decode_form::<Toll>(body, TOLL, Strictness::Strict).unwrap_err();
    assert_eq!(
        strict,
        DecodeError::Payload {
            pointer: "/payer".to_owned(),
            reason: "not UTF-8".to_owned()
        }
    );
    // Nobody is given a name that the sender did not write.
    let error = form_text(b"event=%FF", "event").unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected payload: `/event` does not fit: not UTF-8"
    );
    let text = form_text(b"event=%EF%BF%BD%4", "event").unwrap();
    assert_eq!(text.as_deref(), Some("\u{fffd}%4"));
}

#[test]
fn parts_that_are_not_utf8_are_defects_and_files_are_read_all_the_same() {
    let part = |head: &str| {
        let head = format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        [head.as_bytes(), b"a\xff\r\n"].concat()
    };
    let whole = |head: &str| [part(head), b"--b--\r\n".to_vec()].concat();
    let decode = |body: &[u8]| decode_multipart::<Toll>(body, TOLL, Strictness::Tolerant).unwrap();
    let decoded = decode(&whole("name=payer"));
    assert_eq!(shown(&decoded), ["`/payer`: not UTF-8"]);
    assert_eq!(decoded.value, Toll::default());
    let text = "a\u{fffd}";
    let told = |place: &str| {
        vec![format!(
            "`{place}`: not UTF-8; read with U+FFFD, and its bytes are in the body"
        )]
    };
    let decoded = decode(&whole("name=payer; filename=\"a.txt\""));
    assert_eq!(shown(&decoded), told("/payer"));
    assert_eq!(decoded.value.payer.as_deref(), Some(text));
    let body = whole("name=file");
    let decoded = decode(&body);
    assert_eq!(shown(&decoded), told("/file"));
    assert_eq!(decoded.defects[0].value, json!("\"a\\udcff\""));
    assert_eq!(decoded.value.file.as_deref(), Some(text));
    assert_eq!(part_contents(&body, "file"), [b"a\xff"]);
    assert_eq!(part_contents(&body, "payer"), [b""; 0]);
    assert_eq!(part_contents(b"file", "file"), [b""; 0]);
    // It is in order by its schema, so it is not refused.
    let strict = decode_multipart::<Toll>(&body, TOLL, Strictness::Strict).unwrap();
    assert_eq!(strict, decoded);
    let files = [
        part("name=words; filename=a"),
        part("name=words; filename=b"),
    ]
    .concat();
    let decoded = decode(&[files.as_slice(), &whole("name=more; filename=c")].concat());
    assert_eq!(decoded.value.words, [text, text]);
    let places = ["/more", "/words/0", "/words/1"].map(told).concat();
    assert_eq!(shown(&decoded), places);
    let long = vec![b'\xff'; 5000];
    let long = [
        &b"--b\r\nContent-Disposition: form-data; name=file\r\n\r\n"[..],
        &long,
        b"\r\n--b--",
    ];
    let decoded = decode(&long.concat());
    let value = decoded.defects[0].value.as_str().unwrap();
    assert!(
        value.len() <= 1024 && value.ends_with("\\udcff…"),
        "{value}"
    );
    let error = multipart_text(&whole("name=event"), "event").unwrap_err();
    assert_eq!(
        error.to_string(),
        "unexpected payload: `/event` does not fit: not UTF-8"
    );
}

#[test]
fn what_is_not_made_of_parts_is_said_to_be_so() {
    for body in [
        &b""[..],
        b"{}",
        b"--",
        b"--b",
        b"--b\r\n",
        b"--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nv",
        b"--b\r\nContent-Disposition: form-data\r\n\r\nv\r\n--b--",
        b"--b\r\n\r\nv\r\n--b--",
        b"--b\r\nContent-Disposition: form-data; name=\"name\r\n\r\nv\r\n--b--",
    ] {
        let error = parts(body).unwrap_err();
        assert!(
            matches!(error, DecodeError::NotMultipart { .. }),
            "{error:?}"
        );
        assert!(error.to_string().starts_with("not multipart: "), "{error}");
        assert_eq!(multipart_text(body, "name"), Ok(None));
    }
    let long = [b"--", &[b'b'; 71][..], b"\r\n"].concat();
    assert!(parts(&long).is_err());
}

#[test]
fn broken_parts_never_panic() {
    let body =
        b"--b\r\nContent-Disposition: form-data; name=\"a\\\"b\"; x=\"y\r\n\r\nv\r\n--b--\r\n";
    for end in 0..body.len() {
        let _ = parts(&body[..end]);
        let _ = parts(&body[end..]);
        let mut other = body.to_vec();
        other[end] = b'"';
        let _ = parts(&other);
    }
}

#[test]
fn a_body_that_may_be_missing_is_null() {
    for body in [&b""[..], b" \r\n"] {
        let decoded: Decoded<Option<Letter>> =
            decode_payload(or_null(body), Strictness::Strict).unwrap();
        assert_eq!(decoded.value, None);
    }
    assert_eq!(or_null(b"{}"), b"{}");
}

#[test]
fn a_raw_body_is_its_bytes() {
    let body = RawBody::from(&b"<a/>"[..]);
    assert_eq!(&body[..], b"<a/>");
    assert_eq!(body.text(), Some("<a/>"));
    assert_eq!(serde_json::to_value(&body).unwrap(), json!("<a/>"));
    assert_eq!(format!("{body:?}"), "RawBody(4 bytes)");
    assert_eq!(body.into_bytes(), b"<a/>");
    let body = RawBody::from(&b"\xff"[..]);
    assert_eq!(body.text(), None);
    assert_eq!(serde_json::to_value(&body).unwrap(), json!([255]));
}

#[cfg(feature = "receiver")]
#[test]
fn a_header_that_lists_values_is_read_line_by_line_or_absent() {
    use http::{HeaderMap, HeaderValue};
    use webhook_runtime::generated::header_list;

    let mut headers = HeaderMap::new();
    headers.append("x-levels", HeaderValue::from_static("1, 2,,"));
    headers.append("x-levels", HeaderValue::from_static(" 3 "));
    headers.insert("x-mixed", HeaderValue::from_static("1,b"));
    headers.insert("x-empty", HeaderValue::from_static(""));
    headers.insert("x-bytes", HeaderValue::from_bytes(b"a,\xff").unwrap());
    let levels = header_list::<i64>(&headers, "X-Levels");
    assert_eq!(levels, Some(vec![1, 2, 3]));
    let mixed = header_list::<String>(&headers, "x-mixed");
    assert_eq!(mixed, Some(vec!["1".to_owned(), "b".to_owned()]));
    assert_eq!(header_list::<i64>(&headers, "x-mixed"), None);
    assert_eq!(header_list::<i64>(&headers, "x-empty"), Some(Vec::new()));
    assert_eq!(header_list::<String>(&headers, "x-bytes"), None);
    assert_eq!(header_list::<i64>(&headers, "x-none"), None);
}

#[cfg(feature = "receiver")]
#[test]
fn json_in_a_header_is_what_the_type_is_or_absent() {
    use http::{HeaderMap, HeaderValue};
    use webhook_runtime::generated::header_json;

    let mut headers = HeaderMap::new();
    let said = HeaderValue::from_static(r#" {"name": "a", "size": 1}"#);
    headers.insert("x-letter", said);
    headers.insert("x-broken", HeaderValue::from_static("{"));
    let letter = Letter {
        name: "a".to_owned(),
        size: Some(1),
    };
    assert_eq!(header_json(&headers, "x-letter"), Some(letter));
    assert_eq!(header_json::<i64>(&headers, "x-letter"), None);
    assert_eq!(header_json::<Value>(&headers, "x-broken"), None);
    assert_eq!(header_json::<Value>(&headers, "x-none"), None);
}

#[cfg(feature = "receiver")]
#[test]
fn a_header_is_what_its_text_stands_for_or_absent() {
    use http::{HeaderMap, HeaderValue};
    use webhook_runtime::generated::{header_text, header_value};

    let mut headers = HeaderMap::new();
    headers.insert("x-id", HeaderValue::from_static(" 42 "));
    headers.insert("x-name", HeaderValue::from_bytes("é".as_bytes()).unwrap());
    headers.insert("x-bytes", HeaderValue::from_bytes(b"\xff").unwrap());
    headers.append("x-test", HeaderValue::from_static("true"));
    headers.append("x-test", HeaderValue::from_static("false"));
    assert_eq!(header_value::<i64>(&headers, "X-Id"), Some(42));
    assert_eq!(header_value::<bool>(&headers, "x-id"), None);
    assert_eq!(header_value::<bool>(&headers, "x-test"), Some(true));
    assert_eq!(header_text(&headers, "x-name").as_deref(), Some("é"));
    assert_eq!(header_text(&headers, "x-bytes"), None);
    assert_eq!(header_value::<f64>(&headers, "x-none"), None);
}
