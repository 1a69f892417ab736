//! A report for people.
//!
//! In: a [`Report`]. Out: lines, a section for each subject; sections without content are left out.

use std::fmt::{self, Write};

use super::{EventNameReport, KeywordReport, PlaceReport, Report};

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
            event.name, event.group, event.method, event.body, event.handler, event.payload
        )?;
    }
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
            union.tests.join(", then "),
            union.variants.join(" | "),
            at(union.place.as_ref())
        )?;
    }
    if !report.names.is_empty() {
        writeln!(to, "\nnames ({})", report.names.len())?;
    }
    for name in &report.names {
        writeln!(
            to,
            "  {} {:?} is `{}`: {}{}",
            name.what,
            name.wire,
            name.ident,
            name.reason,
            at(name.place.as_ref())
        )?;
    }
    writeln!(to)
}

fn keywords(what: &str, list: &[KeywordReport], placed: bool, to: &mut String) -> fmt::Result {
    if list.is_empty() {
        return Ok(());
    }
    writeln!(to, "\nkeywords {what}")?;
    if !placed {
        let words: Vec<String> = list
            .iter()
            .map(|used| format!("{} {}", used.keyword, used.count))
            .collect();
        return writeln!(to, "  {}", words.join(", "));
    }
    for used in list {
        writeln!(to, "  {} {}", used.keyword, used.count)?;
        for place in &used.places {
            writeln!(to, "    {}", place_text(place))?;
        }
    }
    Ok(())
}

fn event_name(by: &EventNameReport) -> String {
    let place = match (&by.header, &by.pointer) {
        (None, None) => return "the last segment of the path".to_owned(),
        (Some(header), None) => format!("the header {header}"),
        (None, Some(pointer)) => format!("{pointer} in the body"),
        (Some(header), Some(pointer)) => format!("the header {header} and {pointer} in the body"),
    };
    match by.chosen {
        "declared" => format!("{place} (`x-webhook-event`)"),
        "option" => format!("{place} (as asked)"),
        chosen => format!("{place} ({chosen})"),
    }
}

fn at(place: Option<&PlaceReport>) -> String {
    place.map_or_else(String::new, |place| format!("  ({})", place_text(place)))
}

fn place_text(place: &PlaceReport) -> String {
    let PlaceReport {
        file,
        line,
        column,
        pointer,
    } = place;
    format!("{file}:{line}:{column} #{pointer}")
}
