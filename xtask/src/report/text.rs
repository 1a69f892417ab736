//! A report for people.
//!
//! In: a `Report`. Out: lines, a section for each subject; sections without content are left out.

use std::fmt::{self, Write};

use indexmap::IndexMap;

use super::{
    EventNameReport, KeywordReport, NamePlaceReport, NameReport, PlaceReport, Report,
    SecurityReport, TypeCounts,
};
use crate::characters::shown;

/// How many lines are written of the names of one kind.
const NAMES_SHOWN: usize = 20;

/// The names of one kind, by what they are in the document and in Rust and why.
type Alike<'r> = IndexMap<(&'r str, &'r str, &'r str), Vec<&'r NameReport<'r>>>;

/// The report as lines.
pub(super) fn written(report: &Report<'_>) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    write_report(report, &mut text).unwrap_or_default();
    text
}

fn write_report(report: &Report<'_>, to: &mut String) -> fmt::Result {
    writeln!(to, "{}", report.crate_name)?;
    writeln!(to, "  event name: {}", event_name(&report.event_name))?;
    let required = match report.required {
        "optional" => "none but the tags of unions",
        _ => "as the document says",
    };
    writeln!(to, "  required members: {required}")?;
    writeln!(to, "\nevents ({})", report.events.len())?;
    for event in &report.events {
        let (name, group) = (shown(event.name), shown(event.group));
        let (method, body) = (event.method, event.body);
        let (handler, payload) = (&event.handler, &event.payload);
        writeln!(
            to,
            "  {name} [{group}] {method} {body}, {handler}({payload})"
        )?;
        for further in &event.further {
            let media_type = shown(further.media_type);
            writeln!(to, "    also in {media_type}: {}", further.body)?;
        }
    }
    security(&report.security, to)?;
    handshakes(report, to)?;
    let TypeCounts {
        objects,
        unions,
        enums,
        tuples,
    } = &report.types;
    let tuples = tuples.map_or(String::new(), |tuples| format!(", {tuples} tuples"));
    writeln!(
        to,
        "\ntypes: {objects} structs, {unions} unions, {enums} enums{tuples}"
    )?;
    keywords("honoured", &report.keywords.honoured, false, to)?;
    keywords("documented", &report.keywords.documented, false, to)?;
    keywords("not expressed", &report.keywords.not_expressed, true, to)?;
    if !report.assumed_types.is_empty() {
        let count = report.assumed_types.len();
        writeln!(
            to,
            "\nread as objects or lists though no `type` says so ({count})"
        )?;
    }
    for place in &report.assumed_types {
        writeln!(to, "  {}", position(place))?;
    }
    if !report.any_integers.is_empty() {
        let count = report.any_integers.len();
        writeln!(
            to,
            "\nrequired integers that cannot be decoded beyond 64 bits ({count})"
        )?;
    }
    for place in &report.any_integers {
        writeln!(to, "  {}", position(place))?;
    }
    if !report.unions.is_empty() {
        writeln!(to, "\nunions ({})", report.unions.len())?;
    }
    for union in &report.unions {
        let tests = tests_in_words(&union.tests);
        let variants = union.variants.join(" | ");
        let at = at("", union.place.as_ref());
        writeln!(to, "  {} by {tests}: {variants}{at}", union.name)?;
    }
    names(&report.names, to)?;
    writeln!(to)
}

fn security(security: &SecurityReport<'_>, to: &mut String) -> fmt::Result {
    let schemes: Vec<String> = security.schemes.iter().map(|name| shown(name)).collect();
    let schemes = match schemes.as_slice() {
        [] => "none".to_owned(),
        schemes => schemes.join(", "),
    };
    writeln!(to, "\nsecurity schemes: {schemes}")?;
    for one in &security.extensions {
        let (extension, at) = (one.extension, at("", one.places.first()));
        writeln!(to, "  from {extension} ({}){at}", one.count)?;
    }
    for scheme in &security.left_out {
        let (name, at) = (shown(scheme.name), at("", scheme.place.as_ref()));
        writeln!(to, "  without {name}: {}{at}", scheme.reason)?;
    }
    Ok(())
}

fn handshakes(report: &Report<'_>, to: &mut String) -> fmt::Result {
    if !report.handshakes.is_empty() {
        let names: Vec<String> = report.handshakes.iter().map(|name| shown(name)).collect();
        writeln!(to, "handshakes: {}", names.join(", "))?;
    }
    for name in report.undescribed_handshakes {
        writeln!(to, "  {}", undescribed_handshake(name))?;
    }
    Ok(())
}

/// That a vendor has a handshake which the document does not describe.
pub(super) fn undescribed_handshake(name: &str) -> String {
    format!(
        "`{name}` has a handshake too: say `x-webhook-handshake: {name}` if it is to be answered"
    )
}

fn tests_in_words(tests: &[String]) -> String {
    let words = tests.iter().map(|test| match test.as_str() {
        "kind" => "the type in JSON",
        "members" => "the members that must be there",
        "attempt" => "trying, the best fit first",
        tag => tag,
    });
    words.map(shown).collect::<Vec<_>>().join(", then ")
}

/// What is called alike for the same reason in several types stands on one line.
fn names(names: &[NameReport<'_>], to: &mut String) -> fmt::Result {
    if names.is_empty() {
        return Ok(());
    }
    writeln!(to, "\nnames ({})", names.len())?;
    let mut kinds: IndexMap<&str, Alike<'_>> = IndexMap::new();
    for name in names {
        let (_, own) = name.ident.rsplit_once("::").unwrap_or(("", name.ident));
        let alike = kinds.entry(name.what).or_default();
        let alike = alike.entry((name.wire, own, name.reason)).or_default();
        alike.push(name);
    }
    for (what, alike) in kinds {
        let mut not_shown = 0;
        for (number, ((wire, own, reason), names)) in alike.into_iter().enumerate() {
            let (wire, reason, count) = (shown(wire), shown(reason), names.len());
            let place = names.first().and_then(|name| name.place.as_ref());
            match names.as_slice() {
                _ if number >= NAMES_SHOWN => not_shown += count,
                [NameReport { ident, .. }] => {
                    let at = at("", place);
                    writeln!(to, "  {what} \"{wire}\" is `{ident}`: {reason}{at}")?;
                }
                _ => {
                    let at = at("first ", place);
                    writeln!(
                        to,
                        "  {what} \"{wire}\" is `{own}`, {count} times: {reason}{at}"
                    )?;
                }
            }
        }
        if not_shown > 0 {
            writeln!(
                to,
                "  and {not_shown} more of kind {what}, which `--report json` lists"
            )?;
        }
    }
    Ok(())
}

/// The keywords that met one fate, on one line or each with its places.
fn keywords(
    what: &str,
    list: &[KeywordReport<'_>],
    with_places: bool,
    to: &mut String,
) -> fmt::Result {
    if list.is_empty() {
        return Ok(());
    }
    writeln!(to, "\nkeywords {what}")?;
    let counted = |used: &KeywordReport<'_>| format!("{} {}", shown(used.keyword), used.count);
    if !with_places {
        let list: Vec<String> = list.iter().map(counted).collect();
        return writeln!(to, "  {}", list.join(", "));
    }
    for used in list {
        writeln!(to, "  {}", counted(used))?;
        for place in &used.places {
            writeln!(to, "    {} #{}", position(place), shown(&place.pointer))?;
        }
        let not_shown = used.count.saturating_sub(used.places.len());
        if not_shown > 0 {
            writeln!(to, "    and {not_shown} more")?;
        }
    }
    Ok(())
}

fn event_name(name: &EventNameReport<'_>) -> String {
    let in_body = name
        .pointer
        .as_deref()
        .map(|pointer| format!("{} in the body", shown(pointer)));
    let in_header = name
        .header
        .map(|header| format!("the header {}", shown(header)));
    let several = name.places.iter().map(|place| match place {
        NamePlaceReport::Pointer(pointer) => format!("{} in the body", shown(pointer)),
        NamePlaceReport::Header(header) => format!("the header {}", shown(header)),
        NamePlaceReport::Query(query) => format!("the query parameter {}", shown(query)),
    });
    let several: Vec<String> = several.collect();
    let several = (!several.is_empty()).then(|| several.join(" or "));
    let places: Vec<String> = in_header
        .into_iter()
        .chain(in_body)
        .chain(several)
        .collect();
    let why = match name.chosen {
        _ if places.is_empty() => return "the last segment of the path".to_owned(),
        "declared" => "`x-webhook-event`",
        "option" => "as asked",
        chosen => chosen,
    };
    format!("{} ({why})", places.join(" and "))
}

/// A place in brackets, at the end of a line.
fn at(which: &str, place: Option<&PlaceReport<'_>>) -> String {
    place.map_or_else(String::new, |place| {
        format!("  ({which}{})", position(place))
    })
}

fn position(place: &PlaceReport<'_>) -> String {
    format!("{}:{}:{}", shown(place.file), place.line, place.column)
}
