//! Pages that were damaged at random: none of them makes anything panic, and what is still
//! understood can be drafted.

use std::fs;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use xtask::audit::Form;
use xtask::codegen::Exit;

use super::constructs::constructs;
use super::desk::{Desk, PAGE, SPEC, draft_agrees};

/// One way to damage a text. Places are taken modulo what there is.
#[derive(Debug, Clone)]
enum Damage {
    RemoveLine(usize),
    RepeatLine(usize),
    SwapLines(usize, usize),
    Indent(usize, usize),
    Cut(usize),
    RemoveCharacter(usize),
    Insert(usize, &'static str),
}

const INSERTED: [&str; 18] = [
    "`",
    "(",
    ")",
    ",",
    ":",
    "-",
    "#",
    ".",
    "\"",
    "\n",
    "  ",
    "\t",
    "—",
    "ü",
    "null",
    "any",
    " — one of:",
    "    Enum: 1, 2\n",
];

fn damage() -> impl Strategy<Value = Damage> {
    let place = 0..10_000_usize;
    prop_oneof![
        place.clone().prop_map(Damage::RemoveLine),
        place.clone().prop_map(Damage::RepeatLine),
        (place.clone(), place.clone()).prop_map(|(one, other)| Damage::SwapLines(one, other)),
        (place.clone(), 0..9_usize).prop_map(|(line, indent)| Damage::Indent(line, indent)),
        place.clone().prop_map(Damage::Cut),
        place.clone().prop_map(Damage::RemoveCharacter),
        (place, proptest::sample::select(&INSERTED[..]))
            .prop_map(|(at, text)| Damage::Insert(at, text)),
    ]
}

fn damaged(text: &str, damage: &Damage) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let count = lines.len();
    let characters: Vec<char> = text.chars().collect();
    let joined = |lines: Vec<String>| lines.join("\n");
    match damage {
        Damage::RemoveLine(line) => {
            lines.remove(line % count);
            joined(lines)
        }
        Damage::RepeatLine(line) => {
            lines.insert(line % count, lines[line % count].clone());
            joined(lines)
        }
        Damage::SwapLines(one, other) => {
            lines.swap(one % count, other % count);
            joined(lines)
        }
        Damage::Indent(line, indent) => {
            let line = &mut lines[line % count];
            *line = format!("{}{}", " ".repeat(*indent), line.trim_start());
            joined(lines)
        }
        Damage::Cut(at) => characters[..at % (characters.len() + 1)].iter().collect(),
        Damage::RemoveCharacter(at) if !characters.is_empty() => {
            let mut characters = characters;
            characters.remove(at % characters.len());
            characters.into_iter().collect()
        }
        Damage::RemoveCharacter(_) => String::new(),
        Damage::Insert(at, inserted) => {
            let (before, after) = characters.split_at(at % (characters.len() + 1));
            let (before, after): (String, String) =
                (before.iter().collect(), after.iter().collect());
            format!("{before}{inserted}{after}")
        }
    }
}

fn pages() -> Vec<String> {
    let mut pages = vec![PAGE.to_owned()];
    pages.extend(
        constructs()
            .iter()
            .map(|folder| fs::read_to_string(folder.join("page.txt")).unwrap()),
    );
    pages
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_page_is_refused_or_can_be_drafted(
        page in proptest::sample::select(pages()),
        damages in proptest::collection::vec(damage(), 1..4),
    ) {
        let page = damages.iter().fold(page, |page, damage| damaged(&page, damage));
        let desk = Desk::new(&page, SPEC);
        let report = desk.audit("spec.yaml", Form::Text);
        if report.exit == Exit::Failed {
            prop_assert!(report.stdout.is_empty());
            prop_assert!(report.diagnostics.contains("--> page.txt:"), "{}", report.diagnostics);
        } else {
            prop_assert!(report.diagnostics.is_empty());
            draft_agrees(&[desk.path("page.txt")], &desk.path("draft.yaml"));
        }
    }

    #[test]
    fn text_of_any_kind_is_refused(page in "[-#`(),:. \n\"a-zE—]{0,200}") {
        let report = Desk::new(&page, SPEC).audit("spec.yaml", Form::Text);
        prop_assert_eq!(report.exit, Exit::Failed);
        prop_assert!(report.diagnostics.starts_with("error[page-syntax]: "));
    }
}
