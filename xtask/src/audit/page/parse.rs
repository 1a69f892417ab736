//! A page from its first line to its last: the lines at the top, then the sections.

use super::cursor::{Cursor, helped, syntax};
use super::field::{FieldReader, STEP};
use super::line::{Line, Shape, lines};
use super::{At, Body, Endpoint, Page, Response};
use crate::diagnostic::{Diagnostic, Diagnostics, did_you_mean};
use crate::document::Method;
use crate::place::FileId;
use crate::source::Sources;

/// The lines that stand at the top.
const KEYS: [&str; 3] = ["Endpoint", "Version", "Security"];

/// Reads the page that a file holds.
///
/// # Errors
/// None as a value: `None` if any line is not understood, and `diagnostics` tell which.
#[must_use]
pub fn read_page(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Page> {
    let text = &sources.file(file)?.text;
    let lines = lines(text);
    let errors = diagnostics.error_count();
    let mut reader = PageReader {
        file,
        lines: &lines,
        next: 0,
        errors,
        diagnostics,
    };
    let page = reader.page();
    (diagnostics.error_count() == errors).then_some(page?)
}

struct PageReader<'p, 't, 'd> {
    file: FileId,
    lines: &'p [Line<'t>],
    next: usize,
    /// How many errors there were before this page.
    errors: usize,
    diagnostics: &'d mut Diagnostics,
}

/// What the lines at the top say.
#[derive(Default)]
struct Top {
    title: Option<At<String>>,
    endpoint: Option<Endpoint>,
    version: Option<At<String>>,
    security: Option<(Vec<At<String>>, std::ops::Range<usize>)>,
}

impl<'t> PageReader<'_, 't, '_> {
    fn page(&mut self) -> Option<Page> {
        let top = self.top();
        let mut request: Option<Body> = None;
        let mut responses: Vec<Response> = Vec::new();
        while let Some(line) = self.lines.get(self.next).copied() {
            self.next += 1;
            if line.shape != Shape::Heading {
                self.outside_sections(line);
                continue;
            }
            let section = self.section(line);
            let mut fields = FieldReader::new(self.file, self.lines, self.next, self.diagnostics);
            let body = fields.body();
            self.next = fields.next;
            if let Some(line) = self.lines.get(self.next)
                && line.shape == Shape::Title
            {
                self.diagnostics.push(
                    syntax(self.file, line.span(), "a second title", "another page?")
                        .help("keep one page in a file"),
                );
            }
            match self.diagnostics.keep(section) {
                Some(Section::Request(media_type)) => {
                    if request.is_some() {
                        self.twice(line);
                    }
                    request = Some(Body {
                        span: line.span(),
                        media_type: Some(media_type),
                        fields: body,
                    });
                }
                Some(Section::Response(status, media_type)) => {
                    if responses
                        .iter()
                        .any(|other| other.status.value == status.value)
                    {
                        self.twice(line);
                    }
                    responses.push(Response {
                        status,
                        body: Body {
                            span: line.span(),
                            media_type,
                            fields: body,
                        },
                    });
                }
                None => {}
            }
        }
        self.finish(top, request, responses)
    }

    /// The page, if nothing that it must have is missing.
    fn finish(
        &mut self,
        top: Top,
        request: Option<Body>,
        responses: Vec<Response>,
    ) -> Option<Page> {
        let start = self.lines.iter().find(|line| line.shape != Shape::Blank);
        let span = start.map_or(0..0, Line::span);
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
            let is_told = self.diagnostics.error_count() > self.errors;
            if is_missing && !is_told {
                self.diagnostics.push(
                    syntax(self.file, span.clone(), message, "the page starts here").help(help),
                );
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

    /// Complains about a line that no section takes, and passes it with all that follows up to the next heading.
    fn outside_sections(&mut self, line: Line<'t>) {
        // A second title was complained about where its section ended.
        if matches!(line.shape, Shape::Blank | Shape::Title) {
            return;
        }
        self.diagnostics.push(
            syntax(
                self.file,
                line.span(),
                "the indentation of this line fits no section",
                "belongs to no list",
            )
            .help(format!(
                "the fields of a section are indented by {STEP} spaces; this line by {}",
                line.indent
            )),
        );
        while self
            .lines
            .get(self.next)
            .is_some_and(|next| !matches!(next.shape, Shape::Heading | Shape::Title))
        {
            self.next += 1;
        }
    }

    fn twice(&mut self, line: Line<'t>) {
        self.diagnostics.push(
            syntax(
                self.file,
                line.span(),
                "this section is there twice",
                "again here",
            )
            .help("keep one of them"),
        );
    }

    /// Everything before the first section.
    fn top(&mut self) -> Top {
        let mut top = Top::default();
        while let Some(line) = self.lines.get(self.next).copied() {
            let read = match line.shape {
                Shape::Heading => break,
                Shape::Blank => Ok(()),
                Shape::Title if top.title.is_none() => {
                    let title = line.text.trim_start_matches('#').trim_start();
                    let end = line.span().end;
                    top.title = Some(At::new(title.to_owned(), end - title.len()..end));
                    Ok(())
                }
                _ => self.top_line(line, &mut top),
            };
            self.next += 1;
            if self.diagnostics.keep(read).is_none() {
                self.pass_over(line);
            }
        }
        top
    }

    /// What goes on after a line that is not understood: fields up to the next heading, prose up to a blank line.
    fn pass_over(&mut self, line: Line<'t>) {
        let is_end = |next: &Line| {
            next.shape == Shape::Heading
                || (line.shape != Shape::Field && next.shape != Shape::Text)
                || KEYS.iter().any(|key| next.text.starts_with(key))
        };
        while self.lines.get(self.next).is_some_and(|next| !is_end(next)) {
            self.next += 1;
        }
    }

    fn top_line(&self, line: Line<'t>, top: &mut Top) -> Result<(), Diagnostic> {
        let (key, value) = line.text.split_once(':').unwrap_or((line.text, ""));
        let known = KEYS.into_iter().find(|known| *known == key);
        if line.shape == Shape::Field {
            let message = "a list of fields without a heading";
            return Err(syntax(self.file, line.span(), message, "starts here")
                .help("add the heading `## Request fields (application/json):` above it"));
        }
        let Some(known) = known.filter(|_| line.indent == 0) else {
            return Err(syntax(
                self.file,
                line.span(),
                "a line at the top of the page that is not known",
                "not understood",
            )
            .help(did_you_mean(key, KEYS)));
        };
        let value = value.trim_start();
        let start = line.span().end - value.len();
        let given = match known {
            "Endpoint" => top.endpoint.is_some(),
            "Version" => top.version.is_some(),
            _ => top.security.is_some(),
        };
        if given {
            let message = format!("`{known}` is there twice");
            return Err(
                syntax(self.file, line.span(), message, "again here").help("keep one of them")
            );
        }
        let cursor = Cursor::new(self.file, value, start);
        match known {
            "Endpoint" => {
                let endpoint = self.endpoint(cursor).map_err(|diagnostic| {
                    helped(diagnostic, "write it as `Endpoint: POST parcel-sent`")
                });
                top.endpoint = Some(endpoint?);
            }
            "Version" if value.is_empty() => {
                let help = "write it as `Version: latest`, or leave the line out";
                return Err(cursor.expected("the version").help(help));
            }
            "Version" => top.version = Some(At::new(value.to_owned(), cursor.span())),
            _ => {
                let schemes = schemes(cursor).map_err(|diagnostic| {
                    let help = "write the schemes that a sender may use as `Security: A, B`";
                    helped(diagnostic, help)
                });
                top.security = Some((schemes?, line.span()));
            }
        }
        Ok(())
    }

    /// `METHOD NAME`
    fn endpoint(&self, mut cursor: Cursor<'t>) -> Result<Endpoint, Diagnostic> {
        let word = cursor.until(|c| c == ' ');
        if word.value.is_empty() {
            return Err(cursor.expected("an HTTP method and the event's name"));
        }
        let methods: Vec<String> = Method::ALL
            .iter()
            .map(|method| method.as_str().to_uppercase())
            .collect();
        let known = Method::ALL
            .iter()
            .zip(&methods)
            .find(|(_, name)| *name == word.value);
        let Some((method, _)) = known else {
            let message = format!("`{}` is no HTTP method", word.value);
            let help = did_you_mean(word.value, methods.iter().map(String::as_str));
            return Err(syntax(self.file, word.span, message, "unknown method").help(help));
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

    /// `## Request fields (MEDIA TYPE):` or `## Response STATUS fields[ (MEDIA TYPE):]`
    fn section(&self, line: Line<'t>) -> Result<Section, Diagnostic> {
        let help = "the sections are `## Request fields (application/json):` and \
                    `## Response 2xx fields`, where a media type and `:` may follow";
        let mut cursor = Cursor::new(self.file, line.text, line.start);
        cursor.eat("## ");
        if cursor.eat("Request fields") {
            let media_type = self.media_type(&mut cursor);
            return Ok(Section::Request(media_type.map_err(|e| e.help(help))?));
        }
        if !cursor.eat("Response ") {
            let message = "a section that is not known";
            return Err(syntax(self.file, line.span(), message, "not understood").help(help));
        }
        let status = cursor.until(char::is_whitespace);
        if !is_status(status.value) {
            let message = format!("`{}` is no status of a response", status.value);
            return Err(syntax(self.file, status.span, message, "not a status")
                .help("write a status such as `200`, a class such as `2xx`, or `default`"));
        }
        cursor
            .require(" fields", "` fields` after the status")
            .map_err(|diagnostic| diagnostic.help(help))?;
        let media_type = if cursor.rest().is_empty() || cursor.rest() == ":" {
            None
        } else {
            let media_type = self.media_type(&mut cursor);
            Some(media_type.map_err(|diagnostic| diagnostic.help(help))?)
        };
        Ok(Section::Response(
            At::new(status.value.to_owned(), status.span),
            media_type,
        ))
    }

    /// ` (MEDIA TYPE):` at the end of a line.
    fn media_type(&self, cursor: &mut Cursor<'t>) -> Result<At<String>, Diagnostic> {
        cursor.require(" (", "` (` and the media type")?;
        let name = cursor.until(|c| c == ')');
        if !name.value.contains('/') {
            return Err(syntax(
                self.file,
                name.span,
                format!("`{}` is no media type", name.value),
                "not a media type",
            ));
        }
        cursor.require("):", "`):` after the media type")?;
        cursor.end()?;
        Ok(At::new(name.value.to_owned(), name.span))
    }
}

enum Section {
    Request(At<String>),
    Response(At<String>, Option<At<String>>),
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

/// A status code, a class of them or `default` (the Responses Object, section 4.8.16 of OpenAPI 3.1.1).
fn is_status(text: &str) -> bool {
    let is_code = match text.as_bytes() {
        [b'1'..=b'5', rest @ ..] if rest.len() == 2 => {
            rest.iter().all(u8::is_ascii_digit) || rest.eq_ignore_ascii_case(b"xx")
        }
        _ => false,
    };
    is_code || text == "default"
}
