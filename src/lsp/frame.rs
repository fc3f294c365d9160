//! Messages on their way in and out: a head with a length, then JSON.
//!
//! `lsp-server` brings the types of messages. Its own reader ends with the first message that is
//! malformed, and the server with it; this one says what was wrong and goes on with the next message.

use std::io::{self, BufRead, Read as _, Write};

use lsp_server::{ErrorCode, Message, Request, RequestId, Response};
use serde_json::{Value, json};

/// No message that an editor sends is larger.
const LARGEST: u64 = 256 * 1024 * 1024;
/// No line of a head is longer.
const LONGEST_LINE: u64 = 64 * 1024;
/// What says how long the JSON is.
const LENGTH: &[u8] = b"content-length:";
/// What else may stand in a head.
const TYPE: &[u8] = b"content-type:";

/// What has arrived.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Something that is none.
    Malformed(Malformed),
    /// Nothing more will come.
    End,
}

/// Why something is no message.
#[derive(Debug)]
pub(super) struct Malformed {
    /// What kind of mistake it is.
    pub(super) code: ErrorCode,
    /// What is wrong.
    pub(super) message: String,
    /// The request that it was meant to be, where that can be told.
    pub(super) id: Option<RequestId>,
}

impl Malformed {
    fn incoming(code: ErrorCode, message: impl Into<String>) -> Incoming {
        Incoming::Malformed(Self { code, message: message.into(), id: None })
    }
}

/// Reads messages until there are no more, or until `take` wants none.
pub(super) fn read_all(mut input: impl BufRead, mut take: impl FnMut(Incoming) -> bool) {
    loop {
        let goes_on = match read_head(&mut input, &mut take) {
            Ok(Some(length)) => match read_body(&mut input, length) {
                Ok(incoming) => take(incoming),
                Err(_) => false,
            },
            Ok(None) | Err(_) => false,
        };
        if !goes_on {
            take(Incoming::End);
            return;
        }
    }
}

/// The length that the next head states, past whatever is no head. `None` at the end.
fn read_head(
    input: &mut impl BufRead,
    take: &mut impl FnMut(Incoming) -> bool,
) -> io::Result<Option<u64>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = line.trim_ascii();
        if text.is_empty() {
            match length {
                Some(length) => return Ok(Some(length)),
                None => continue,
            }
        }
        // After a message whose length was wrong, the next head begins somewhere in a line.
        if let Some(at) = find(text, LENGTH) {
            let number = text.get(at + LENGTH.len()..).unwrap_or_default().trim_ascii();
            length = str::from_utf8(number).ok().and_then(|number| number.parse().ok());
            if at > 0 || length.is_none() {
                take(Malformed::incoming(ErrorCode::ParseError, shown(text)));
            }
        } else if find(text, TYPE) != Some(0) {
            take(Malformed::incoming(ErrorCode::ParseError, shown(text)));
        }
    }
}

/// Where a word stands in a line, whatever the case of its letters.
fn find(line: &[u8], word: &[u8]) -> Option<usize> {
    line.windows(word.len()).position(|window| window.eq_ignore_ascii_case(word))
}

/// What to say about a line that is no part of a head.
fn shown(line: &[u8]) -> String {
    let text: String = String::from_utf8_lossy(line).chars().take(80).collect();
    format!("expected `Content-Length: N`, found {text:?}")
}

/// Reads the JSON behind a head.
fn read_body(input: &mut impl BufRead, length: u64) -> io::Result<Incoming> {
    if length > LARGEST {
        io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        let message = format!("a message of {length} bytes is larger than pmlint takes");
        return Ok(Malformed::incoming(ErrorCode::InvalidRequest, message));
    }
    let mut body = Vec::new();
    let read = input.by_ref().take(length).read_to_end(&mut body)?;
    if (read as u64) < length {
        return Ok(Malformed::incoming(ErrorCode::ParseError, "the message ends too early"));
    }
    Ok(parse(&body))
}

/// The message that some JSON is.
fn parse(body: &[u8]) -> Incoming {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => {
            return Malformed::incoming(ErrorCode::ParseError, format!("no JSON: {error}"));
        }
    };
    let id = value.get("id").filter(|id| !id.is_null()).cloned();
    let is_request = id.is_some() && value.get("method").is_some();
    let message = match is_request {
        true => serde_json::from_value::<Request>(value).map(Message::Request),
        false => serde_json::from_value(value),
    };
    message.map(Incoming::Message).unwrap_or_else(|error| {
        Incoming::Malformed(Malformed {
            code: ErrorCode::InvalidRequest,
            message: format!("no message: {error}"),
            id: id.and_then(|id| serde_json::from_value(id).ok()),
        })
    })
}

/// Writes a message.
pub(super) fn write(output: &mut impl Write, message: &Message) -> io::Result<()> {
    message.write(output)
}

/// Answers what is no message.
pub(super) fn refuse(output: &mut impl Write, malformed: Malformed) -> io::Result<()> {
    let Malformed { code, message, id } = malformed;
    if let Some(id) = id {
        return write(output, &Response::new_err(id, code as i32, message).into());
    }
    // The type of responses has no place for `null`, which is what the protocol asks for here.
    let error = json!({ "code": code as i32, "message": message });
    let text = json!({ "jsonrpc": "2.0", "id": null, "error": error }).to_string();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of some bytes, in short.
    fn read(bytes: &str) -> Vec<String> {
        let mut seen = Vec::new();
        read_all(bytes.as_bytes(), |incoming| {
            seen.push(match incoming {
                Incoming::Message(Message::Request(request)) => format!("? {}", request.method),
                Incoming::Message(Message::Notification(note)) => format!("! {}", note.method),
                Incoming::Message(Message::Response(response)) => format!("= {}", response.id),
                Incoming::Malformed(malformed) => format!("x {}", malformed.code as i32),
                Incoming::End => "end".to_owned(),
            });
            true
        });
        seen
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn what_is_malformed_is_told_and_the_next_message_is_read() {
        let good = framed(r#"{"jsonrpc":"2.0","method":"good"}"#);
        for (bytes, expected) in [
            (good.clone(), &["! good"][..]),
            (framed(r#"{"jsonrpc":"2.0","id":1,"method":"m"}"#) + &good, &["? m", "! good"]),
            (framed(r#"{"jsonrpc":"2.0","id":1,"result":null}"#), &["= 1"]),
            (good.replace("Content-Length", "content-LENGTH"), &["! good"]),
            (format!("Content-Type: x\r\n{good}"), &["! good"]),
            (format!("hello\r\n\r\n{good}"), &["x -32700", "! good"]),
            (format!("Content-Length: many\r\n\r\n{good}"), &["x -32700", "! good"]),
            (framed("{") + &good, &["x -32700", "! good"]),
            (framed("[]") + &good, &["x -32600", "! good"]),
            (framed(r#"{"id":{},"method":"m"}"#) + &good, &["x -32600", "! good"]),
            (framed(r#"{"id":99999999999,"method":"m"}"#) + &good, &["x -32600", "! good"]),
            // A length that is too short: the rest stands in front of the next head.
            (format!("Content-Length: 2\r\n\r\n{{}}}}{good}"), &["x -32600", "x -32700", "! good"]),
            ("Content-Length: 99\r\n\r\n{}".to_owned(), &["x -32700"]),
            (String::new(), &[]),
        ] {
            let mut expected = expected.to_vec();
            expected.push("end");
            assert_eq!(read(&bytes), expected, "{bytes:?}");
        }
    }
}
