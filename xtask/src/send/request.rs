//! What credentials add to a request.
//!
//! In: names and values, each for a part of the request. Out: header lines, cookies and the URL.
//! What a receiver refuses to find twice is refused here.

/// A part of a request that holds names and values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Header,
    Cookie,
    Query,
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
}

impl Request {
    /// A request to a URL, of this method and with this body.
    pub fn to(url: &str, method: &str, body: &str) -> Self {
        Self {
            method: method.to_owned(),
            url: url.to_owned(),
            body: body.as_bytes().to_vec(),
            headers: Vec::new(),
            cookies: Vec::new(),
            query: Vec::new(),
        }
    }

    /// Adds what a credential says.
    ///
    /// # Errors
    ///
    /// Another credential stands there. The message does not show its value.
    pub fn put(&mut self, part: Part, name: &str, value: String) -> Result<(), String> {
        let (list, what, name) = match part {
            Part::Header => (&mut self.headers, "header", name.to_ascii_lowercase()),
            Part::Cookie => (&mut self.cookies, "cookie", name.to_owned()),
            Part::Query => (&mut self.query, "query parameter", name.to_owned()),
        };
        if list
            .iter()
            .any(|(taken, _)| taken.eq_ignore_ascii_case(&name))
        {
            return Err(format!(
                "two of the credentials go into the {what} `{name}`, and a receiver refuses a \
                 request that has it twice\n\
                 help: give one of them, and send again with the other"
            ));
        }
        list.push((name, value));
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
        (!pairs.is_empty()).then(|| pairs.join("; "))
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
