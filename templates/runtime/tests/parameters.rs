//! What the parameters of a query and of a path are read as.
#![cfg(feature = "receiver")]

use serde::Deserialize;
use webhook_runtime::generated::{
    FormField, deep_object, object_of_members, object_of_pairs, parsed, parsed_integer,
    parsed_integers, parsed_json, parsed_json_within, parsed_list, path_text, path_texts,
    query_text, query_texts, query_texts_between,
};

fn text(text: &str) -> String {
    text.to_owned()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|one| text(one)).collect()
}

#[test]
fn a_text_is_decoded_as_a_form_writes_it() {
    let query = "hub.mode=sub%20scribe&a+b=c+d&empty=&flag&bytes=%FF&hub.mode=second&x=%C3%BC";
    assert_eq!(query_text(query, "hub.mode"), Some(text("sub scribe")));
    assert_eq!(query_text(query, "a b"), Some(text("c d")));
    assert_eq!(query_text(query, "empty"), Some(text("")));
    assert_eq!(query_text(query, "flag"), Some(text("")));
    assert_eq!(query_text(query, "x"), Some(text("ü")));
    assert_eq!(query_text(query, "bytes"), None);
    assert_eq!(query_text(query, "none"), None);
    assert_eq!(query_text("", "none"), None);
}

#[test]
fn a_text_that_is_something_else_is_absent() {
    let read = |query| parsed_integer::<i64>(query_text(query, "n"));
    assert_eq!(read("n=7"), Some(7));
    assert_eq!(read("n=7.0"), Some(7));
    assert_eq!(read("n=seven"), None);
    assert_eq!(read("n="), None);
    assert_eq!(read(""), None);
    let flag = |query| parsed::<bool>(query_text(query, "flag"));
    assert_eq!(flag("flag=true"), Some(true));
    assert_eq!(flag("flag=yes"), None);
    let json = |query| parsed_json::<Vec<u8>>(query_text(query, "j"));
    assert_eq!(json("j=%5B1,2%5D"), Some(vec![1, 2]));
    assert_eq!(json("j=[1"), None);
    let within = |most| parsed_json_within::<Vec<Vec<u8>>>(query_text("j=[[1]]", "j"), most);
    assert_eq!(within(2), Some(vec![vec![1]]));
    assert_eq!(within(1), None);
}

#[test]
fn a_list_is_given_several_times_or_in_one_text() {
    let repeated = "tag=a&other=1&tag[]=b%2Cc&tag=";
    assert_eq!(query_texts(repeated, "tag"), Some(texts(&["a", "b,c", ""])));
    assert_eq!(query_texts(repeated, "none"), None);
    assert_eq!(query_texts("tag=%ff", "tag"), None);
    let between = |query, separator| query_texts_between(query, "tag", separator);
    assert_eq!(
        between("tag=a,b%20c,,d", ','),
        Some(texts(&["a", "b c", "d"]))
    );
    // What is encoded belongs to a text where something separates the texts as it is.
    assert_eq!(between("tag=a%2Cb,c", ','), Some(texts(&["a,b", "c"])));
    assert_eq!(between("tag=a%2Cb", ','), Some(texts(&["a", "b"])));
    assert_eq!(between("tag=a%20b+c", ' '), Some(texts(&["a", "b", "c"])));
    assert_eq!(between("tag=a|b", '|'), Some(texts(&["a", "b"])));
    assert_eq!(
        between("tag=a%7Cb&tag=c", '|'),
        Some(texts(&["a", "b", "c"]))
    );
    assert_eq!(between("tag=", ','), Some(texts(&[])));
    assert_eq!(between("", ','), None);
    let integers = |query| parsed_integers::<i64>(query_texts_between(query, "n", ','));
    assert_eq!(integers("n=1,2.0"), Some(vec![1, 2]));
    assert_eq!(integers("n=1,b"), None);
    let flags = parsed_list::<bool>(query_texts("f=true&f=false", "f"));
    assert_eq!(flags, Some(vec![true, false]));
}

#[derive(Debug, PartialEq, Deserialize)]
struct Filter {
    colour: Option<String>,
    size: Option<u8>,
    tag: Option<Vec<String>>,
}

const FIELDS: [FormField; 3] = [
    FormField::text("colour"),
    FormField::number("size"),
    FormField::text("tag").list(),
];

fn filter(colour: &str, size: u8, tags: &[&str]) -> Filter {
    Filter {
        colour: Some(text(colour)),
        size: Some(size),
        tag: Some(texts(tags)),
    }
}

#[test]
fn an_object_is_written_in_one_of_three_ways() {
    let deep = |query| deep_object::<Filter>(query, "filter", &FIELDS);
    let query = "filter%5Bcolour%5D=dark+red&filter[size]=4&size=9&filter[tag][]=a&filter[tag][]=b";
    assert_eq!(deep(query), Some(filter("dark red", 4, &["a", "b"])));
    assert_eq!(deep("filter=1&other[colour]=red"), None);
    assert_eq!(deep("filter[size]=large"), None);
    assert_eq!(deep("filter[colour]=%ff"), None);
    let members = |query| object_of_members::<Filter>(query, &FIELDS);
    let query = "colour=red&size=4&tag=a&page=2&tag=b";
    assert_eq!(members(query), Some(filter("red", 4, &["a", "b"])));
    assert_eq!(members("page=2"), None);
    let pairs = |query| object_of_pairs::<Filter>(query, "filter", ',', &FIELDS);
    let query = "filter=colour,red,size,4,tag,a";
    assert_eq!(pairs(query), Some(filter("red", 4, &["a"])));
    assert_eq!(
        pairs("filter=colour,,size,4,tag,a"),
        Some(filter("", 4, &["a"]))
    );
    assert_eq!(pairs("filter=colour,red,size"), None);
    assert_eq!(pairs("page=2"), None);
}

#[test]
fn a_path_is_read_from_its_end() {
    let event = "/hooks/{id}/done/{kinds}";
    let read = |path| {
        (
            path_text(path, event, "id"),
            path_texts(path, event, "kinds"),
        )
    };
    let both = (Some(text("a b/c")), Some(texts(&["x", "y"])));
    assert_eq!(read("/api/hooks/a%20b%2Fc/done/x,y/"), both);
    assert_eq!(read("hooks/a+b/done/x").0, Some(text("a+b")));
    for other in [
        "/",
        "/done/x",
        "/hooks//done/x",
        "/hooks/7/begun/x",
        "/hooks/7/done",
    ] {
        assert_eq!(read(other), (None, None), "{other}");
    }
    assert_eq!(read("/hooks/%ff/done/x").0, None);
}
