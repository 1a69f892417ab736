//! The command line of a tool: arguments in, what they ask for and the files out.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::runtime::inspect::inspection::Inspection;

/// What a command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arguments {
    usage: &'static str,
    event: Option<String>,
    method: Option<String>,
    headers: Vec<String>,
    roundtrip: bool,
    files: Vec<PathBuf>,
}

impl Arguments {
    /// Reads the arguments that the program was called with: `--event NAME`, `--method METHOD`,
    /// `--header 'NAME: VALUE'` and `--roundtrip`, as far as the usage line names them, and files.
    ///
    /// # Errors
    ///
    /// The code that the program should end with, after the fault or the help was printed.
    pub fn read(usage: &'static str) -> Result<Self, ExitCode> {
        match Self::parse(usage, env::args_os().skip(1)) {
            Ok(Some(arguments)) => Ok(arguments),
            Ok(None) => {
                println!("{usage}");
                Err(ExitCode::SUCCESS)
            }
            Err(fault) => Err(refused(usage, &fault)),
        }
    }

    /// The same of any arguments; `None` if they ask for help.
    ///
    /// # Errors
    ///
    /// What is wrong with them, in one sentence.
    pub fn parse(
        usage: &'static str,
        mut arguments: impl Iterator<Item = OsString>,
    ) -> Result<Option<Self>, String> {
        let mut parsed = Self {
            usage,
            event: None,
            method: None,
            headers: Vec::new(),
            roundtrip: false,
            files: Vec::new(),
        };
        while let Some(argument) = arguments.next() {
            let text = argument.to_str().unwrap_or_default();
            let (flag, mut value) = match text.split_once('=') {
                Some((flag, value)) if flag.starts_with("--") => (flag, Some(value.to_owned())),
                _ => (text, None),
            };
            let mut take = || {
                let next = || arguments.next()?.into_string().ok();
                value
                    .take()
                    .or_else(next)
                    .ok_or_else(|| format!("{flag} needs a text behind it"))
            };
            match flag {
                "-h" | "--help" => return Ok(None),
                "--" => parsed.files.extend(arguments.by_ref().map(PathBuf::from)),
                _ if !flag.starts_with("--") => parsed.files.push(PathBuf::from(argument)),
                _ if !usage.contains(&format!("[{flag}")) => {
                    return Err(format!("`{flag}` is no flag"));
                }
                "--event" => parsed.event = Some(take()?),
                "--method" => parsed.method = Some(take()?),
                "--header" => {
                    let line = take()?;
                    if !line.contains(':') {
                        return Err(format!("`{line}` is no header: write 'NAME: VALUE'"));
                    }
                    parsed.headers.push(line);
                }
                "--roundtrip" => parsed.roundtrip = true,
                _ => return Err(format!("`{flag}` is no flag")),
            }
        }
        if parsed.files.is_empty() {
            return Err("there is no file to inspect".to_owned());
        }
        Ok(Some(parsed))
    }

    /// The event of all deliveries, as `--event` says.
    #[must_use]
    pub fn event(&self) -> Option<&str> {
        self.event.as_deref()
    }

    /// The HTTP method of all deliveries, as `--method` says.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        self.method.as_deref()
    }

    /// The value of the first `--header` of a name, which is compared in either case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            let is_meant = known.trim().eq_ignore_ascii_case(name);
            is_meant.then(|| value.trim())
        })
    }

    /// Whether `--roundtrip` asks for a comparison.
    #[must_use]
    pub fn roundtrip(&self) -> bool {
        self.roundtrip
    }

    /// Prints a fault of the arguments, and gives the code to end with.
    #[must_use]
    pub fn refuse(&self, fault: &str) -> ExitCode {
        refused(self.usage, fault)
    }

    /// Prints what becomes of the body in each file, and gives the code to end with: 0 if every
    /// body was decoded, 1 if not, 2 if a file cannot be read.
    pub fn each(&self, inspect: impl Fn(&[u8]) -> Inspection) -> ExitCode {
        let mut exit = 0;
        for file in &self.files {
            match fs::read(file) {
                Ok(body) => {
                    let inspection = inspect(&body);
                    exit = exit.max(u8::from(!inspection.is_decoded()));
                    println!("{}", inspection.line(file));
                }
                Err(error) => {
                    eprintln!("error: cannot read {}: {error}", file.display());
                    exit = 2;
                }
            }
        }
        ExitCode::from(exit)
    }
}

fn refused(usage: &str, fault: &str) -> ExitCode {
    eprintln!("error: {fault}\n{usage}");
    ExitCode::from(2)
}
