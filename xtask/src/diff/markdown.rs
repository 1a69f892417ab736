//! The outcome as Markdown of a bounded length, for a comment at a change of the spec.
//!
//! In: an outcome. Out: the step, the most severe changes, and how many were left out. GitHub takes
//! comments of up to 65,536 characters; people read fewer.

use super::outcome::{Outcome, ShownChange, counted, some_of, types};
use crate::model::Docs;

/// How many bytes the changes take at most, what is said of those left out not counted.
const MOST_BYTES: usize = 12_000;

/// How many changes are shown at most.
const MOST_CHANGES: usize = 40;

/// How many bytes one change takes at most; of a longer one, its first line is shown.
const LONGEST: usize = 2_000;

/// A comment.
pub(super) fn text(outcome: &Outcome<'_>) -> String {
    let Some(step) = outcome.step else {
        return "### Webhooks: no change\n\nThe crate shows none of what changed in the spec.\n"
            .to_owned();
    };
    let mut text = format!(
        "### Webhooks: a {} step\n\n{}: {}. The step is that of the most severe.\n\n",
        step.word(),
        match outcome.changes.len() {
            1 => "1 change".to_owned(),
            several => format!("{several} changes"),
        },
        outcome.counts()
    );
    let bound = text.len() + MOST_BYTES;
    let mut shown = 0;
    for change in outcome.changes.iter().take(MOST_CHANGES) {
        let (first, rest) = lines(change);
        let mut entry = first.clone() + &rest;
        if entry.len() > LONGEST {
            entry = first;
        }
        if text.len() + entry.len() > bound {
            break;
        }
        text.push_str(&entry);
        shown += 1;
    }
    let left = outcome.changes.iter().skip(shown);
    let left = left.map(|shown| shown.change.step());
    if shown < outcome.changes.len() {
        text.push_str(&format!(
            "\n{} more are not shown: {}.\n",
            left.clone().count(),
            counted(left)
        ));
    }
    text
}

/// The first line of a change, and the others.
fn lines(shown: &ShownChange<'_>) -> (String, String) {
    let change = shown.change;
    let subject = Docs::code(&change.subject);
    let first = format!(
        "- **{}** {subject}: {}\n",
        change.step().word(),
        change.message
    );
    let mut rest = String::new();
    let mut line = |text: &str| {
        rest.push_str("  - ");
        rest.push_str(text);
        rest.push('\n');
    };
    let advice = match change.advice.as_str() {
        "" => String::new(),
        advice => format!(": {advice}"),
    };
    line(&format!("Code {}{advice}", change.code.words()));
    if change.deliveries.is_empty() {
        line("Deliveries: as before");
    }
    for effect in &change.deliveries {
        let events = match &*effect.events {
            [] => String::new(),
            [only] if *only == change.subject => String::new(),
            several => format!(" ({})", Docs::code(&some_of(several))),
        };
        let became = if effect.before == effect.now {
            format!("{} as before", effect.now.words())
        } else {
            format!(
                "{} before, {} now",
                effect.before.words(),
                effect.now.words()
            )
        };
        line(&format!("Deliveries {}: {became}{events}", effect.which));
    }
    for (word, types) in types(change) {
        line(&format!("Types {word}: {}", Docs::code(&types)));
    }
    let places = [("before", &shown.old), ("now", &shown.new)];
    let places = places.into_iter().filter_map(|(word, place)| {
        let place = place.as_ref()?;
        let at = format!("{}:{}:{}", place.file, place.line, place.column);
        Some(format!("{word} {}", Docs::code(&at)))
    });
    let places: Vec<String> = places.collect();
    if !places.is_empty() {
        line(&format!("In the spec {}", places.join(", ")));
    }
    line(&format!(
        "`{}`: {}",
        change.rule.name(),
        change.rule.words()
    ));
    (first, rest)
}
