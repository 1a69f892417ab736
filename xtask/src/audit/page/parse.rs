//! A page from its first line to its last: the lines at the top, then the sections.

use std::ops::Range;

use super::cursor::{Cursor, helped, syntax};
use super::fact::KnownValues;
use super::field::STEP;
use super::line::{Line, LineKind, lines};
use super::reader::PageReader;
use super::{At, Body, Endpoint, Page, Response};
use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::document::Method;
use crate::place::FileId;
use crate::source::Sources;

/// The lines that stand at the top.
const KEYS: [&str; 3] = ["Endpoint", "Version", "Security"];

/// Reads the page that a file holds.
///
/// # Errors `None` if any line is not understood; `diagnostics` say which.
#[must_use]
pub fn read_page(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Page> {
    let lines = lines(&sources.file(file)?.text);
    let errors = diagnostics.error_count();
    let mut reader = PageReader {
        file,
        lines: &lines,
        next: 0,
        errors,
        known: KnownValues::default(),
        variant_indents: Vec::new(),
        diagnostics,
    };
    let page = reader.page(errors);
    (diagnostics.error_count() == errors).then_some(page?)
}

/// What the lines at the top say.
#[derive(Default)]
struct Top {
    title: Option<At<String>>,
    endpoint: Option<Endpoint>,
    version: Option<At<String>>,
    security: Option<(Vec<At<String>>, Range<usize>)>,
}

impl<'t> PageReader<'_, 't, '_> {
    /// The page; `errors` is how many there were before it.
    fn page(&mut self, errors: usize) -> Option<Page> {
        let top = self.top();
        let mut request: Option<Body> = None;
        let mut responses: Vec<Response> = Vec::new();
        while let Some(line) = self.line() {
            self.next += 1;
            if line.kind != LineKind::Heading {
                self.outside_sections(line);
                continue;
            }
            let section = section(self.words(&line));
            self.errors = self.diagnostics.error_count();
            self.known = KnownValues::default();
            let fields = self.nested(STEP);
            if let Some(line) = self.line()
                && line.kind == LineKind::Title
            {
                let help = "keep one page in a file";
                self.complain(line.span(), "a second title", "another page?", help);
            }
            let Some((status, media_type)) = self.diagnostics.keep(section) else {
                continue;
            };
            let body = Body {
                span: line.span(),
                media_type,
                fields,
            };
            let is_there = match &status {
                None => request.is_some(),
                Some(status) => responses
                    .iter()
                    .any(|other| other.status.value == status.value),
            };
            if is_there {
                let message = "this section is there twice";
                self.complain(line.span(), message, "again here", "keep one of them");
            }
            match status {
                None => request = Some(body),
                Some(status) => responses.push(Response { status, body }),
            }
        }
        self.errors = errors;
        self.finish(top, request, responses)
    }

    /// The page, if nothing that it must have is missing.
    fn finish(
        &mut self,
        top: Top,
        request: Option<Body>,
        responses: Vec<Response>,
    ) -> Option<Page> {
        let mut written = self
            .lines
            .iter()
            .filter(|line| line.kind != LineKind::Blank);
        let start = written.next().map_or(0..0, Line::span);
        for (is_missing, message, help) in [
            (
                top.title.is_none(),
                "the page has no title",
                "start it with `# ` and the title",
            ),
            (
                top.endpoint.is_none(),
                "the page has no endpoint",
                "add a line such as `Endpoint: POST parcel-sent` below the title",
            ),
            (
                request.is_none(),
                "the page has no request fields",
                "add the heading `## Request fields (application/json):` and the fields below it",
            ),
        ] {
            if is_missing && !self.has_faults() {
                self.complain(start.clone(), message, "the page starts here", help);
            }
        }
        let endpoint = top.endpoint?;
        let (security, security_span) = top
            .security
            .unwrap_or_else(|| (Vec::new(), endpoint.span()));
        Some(Page {
            file: self.file,
            title: top.title?,
            endpoint,
            version: top.version,
            security,
            security_span,
            request: request?,
            responses,
        })
    }

    /// Complains about a line that no section takes, and passes it with all that follows up to the
    /// next heading.
    fn outside_sections(&mut self, line: Line<'t>) {
        // A second title was reported where its section ended.
        if matches!(line.kind, LineKind::Blank | LineKind::Title) {
            return;
        }
        self.complain(
            line.span(),
            "the indentation of this line fits no section",
            "belongs to no list",
            format!(
                "the fields of a section are indented by {STEP} spaces; this line by {}",
                line.indent
            ),
        );
        self.pass_while(|next| !matches!(next.kind, LineKind::Heading | LineKind::Title));
    }

    /// Everything before the first section.
    fn top(&mut self) -> Top {
        let mut top = Top::default();
        while let Some(line) = self.line() {
            let read = match line.kind {
                LineKind::Heading => break,
                LineKind::Blank => Ok(()),
                LineKind::Title if top.title.is_none() => {
                    let title = line.text.trim_start_matches('#').trim_start();
                    let end = line.span().end;
                    top.title = Some(At::new(title.to_owned(), end - title.len()..end));
                    Ok(())
                }
                _ => self.top_line(line, &mut top),
            };
            self.next += 1;
            if self.diagnostics.keep(read).is_none() {
                // What goes on after a line that is not understood: fields up to the next heading,
                // prose up to a blank line.
                self.pass_while(|next| {
                    next.kind != LineKind::Heading
                        && (line.kind == LineKind::Field || next.kind == LineKind::Text)
                        && !KEYS.iter().any(|key| next.text.starts_with(key))
                });
            }
        }
        top
    }

    fn top_line(&self, line: Line<'t>, top: &mut Top) -> Result<(), Diagnostic> {
        let fault = |message: &str, label: &str, help: &str| {
            Err(syntax(self.file, line.span(), message, label).help(help))
        };
        if line.kind == LineKind::Field {
            let help = "add the heading `## Request fields (application/json):` above it";
            return fault("a list of fields without a heading", "starts here", help);
        }
        let (key, value) = line.text.split_once(':').unwrap_or((line.text, ""));
        let mut keys = KEYS.into_iter().filter(|_| line.indent == 0);
        let Some(known) = keys.find(|known| *known == key) else {
            let message = "a line at the top of the page that is not known";
            return fault(message, "not understood", &did_you_mean(key, KEYS));
        };
        let is_given = match known {
            "Endpoint" => top.endpoint.is_some(),
            "Version" => top.version.is_some(),
            _ => top.security.is_some(),
        };
        if is_given {
            let message = format!("`{known}` is there twice");
            return fault(&message, "again here", "keep one of them");
        }
        let value = value.trim_start();
        let cursor = Cursor::new(self.file, value, line.span().end - value.len());
        let span = cursor.span();
        let (read, help) = match known {
            "Endpoint" => (
                endpoint(cursor).map(|endpoint| top.endpoint = Some(endpoint)),
                "write it as `Endpoint: POST parcel-sent`",
            ),
            "Version" if value.is_empty() => (
                Err(cursor.expected("the version")),
                "write it as `Version: latest`, or leave the line out",
            ),
            "Version" => {
                top.version = Some(At::new(value.to_owned(), span));
                return Ok(());
            }
            _ => (
                schemes(cursor).map(|schemes| top.security = Some((schemes, line.span()))),
                "write the schemes that a sender may use as `Security: A, B`",
            ),
        };
        read.map_err(|diagnostic| helped(diagnostic, help))
    }
}

/// `METHOD NAME`
fn endpoint(mut cursor: Cursor<'_>) -> Result<Endpoint, Diagnostic> {
    let word = cursor.until(|c| c == ' ');
    if word.value.is_empty() {
        return Err(cursor.expected("an HTTP method and the event's name"));
    }
    let written = |method: &Method| method.as_str().to_uppercase();
    let mut methods = Method::ALL.iter();
    let Some(method) = methods.find(|method| written(method) == word.value) else {
        let message = format!("`{}` is not an HTTP method", word.value);
        let methods: Vec<String> = Method::ALL.iter().map(written).collect();
        let help = did_you_mean(word.value, methods.iter().map(String::as_str));
        return Err(cursor
            .fault(word.span, message, "unknown method")
            .help(help));
    };
    cursor.require(" ", "a space and the event's name")?;
    let name = cursor.until(char::is_whitespace);
    if name.value.is_empty() {
        return Err(cursor.expected("the event's name"));
    }
    cursor.end()?;
    Ok(Endpoint {
        method: At::new(*method, word.span),
        name: At::new(name.value.to_owned(), name.span),
    })
}

/// The status of a response, none for the request, and the media type.
type Section = (Option<At<String>>, Option<At<String>>);

/// `## Request fields (MEDIA TYPE):` or `## Response STATUS fields[ (MEDIA TYPE):]`
fn section(mut cursor: Cursor<'_>) -> Result<Section, Diagnostic> {
    let help = |diagnostic: Diagnostic| {
        diagnostic.help(
            "the sections are `## Request fields (application/json):` and \
             `## Response 2xx fields`, where a media type and `:` may follow",
        )
    };
    let whole = cursor.span();
    cursor.eat("## ");
    if cursor.eat("Request fields") {
        let media_type = media_type(&mut cursor).map_err(help)?;
        return Ok((None, Some(media_type)));
    }
    if !cursor.eat("Response ") {
        let message = "a section that is not known";
        return Err(help(cursor.fault(whole, message, "not understood")));
    }
    let status = cursor.until(char::is_whitespace);
    if !is_status(status.value) {
        let message = format!("`{}` is not the status of a response", status.value);
        return Err(cursor
            .fault(status.span, message, "not a status")
            .help("write a status such as `200`, a class such as `2xx`, or `default`"));
    }
    let fields = cursor.require(" fields", "` fields` after the status");
    fields.map_err(help)?;
    let media_type = if cursor.rest().is_empty() || cursor.rest() == ":" {
        None
    } else {
        Some(media_type(&mut cursor).map_err(help)?)
    };
    let status = At::new(status.value.to_owned(), status.span);
    Ok((Some(status), media_type))
}

/// ` (MEDIA TYPE):` at the end of a line.
fn media_type(cursor: &mut Cursor<'_>) -> Result<At<String>, Diagnostic> {
    cursor.require(" (", "` (` and the media type")?;
    let name = cursor.until(|c| c == ')');
    if !name.value.contains('/') {
        let message = format!("`{}` is not a media type", name.value);
        return Err(cursor.fault(name.span, message, "not a media type"));
    }
    cursor.require("):", "`):` after the media type")?;
    cursor.end()?;
    Ok(At::new(name.value.to_owned(), name.span))
}

/// Names between commas.
fn schemes(mut cursor: Cursor<'_>) -> Result<Vec<At<String>>, Diagnostic> {
    let is_in_name = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    let mut names = Vec::new();
    loop {
        let name = cursor.until(|c| !is_in_name(c));
        if name.value.is_empty() {
            return Err(cursor.expected("the name of a security scheme"));
        }
        names.push(At::new(name.value.to_owned(), name.span));
        if cursor.rest().is_empty() {
            return Ok(names);
        }
        cursor.require(", ", "`, ` before the next security scheme")?;
    }
}

/// A status code, a class of them or `default` (the Responses Object, section 4.8.16 of OpenAPI
/// 3.1.1).
fn is_status(text: &str) -> bool {
    match text.as_bytes() {
        [b'1'..=b'5', rest @ ..] if rest.len() == 2 => {
            rest.iter().all(u8::is_ascii_digit) || rest.eq_ignore_ascii_case(b"xx")
        }
        _ => text == "default",
    }
}
