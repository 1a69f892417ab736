//! HTTP/1.1 from the server's side, as far as a recorder needs it (RFC 9112).
//!
//! In: a connection. Out: the one request that is read from it, or why there is none; and the
//! answer, after which the connection is closed. All that is read is bounded in size and time.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// How many bytes the head of a request may have.
const MAX_HEAD: usize = 64 << 10;

/// How many header lines it may have.
const MAX_HEADERS: usize = 128;

/// How long a request may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a read waits before it is asked whether the recorder ends.
const PIECE: Duration = Duration::from_millis(200);

/// How long what is left of a refused request is still read, so that its sender sees the answer.
const LINGER: Duration = Duration::from_secs(2);

/// A request as it came over the wire, the transfer coding of its body undone.
#[derive(Debug)]
pub(super) struct Request {
    pub method: String,
    /// The path with the query.
    pub target: String,
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: u16,
    /// Header lines, those aside that say how long the body is and what becomes of the connection.
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// A status, and a sentence where it is none of success.
    pub fn of(status: u16, said: &str) -> Self {
        let headers = match said {
            "" => Vec::new(),
            _ => vec![(
                "Content-Type".to_owned(),
                b"text/plain; charset=utf-8".to_vec(),
            )],
        };
        Self {
            status,
            headers,
            body: said.as_bytes().to_vec(),
        }
    }
}

/// Why there is no request.
#[derive(Debug)]
pub(super) enum NoRequest {
    /// The sender is told so.
    Refused(u16, &'static str),
    /// The connection was closed, or the recorder ends.
    Gone,
}

/// A connection that is read from.
pub(super) struct Connection<'s> {
    stream: TcpStream,
    /// What was read and not taken yet.
    pending: Vec<u8>,
    until: Instant,
    is_ending: &'s dyn Fn() -> bool,
    is_head: bool,
}

impl<'s> Connection<'s> {
    /// A connection on which nothing was read yet.
    pub fn new(stream: TcpStream, is_ending: &'s dyn Fn() -> bool) -> io::Result<Self> {
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(PIECE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream,
            pending: Vec::new(),
            until: Instant::now() + PATIENCE,
            is_ending,
            is_head: false,
        })
    }

    /// Reads a request whose body has at most so many bytes.
    pub fn request(&mut self, max_body: u64) -> Result<Request, NoRequest> {
        let too_long = NoRequest::Refused(431, "the head of the request is too large");
        let mut request = loop {
            if let Some((request, length)) = self.head()? {
                if length > MAX_HEAD {
                    return Err(too_long);
                }
                break request;
            }
            if self.pending.len() > MAX_HEAD {
                return Err(too_long);
            }
            self.fill()?;
        };
        self.is_head = request.method == "HEAD";
        let length = length(&request.headers)?;
        let is_awaited = header(&request.headers, "expect")
            .any(|value| String::from_utf8_lossy(value).eq_ignore_ascii_case("100-continue"));
        if is_awaited && length != Length::Bytes(0) {
            let told = self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n");
            told.map_err(|_| NoRequest::Gone)?;
        }
        let limit = usize::try_from(max_body).unwrap_or(usize::MAX);
        request.body = match length {
            Length::Bytes(length) => match usize::try_from(length) {
                Ok(length) if length <= limit => self.take(length)?,
                _ => return Err(too_large()),
            },
            Length::Chunked => self.chunks(limit)?,
        };
        Ok(request)
    }

    /// The head and its length, once all of it is there; what follows it is still pending.
    fn head(&mut self) -> Result<Option<(Request, usize)>, NoRequest> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        let end = match parsed.parse(&self.pending) {
            Ok(httparse::Status::Complete(end)) => end,
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(httparse::Error::TooManyHeaders) => {
                return Err(NoRequest::Refused(431, "the request has too many headers"));
            }
            Err(_) => return Err(NoRequest::Refused(400, "this is no HTTP/1.1 request")),
        };
        let headers = parsed.headers.iter();
        let request = Request {
            method: parsed.method.unwrap_or_default().to_owned(),
            target: path_and_query(parsed.path.unwrap_or_default()),
            headers: headers
                .map(|one| (one.name.to_owned(), one.value.to_vec()))
                .collect(),
            body: Vec::new(),
        };
        self.pending.drain(..end);
        Ok(Some((request, end)))
    }

    /// Waits for more bytes.
    fn fill(&mut self) -> Result<(), NoRequest> {
        let mut piece = [0; 16 << 10];
        loop {
            if Instant::now() > self.until {
                return Err(NoRequest::Refused(408, "the request took too long"));
            }
            match self.stream.read(&mut piece) {
                Ok(0) => return Err(NoRequest::Gone),
                Ok(length) => {
                    let read = piece.get(..length).unwrap_or_default();
                    self.pending.extend_from_slice(read);
                    return Ok(());
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    if (self.is_ending)() {
                        return Err(NoRequest::Gone);
                    }
                }
                Err(_) => return Err(NoRequest::Gone),
            }
        }
    }

    /// So many bytes.
    fn take(&mut self, length: usize) -> Result<Vec<u8>, NoRequest> {
        while self.pending.len() < length {
            self.fill()?;
        }
        let rest = self.pending.split_off(length);
        Ok(std::mem::replace(&mut self.pending, rest))
    }

    /// A body in chunks (RFC 9112, section 7.1).
    fn chunks(&mut self, limit: usize) -> Result<Vec<u8>, NoRequest> {
        let wrong = || NoRequest::Refused(400, "the chunks of the body are not well formed");
        let mut body = Vec::new();
        loop {
            let size = loop {
                match httparse::parse_chunk_size(&self.pending) {
                    Ok(httparse::Status::Complete((end, size))) => {
                        self.pending.drain(..end);
                        break usize::try_from(size).map_err(|_| too_large())?;
                    }
                    Ok(httparse::Status::Partial) if self.pending.len() <= MAX_HEAD => {
                        self.fill()?;
                    }
                    _ => return Err(wrong()),
                }
            };
            if size == 0 {
                self.trailers()?;
                return Ok(body);
            }
            if body.len().saturating_add(size) > limit {
                return Err(too_large());
            }
            body.extend(self.take(size)?);
            if self.take(2)? != b"\r\n" {
                return Err(wrong());
            }
        }
    }

    /// What follows the last chunk, up to an empty line. Nothing of it is kept.
    fn trailers(&mut self) -> Result<(), NoRequest> {
        let mut length = 0;
        loop {
            let end = loop {
                match self.pending.windows(2).position(|two| two == b"\r\n") {
                    Some(end) => break end,
                    None if self.pending.len() > MAX_HEAD => {
                        return Err(NoRequest::Refused(431, "the trailers are too large"));
                    }
                    None => self.fill()?,
                }
            };
            self.pending.drain(..end + 2);
            length += end;
            if end == 0 {
                return Ok(());
            }
            if length > MAX_HEAD {
                return Err(NoRequest::Refused(431, "the trailers are too large"));
            }
        }
    }

    /// Answers, and closes the connection.
    pub fn answer(mut self, answer: &Answer) -> io::Result<()> {
        let status = answer.status;
        let reason = ureq::http::StatusCode::from_u16(status).ok();
        let reason = reason.and_then(|status| status.canonical_reason());
        let mut text = format!("HTTP/1.1 {status} {}\r\n", reason.unwrap_or_default()).into_bytes();
        for (name, value) in &answer.headers {
            text.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
        let has_body = !matches!(status, 100..=199 | 204 | 304);
        if has_body {
            text.extend(format!("Content-Length: {}\r\n", answer.body.len()).into_bytes());
        }
        text.extend(b"Connection: close\r\n\r\n");
        if has_body && !self.is_head {
            text.extend(&answer.body);
        }
        self.stream.write_all(&text)?;
        self.stream.flush()?;
        self.stream.shutdown(Shutdown::Write)?;
        // Closed with something unread, the connection would be reset, and the answer be lost.
        let until = Instant::now() + LINGER;
        let mut piece = [0; 16 << 10];
        while Instant::now() < until {
            if matches!(self.stream.read(&mut piece), Ok(0) | Err(_)) {
                break;
            }
        }
        Ok(())
    }
}

/// How long a body is.
#[derive(Debug, PartialEq, Eq)]
enum Length {
    Bytes(u64),
    Chunked,
}

fn too_large() -> NoRequest {
    NoRequest::Refused(413, "the body is too large; `--max-body-size` allows more")
}

/// The values of the headers of this name.
fn header<'h>(
    headers: &'h [(String, Vec<u8>)],
    name: &'h str,
) -> impl Iterator<Item = &'h [u8]> + 'h {
    let of_name = headers
        .iter()
        .filter(move |(own, _)| own.eq_ignore_ascii_case(name));
    of_name.map(|(_, value)| value.as_slice())
}

/// How long the body of a request is (RFC 9112, section 6.3). What could be read in two ways is
/// refused.
fn length(headers: &[(String, Vec<u8>)]) -> Result<Length, NoRequest> {
    let wrong = NoRequest::Refused(400, "the length of the body is not clear");
    let mut codings = header(headers, "transfer-encoding");
    let mut lengths = header(headers, "content-length");
    match (codings.next(), lengths.next()) {
        (None, None) => Ok(Length::Bytes(0)),
        (None, Some(length)) => {
            if lengths.any(|other| other != length) {
                return Err(wrong);
            }
            let is_number = !length.is_empty() && length.iter().all(u8::is_ascii_digit);
            let number = std::str::from_utf8(length).ok().filter(|_| is_number);
            let number = number.and_then(|number| number.parse().ok());
            number.map(Length::Bytes).ok_or(wrong)
        }
        (Some(coding), None) if coding.eq_ignore_ascii_case(b"chunked") => match codings.next() {
            None => Ok(Length::Chunked),
            Some(_) => Err(wrong),
        },
        (Some(_), None) => Err(NoRequest::Refused(501, "this transfer coding is not known")),
        (Some(_), Some(_)) => Err(wrong),
    }
}

/// The path and query of a target, which a proxy is sent with scheme and host.
fn path_and_query(target: &str) -> String {
    let uri = target.parse::<ureq::http::Uri>().ok();
    let inner = uri.as_ref().and_then(|uri| uri.path_and_query());
    let inner = inner.map_or(target, ureq::http::uri::PathAndQuery::as_str);
    match inner.starts_with('/') {
        true => inner.to_owned(),
        false => format!("/{inner}"),
    }
}
