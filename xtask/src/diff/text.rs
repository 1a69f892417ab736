//! The outcome for people, as lines.

use std::fmt::Write;

use super::outcome::{Outcome, ShownChange, some_of, types};
use super::side::ShownPlace;

/// What changed, each change with its places and effects; the step last.
pub(super) fn text(outcome: &Outcome<'_>) -> String {
    let mut text = String::new();
    for shown in &outcome.changes {
        change(&mut text, shown).unwrap_or_default();
    }
    let last = match outcome.step {
        None => "nothing changed that the crate shows".to_owned(),
        Some(step) => format!(
            "{} changes: {}; the version needs a {} step",
            outcome.changes.len(),
            outcome.counts(),
            step.word()
        ),
    };
    text + &last.replacen(
        "1 changes",
        "1 change",
        usize::from(outcome.changes.len() == 1),
    ) + "\n"
}

fn change(text: &mut String, shown: &ShownChange<'_>) -> std::fmt::Result {
    let change = shown.change;
    writeln!(
        text,
        "{}: {}: {}",
        change.step().word(),
        change.subject,
        change.message
    )?;
    for (side, place) in [("old", &shown.old), ("new", &shown.new)] {
        if let Some(place) = place {
            writeln!(text, "  {side}   {}", place_text(place))?;
        }
    }
    write!(text, "  code  {}", change.code.words())?;
    if !change.advice.is_empty() {
        write!(text, ": {}", change.advice)?;
    }
    writeln!(text)?;
    if change.deliveries.is_empty() {
        writeln!(text, "  deliveries: as before")?;
    }
    for effect in &change.deliveries {
        let became = if effect.before == effect.now {
            format!("{}, as before", effect.now.words())
        } else {
            format!("{} -> {}", effect.before.words(), effect.now.words())
        };
        write!(text, "  deliveries {}: {became}", effect.which)?;
        if effect.events.is_empty() || effect.events == [change.subject.as_str()] {
            writeln!(text)?;
        } else {
            writeln!(text, " ({})", some_of(&effect.events))?;
        }
    }
    for (word, types) in types(change) {
        writeln!(text, "  types {word}: {types}")?;
    }
    writeln!(
        text,
        "  rule  {}: {}\n",
        change.rule.name(),
        change.rule.words()
    )
}

/// `file:line:column`, and the pointer.
fn place_text(place: &ShownPlace) -> String {
    let ShownPlace {
        file,
        line,
        column,
        pointer,
    } = place;
    format!("{file}:{line}:{column} #{pointer}")
}
