//! A report for people.
//!
//! In: a [`Report`]. Out: lines, a section for each subject; sections without content are left out.

use std::fmt::{self, Write};

use indexmap::IndexMap;

use super::{EventNameReport, KeywordReport, NameReport, PlaceReport, Report, SecurityReport};
use crate::characters::shown;

/// How many lines are written of the names of one kind.
const NAMES_SHOWN: usize = 20;

/// Names by what they are in the document and in Rust, and why.
type Alike<'r> = IndexMap<(&'r str, &'r str, &'r str), Vec<&'r NameReport>>;

/// The report as lines.
pub(super) fn written(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    write_report(report, &mut text).unwrap_or_default();
    text
}

fn write_report(report: &Report, to: &mut String) -> fmt::Result {
    writeln!(to, "{}", report.crate_name)?;
    writeln!(to, "  event name: {}", event_name(&report.event_name))?;
    writeln!(
        to,
        "  required members: {}",
        match report.required {
            "optional" => "none but the tags of unions",
            _ => "as the document says",
        }
    )?;
    writeln!(to, "\nevents ({})", report.events.len())?;
    for event in &report.events {
        writeln!(
            to,
            "  {} [{}] {} {}, {}({})",
            shown(&event.name),
            shown(&event.group),
            event.method,
            shown(event.body),
            event.handler,
            event.payload
        )?;
        for further in &event.further {
            writeln!(
                to,
                "    also in {}: {}",
                shown(&further.media_type),
                shown(further.body)
            )?;
        }
    }
    security(&report.security, to)?;
    let types = &report.types;
    writeln!(
        to,
        "\ntypes: {} structs, {} unions, {} enums",
        types.objects, types.unions, types.enums
    )?;
    keywords("honoured", &report.keywords.honoured, false, to)?;
    keywords("documented", &report.keywords.documented, false, to)?;
    keywords("not expressed", &report.keywords.not_expressed, true, to)?;
    if !report.unions.is_empty() {
        writeln!(to, "\nunions ({})", report.unions.len())?;
    }
    for union in &report.unions {
        writeln!(
            to,
            "  {} by {}: {}{}",
            union.name,
            tests_in_words(&union.tests),
            union.variants.join(" | "),
            at(union.place.as_ref())
        )?;
    }
    names(&report.names, to)?;
    writeln!(to)
}

fn security(security: &SecurityReport, to: &mut String) -> fmt::Result {
    let schemes = match security.schemes.as_slice() {
        [] => "none".to_owned(),
        schemes => {
            let schemes: Vec<String> = schemes.iter().map(|name| shown(name)).collect();
            schemes.join(", ")
        }
    };
    writeln!(to, "\nsecurity schemes: {schemes}")?;
    for scheme in &security.left_out {
        writeln!(
            to,
            "  without {}: {}{}",
            shown(&scheme.name),
            scheme.reason,
            at(scheme.place.as_ref())
        )?;
    }
    Ok(())
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
fn names(names: &[NameReport], to: &mut String) -> fmt::Result {
    if names.is_empty() {
        return Ok(());
    }
    writeln!(to, "\nnames ({})", names.len())?;
    let mut kinds: IndexMap<&str, Alike<'_>> = IndexMap::new();
    for name in names {
        let (_, own) = name.ident.rsplit_once("::").unwrap_or(("", &name.ident));
        let alike = kinds.entry(name.what).or_default();
        let alike = alike.entry((&name.wire, own, &name.reason)).or_default();
        alike.push(name);
    }
    for (what, alike) in kinds {
        let mut unsaid = 0;
        for (number, ((wire, own, reason), names)) in alike.into_iter().enumerate() {
            match names.as_slice() {
                several if number >= NAMES_SHOWN => unsaid += several.len(),
                [one] => writeln!(
                    to,
                    "  {what} \"{}\" is `{}`: {}{}",
                    shown(wire),
                    one.ident,
                    shown(reason),
                    at(one.place.as_ref())
                )?,
                several => writeln!(
                    to,
                    "  {what} \"{}\" is `{own}`, {} times: {}{}",
                    shown(wire),
                    several.len(),
                    shown(reason),
                    first_at(several.first().and_then(|name| name.place.as_ref()))
                )?,
            }
        }
        if unsaid > 0 {
            writeln!(
                to,
                "  and {unsaid} more of kind {what}, which `--report json` lists"
            )?;
        }
    }
    Ok(())
}

fn keywords(what: &str, list: &[KeywordReport], placed: bool, to: &mut String) -> fmt::Result {
    if list.is_empty() {
        return Ok(());
    }
    writeln!(to, "\nkeywords {what}")?;
    if !placed {
        let words: Vec<String> = list
            .iter()
            .map(|used| format!("{} {}", shown(&used.keyword), used.count))
            .collect();
        return writeln!(to, "  {}", words.join(", "));
    }
    for used in list {
        writeln!(to, "  {} {}", shown(&used.keyword), used.count)?;
        for place in &used.places {
            writeln!(to, "    {}", place_text(place))?;
        }
        let unsaid = used.count.saturating_sub(used.places.len());
        if unsaid > 0 {
            writeln!(to, "    and {unsaid} more")?;
        }
    }
    Ok(())
}

fn event_name(by: &EventNameReport) -> String {
    let place = match (&by.header, &by.pointer) {
        (None, None) => return "the last segment of the path".to_owned(),
        (Some(header), None) => format!("the header {}", shown(header)),
        (None, Some(pointer)) => format!("{} in the body", shown(pointer)),
        (Some(header), Some(pointer)) => {
            format!(
                "the header {} and {} in the body",
                shown(header),
                shown(pointer)
            )
        }
    };
    match by.chosen {
        "declared" => format!("{place} (`x-webhook-event`)"),
        "option" => format!("{place} (as asked)"),
        chosen => format!("{place} ({chosen})"),
    }
}

fn at(place: Option<&PlaceReport>) -> String {
    place.map_or_else(String::new, |place| format!("  ({})", position(place)))
}

fn first_at(place: Option<&PlaceReport>) -> String {
    place.map_or_else(String::new, |place| {
        format!("  (first {})", position(place))
    })
}

fn position(place: &PlaceReport) -> String {
    format!("{}:{}:{}", shown(&place.file), place.line, place.column)
}

fn place_text(place: &PlaceReport) -> String {
    format!("{} #{}", position(place), shown(&place.pointer))
}
