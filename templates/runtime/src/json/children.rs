//! The values inside a JSON text, one after another, as the texts they are.
//!
//! Knows how JSON is written and checks nothing: a text that is not JSON gives fewer values, or
//! other parts of itself.

use std::borrow::Cow;

/// A value inside an object or an array.
pub(crate) struct Child<'j> {
    /// The name of a member, as a JSON string; an element has none.
    pub(crate) name: Option<&'j str>,
    /// The value.
    pub(crate) value: &'j str,
}

/// The members of an object or the elements of an array, in their order; none for any other value.
pub(crate) fn children(json: &str) -> Children<'_> {
    Children {
        json,
        at: 1,
        is_object: json.starts_with('{'),
        is_over: !json.starts_with(['{', '[']),
        known: None,
        looked_at: 0,
    }
}

/// The strings and numbers of a text, names of members included, in their order, each with its
/// place in the text.
pub(crate) fn tokens(json: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut reader = children(json);
    reader.at = 0;
    std::iter::from_fn(move || {
        reader.pass(b"{}[],: \n\r\t");
        let start = reader.at;
        reader.pass_value();
        let token = json.get(start..reader.at)?;
        (!token.is_empty()).then_some((start, token))
    })
}

/// Where the objects and arrays of a text begin and end, in the order of their beginnings.
pub(crate) struct Ends(Vec<(u32, u32)>);

impl Ends {
    /// Those of a text; `None` if it has 4 GiB and more.
    pub(crate) fn of(text: &str) -> Option<Self> {
        u32::try_from(text.len()).ok()?;
        let mut ends: Vec<(u32, u32)> = Vec::new();
        let mut open = Vec::new();
        let mut reader = children(text);
        reader.at = 0;
        while let Some(byte) = reader.byte() {
            let at = u32::try_from(reader.at).ok()?;
            match byte {
                b'"' => reader.pass_string(),
                b'{' | b'[' => {
                    open.push(ends.len());
                    push(&mut ends, (at, at));
                }
                b'}' | b']' => {
                    if let Some((_, end)) = open.pop().and_then(|index| ends.get_mut(index)) {
                        *end = at;
                    }
                }
                _ => {}
            }
            reader.at += 1;
        }
        Some(Self(ends))
    }

    /// Adds those of another text, which is put behind, at this place.
    pub(crate) fn append(&mut self, text: &str, at: usize) -> Option<()> {
        let at = u32::try_from(at).ok()?;
        at.checked_add(u32::try_from(text.len()).ok()?)?;
        let Self(behind) = Self::of(text)?;
        let behind = behind.into_iter();
        self.0
            .extend(behind.map(|(start, end)| (start + at, end + at)));
        Some(())
    }

    /// The end of what begins here.
    fn get(&self, start: usize) -> Option<usize> {
        let Self(ends) = self;
        let start = u32::try_from(start).ok()?;
        let index = ends
            .binary_search_by_key(&start, |(start, _)| *start)
            .ok()?;
        let (_, end) = ends.get(index)?;
        usize::try_from(*end).ok()
    }
}

/// Puts one more into a list of which there may be very many: room is made for few more.
pub(crate) fn push<T>(list: &mut Vec<T>, one: T) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / 4 + 16);
    }
    list.push(one);
}

/// See [`children`].
pub(crate) struct Children<'j> {
    json: &'j str,
    /// The place of the next byte to look at.
    at: usize,
    is_object: bool,
    is_over: bool,
    /// Where the JSON begins in a text of which the ends are known.
    known: Option<(usize, &'j Ends)>,
    looked_at: usize,
}

impl<'j> Children<'j> {
    /// The same, of JSON that begins here in a text of which the ends are known: what is inside the
    /// children is not looked at.
    pub(crate) fn within(self, start: usize, ends: &'j Ends) -> Self {
        Self {
            known: Some((start, ends)),
            ..self
        }
    }

    /// How many bytes were looked at so far.
    pub(crate) fn looked_at(&self) -> usize {
        self.looked_at
    }

    fn byte(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    /// Goes on to a byte that none of these is.
    fn pass(&mut self, bytes: &[u8]) {
        while self.byte().is_some_and(|byte| bytes.contains(&byte)) {
            self.at += 1;
            self.looked_at += 1;
        }
    }

    /// Reads the value that begins here.
    fn value(&mut self) -> &'j str {
        let start = self.at;
        let end = self
            .known
            .and_then(|(offset, ends)| ends.get(offset + start)?.checked_sub(offset));
        if let Some(end) = end {
            self.at = end + 1;
            self.looked_at += 16;
        } else {
            self.pass_value();
            self.looked_at += self.at - start;
        }
        self.json.get(start..self.at).unwrap_or_default()
    }

    /// Goes on to the end of the value that begins here.
    fn pass_value(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.byte() {
            match byte {
                b'"' => self.pass_string(),
                b'{' | b'[' => depth += 1,
                b'}' | b']' | b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => break,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Goes on to the end of the string that begins here.
    fn pass_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.byte() {
            match byte {
                b'\\' => self.at += 1,
                b'"' => break,
                _ => {}
            }
            self.at += 1;
        }
    }
}

impl<'j> Iterator for Children<'j> {
    type Item = Child<'j>;

    fn next(&mut self) -> Option<Child<'j>> {
        if self.is_over {
            return None;
        }
        self.pass(b", \n\r\t");
        let name = self.is_object.then(|| self.value());
        self.pass(b": \n\r\t");
        let value = self.value();
        self.is_over = value.is_empty();
        (!self.is_over).then_some(Child { name, value })
    }
}

/// The text of a JSON string without escapes; of one that is not Unicode text, as it is written.
pub(crate) fn unquoted(quoted: &str) -> Cow<'_, str> {
    let plain = quoted
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let plain = plain.unwrap_or(quoted);
    if plain.contains('\\') {
        return serde_json::from_str(quoted).map_or(Cow::Borrowed(plain), Cow::Owned);
    }
    Cow::Borrowed(plain)
}
