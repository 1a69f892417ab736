//! What credentials add to a request.
//!
//! In: names and values, each for a part of the request. Out: header lines, cookies and the URL.
//! What a receiver refuses to find twice is refused here.

use super::header_line::HeaderLine;

/// A part of a request that holds names and values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Header,
    Cookie,
    Query,
}

impl Part {
    /// Whether two names are one: those of headers in either case.
    pub fn is_same(self, one: &str, other: &str) -> bool {
        match self {
            Self::Header => one.eq_ignore_ascii_case(other),
            Self::Cookie | Self::Query => one == other,
        }
    }
}

/// A delivery on its way.
#[derive(Debug)]
pub(super) struct Request {
    pub method: String,
    /// Where the body goes.
    pub url: String,
    pub body: Vec<u8>,
    /// Header lines, cookies aside.
    pub headers: Vec<(String, String)>,
    cookies: Vec<(String, String)>,
    query: Vec<(String, String)>,
    /// The headers that nothing may put there any more.
    replaced: Vec<String>,
}

impl Request {
    /// A request to a URL, of this method and with this body.
    pub fn to(url: &str, method: &str, body: impl AsRef<[u8]>) -> Self {
        // What stands behind `#` is not sent.
        let url = url.split('#').next().unwrap_or_default();
        Self {
            method: method.to_owned(),
            url: url.to_owned(),
            body: body.as_ref().to_vec(),
            headers: Vec::new(),
            cookies: Vec::new(),
            query: Vec::new(),
            replaced: Vec::new(),
        }
    }

    /// Puts these headers in, whatever else would put one of their names there.
    pub fn replace_headers(&mut self, lines: &[HeaderLine]) {
        for line in lines {
            self.headers.push((line.name.clone(), line.value.clone()));
            self.replaced.push(line.name.clone());
        }
    }

    /// Whether something of this name is there.
    pub fn has(&self, part: Part, name: &str) -> bool {
        let is_listed = |list: &[(String, String)]| {
            let mut list = list.iter();
            list.any(|(own, _)| part.is_same(own, name))
        };
        match part {
            Part::Header => is_listed(&self.headers),
            Part::Cookie => is_listed(&self.cookies),
            Part::Query => {
                let query = self.url.split_once('?').map_or("", |(_, query)| query);
                let mut given = form_urlencoded::parse(query.as_bytes());
                given.any(|(own, _)| own == name) || is_listed(&self.query)
            }
        }
    }

    /// Adds what is not there yet.
    pub fn fill(&mut self, part: Part, name: &str, value: &str) {
        if !self.has(part, name) {
            self.add(part, name, value);
        }
    }

    /// Adds a name and a value, whatever is there.
    pub fn add(&mut self, part: Part, name: &str, value: &str) {
        let list = match part {
            Part::Header => &mut self.headers,
            Part::Cookie => &mut self.cookies,
            Part::Query => &mut self.query,
        };
        list.push((name.to_owned(), value.to_owned()));
    }

    /// Adds what a credential says, unless the header is replaced.
    ///
    /// # Errors
    ///
    /// Something stands there. The message does not show its value.
    pub fn put(&mut self, part: Part, name: &str, value: String) -> Result<(), String> {
        let name = match part {
            Part::Header => name.to_ascii_lowercase(),
            Part::Cookie | Part::Query => name.to_owned(),
        };
        if part == Part::Header && self.replaced.contains(&name) {
            return Ok(());
        }
        if self.has(part, &name) {
            let what = match part {
                Part::Header => "header",
                Part::Cookie => "cookie",
                Part::Query => "query parameter",
            };
            let is_in_url = part == Part::Query && !self.query.iter().any(|(own, _)| *own == name);
            return Err(if is_in_url {
                format!(
                    "the URL has the query parameter `{name}` already, and a receiver refuses a \
                     request that has it twice\n\
                     help: take it out of the URL"
                )
            } else {
                format!(
                    "two of the credentials go into the {what} `{name}`, and a receiver refuses a \
                     request that has it twice\n\
                     help: give one of them, and send again with the other"
                )
            });
        }
        self.add(part, &name, &value);
        Ok(())
    }

    /// Lets somebody sign the request as it is, and takes what that added.
    ///
    /// # Errors
    ///
    /// Why it cannot be signed; or another credential stands where the signature goes.
    pub fn sign(
        &mut self,
        sign: impl FnOnce(&mut http::Request<Vec<u8>>) -> Result<(), String>,
    ) -> Result<(), String> {
        let mut built = self.built()?;
        sign(&mut built)?;
        self.url = built.uri().to_string();
        self.query.clear();
        for (name, value) in built.headers() {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            let is_there = |(known, own): &(String, String)| {
                known.eq_ignore_ascii_case(name.as_str()) && *own == value
            };
            if !self.headers.iter().any(is_there) {
                self.put(Part::Header, name.as_str(), value)?;
            }
        }
        self.body = built.into_body();
        Ok(())
    }

    /// The request as it is, without cookies.
    ///
    /// # Errors
    ///
    /// What keeps it from being one.
    pub fn built(&self) -> Result<http::Request<Vec<u8>>, String> {
        let mut built = http::Request::builder()
            .method(self.method.as_str())
            .uri(self.whole_url());
        for (name, value) in &self.headers {
            built = built.header(name, value);
        }
        let built = built.body(self.body.clone());
        built.map_err(|error| error.to_string())
    }

    /// The value of the `Cookie` header, if there are cookies.
    pub fn cookies(&self) -> Option<String> {
        let pairs = self.cookies.iter();
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let is_replaced = self.replaced.iter().any(|name| name == "cookie");
        (!pairs.is_empty() && !is_replaced).then(|| pairs.join("; "))
    }

    /// The URL with its query.
    pub fn whole_url(&self) -> String {
        let mut url = self.url.clone();
        for (name, value) in &self.query {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.extend(form_urlencoded::byte_serialize(name.as_bytes()));
            url.push('=');
            url.extend(form_urlencoded::byte_serialize(value.as_bytes()));
        }
        url
    }
}
