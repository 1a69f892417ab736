//! Two ways to the same result, timed beside each other.
//!
//! In: closures, the baseline and what is measured. Out: a line for people, and a record of JSON for
//! each case in the file that `BENCH_RECORDS` names. The two take turns, so that what else the
//! machine does slows both alike; what counts is the ratio of each turn, of which the median and the
//! quartiles are told. It knows nothing about what is measured.

use std::env;
use std::fs::OpenOptions;
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use serde::Serialize;

/// The variable with the file to which records are appended.
pub const RECORDS: &str = "BENCH_RECORDS";

/// How long one side of a turn is, at least: many times the clock's resolution.
const TURN: Duration = Duration::from_millis(2);

/// How many turns a case has, at most and at least.
const TURNS: [usize; 2] = [101, 5];

/// How long the turns of a case may take in all, if they are more than the least.
const CASE: Duration = Duration::from_secs(20);

/// What was measured of one case.
#[derive(Debug, Clone, Serialize)]
pub struct Record {
    /// The subject, such as `decode`.
    pub bench: &'static str,
    /// What was done, such as the name of a body.
    pub case: String,
    /// What the baseline is, such as `types by hand`.
    pub baseline: &'static str,
    /// The median time of the baseline, in nanoseconds.
    pub baseline_ns: f64,
    /// The median time of what is measured, in nanoseconds.
    pub measured_ns: f64,
    /// The median of the ratios of each turn: below 1 is faster than the baseline.
    pub ratio: f64,
    /// The lower and the upper quartile of the ratios.
    pub quartiles: [f64; 2],
    /// How many turns there were.
    pub turns: usize,
}

/// A subject with its cases.
#[derive(Debug)]
pub struct Bench {
    name: &'static str,
    baseline: &'static str,
    wanted: Vec<String>,
    once: bool,
}

impl Bench {
    /// A subject; `baseline` says in two or three words what it is held against.
    ///
    /// Arguments of the command line choose the cases whose name has one of them in it. With
    /// `--test` each case runs once and nothing is told.
    #[must_use]
    pub fn new(name: &'static str, baseline: &'static str) -> Self {
        let arguments: Vec<String> = env::args().skip(1).collect();
        let once = arguments.iter().any(|argument| argument == "--test");
        let wanted = arguments
            .into_iter()
            .filter(|argument| !argument.starts_with('-'));
        Self {
            name,
            baseline,
            wanted: wanted.collect(),
            once,
        }
    }

    /// Times both sides of a case in turns.
    pub fn compare<A, B>(
        &self,
        case: &str,
        mut baseline: impl FnMut() -> A,
        mut measured: impl FnMut() -> B,
    ) {
        if !self.wants(case) {
            return;
        }
        if self.once {
            black_box(baseline());
            black_box(measured());
            return;
        }
        let (of_baseline, of_measured) = (repeats(&mut baseline), repeats(&mut measured));
        let started = Instant::now();
        let wanted = (0..TURNS[0]).take_while(|turn| *turn < TURNS[1] || started.elapsed() < CASE);
        let turns = wanted.map(|turn| {
            let mut first = || time(&mut baseline, of_baseline);
            let mut second = || time(&mut measured, of_measured);
            // Whoever comes first finds the caches of the other.
            if turn % 2 == 0 {
                let one = first();
                (one, second())
            } else {
                let two = second();
                (first(), two)
            }
        });
        self.record(case, turns.collect());
    }

    /// Whether the command line asks for a case.
    #[must_use]
    pub fn wants(&self, case: &str) -> bool {
        self.wanted.is_empty()
            || self
                .wanted
                .iter()
                .any(|part| case.contains(part) || self.name.contains(part))
    }

    /// Whether each case is only to be tried.
    #[must_use]
    pub const fn only_tries(&self) -> bool {
        self.once
    }

    /// Tells what the turns of a case took, each in nanoseconds: the baseline's, and the other's.
    ///
    /// # Panics
    ///
    /// If there is no turn, or the records cannot be written.
    pub fn record(&self, case: &str, turns: Vec<(f64, f64)>) {
        let ratios = sorted(turns.iter().map(|(baseline, measured)| measured / baseline));
        let record = Record {
            bench: self.name,
            case: case.to_owned(),
            baseline: self.baseline,
            baseline_ns: quantile(&sorted(turns.iter().map(|turn| turn.0)), 2),
            measured_ns: quantile(&sorted(turns.iter().map(|turn| turn.1)), 2),
            ratio: quantile(&ratios, 2),
            quartiles: [quantile(&ratios, 1), quantile(&ratios, 3)],
            turns: turns.len(),
        };
        println!(
            "{:<10} {:<44} {:>10} {:>10}   {:.2} ({:.2} to {:.2}) of {}",
            record.bench,
            record.case,
            shown(record.baseline_ns),
            shown(record.measured_ns),
            record.ratio,
            record.quartiles[0],
            record.quartiles[1],
            record.baseline,
        );
        if let Some(path) = env::var_os(RECORDS) {
            let mut line = serde_json::to_string(&record).expect("numbers and texts");
            line.push('\n');
            let file = OpenOptions::new().create(true).append(true).open(path);
            file.and_then(|mut file| file.write_all(line.as_bytes()))
                .expect("a file for records");
        }
    }
}

/// How often something has to run to take as long as a turn.
fn repeats<T>(run: &mut impl FnMut() -> T) -> u32 {
    let mut repeats = 1;
    loop {
        let started = Instant::now();
        for _ in 0..repeats {
            black_box(run());
        }
        if started.elapsed() >= TURN || repeats >= 1 << 20 {
            return repeats;
        }
        repeats *= 2;
    }
}

/// The time of one run, in nanoseconds.
fn time<T>(run: &mut impl FnMut() -> T, repeats: u32) -> f64 {
    let started = Instant::now();
    for _ in 0..repeats {
        black_box(run());
    }
    started.elapsed().as_secs_f64() * 1e9 / f64::from(repeats)
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The value with so many quarters of the others below it.
fn quantile(sorted: &[f64], quarters: usize) -> f64 {
    sorted[(sorted.len() - 1) * quarters / 4]
}

/// A time as people read it.
#[must_use]
pub fn shown(nanoseconds: f64) -> String {
    let (value, unit) = match nanoseconds {
        less if less < 1e3 => (less, "ns"),
        less if less < 1e6 => (less / 1e3, "µs"),
        less if less < 1e9 => (less / 1e6, "ms"),
        more => (more / 1e9, "s"),
    };
    format!("{value:.1} {unit}")
}
