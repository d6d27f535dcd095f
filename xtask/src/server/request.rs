//! What does a browser ask for?

use std::io::{self, Read};

/// The longest head of a request that is read.
const HEAD_BYTES_MAX: usize = 16 * 1024;

/// The part of a request that a server of static files needs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// `GET`, `HEAD`, …
    pub(super) method: String,
    /// The path, decoded, without the query.
    pub(super) path: String,
}

impl Request {
    /// Reads the head of a request; the inner error says what is wrong with it.
    pub(super) fn read(stream: &mut impl Read) -> io::Result<Result<Self, &'static str>> {
        let mut head = Vec::new();
        let mut chunk = [0; 1024];
        while !head.windows(4).any(|window| window == b"\r\n\r\n") {
            if head.len() > HEAD_BYTES_MAX {
                return Ok(Err("the head of the request is too long"));
            }
            match stream.read(&mut chunk)? {
                0 => return Ok(Err("the request ends before its head does")),
                count => head.extend_from_slice(&chunk[..count]),
            }
        }
        Ok(Self::parse(&head))
    }

    fn parse(head: &[u8]) -> Result<Self, &'static str> {
        let line = head.split(|&byte| byte == b'\r').next().unwrap_or_default();
        let line = str::from_utf8(line).map_err(|_| "the request line is not text")?;
        let mut words = line.split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err("the request line is not `METHOD PATH VERSION`");
        };
        if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
            return Err("only HTTP/1 and paths that begin with `/`");
        }
        let path = target.split(['?', '#']).next().unwrap_or(target);
        let path = decoded(path).ok_or("the path is not percent-encoded UTF-8")?;
        Ok(Self { method: method.to_owned(), path })
    }
}

/// A path with `%41` turned into `A`.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let (digits, after) = after.split_at_checked(2)?;
            let digits = str::from_utf8(digits).ok()?;
            // `from_str_radix` takes a sign, which an encoding has none of.
            let all_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            bytes.push(all_hex.then(|| u8::from_str_radix(digits, 16).ok())??);
            rest = after;
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(line: &str) -> Result<String, &'static str> {
        let text = format!("{line}\r\nHost: x\r\n\r\n");
        Request::read(&mut text.as_bytes()).unwrap().map(|request| request.path)
    }

    #[test]
    fn the_path_is_decoded_and_the_query_dropped() {
        assert_eq!(path("GET /a%20b/?q=1 HTTP/1.1").unwrap(), "/a b/");
        assert_eq!(path("GET /%e2%86%92 HTTP/1.1").unwrap(), "/→");
    }

    #[test]
    fn what_is_no_request_is_refused() {
        for line in [
            "GET /",
            "GET / HTTP/2",
            "GET x HTTP/1.1",
            "GET / x HTTP/1.1",
            "GET /%4 HTTP/1.1",
            "GET /%+1 HTTP/1.1",
            "GET /%ff HTTP/1.1",
        ] {
            assert!(path(line).is_err(), "{line}");
        }
        assert!(Request::read(&mut b"GET / HTTP/1.1\r\n".as_slice()).unwrap().is_err());
        let endless = [b'a'; HEAD_BYTES_MAX * 2];
        assert!(Request::read(&mut endless.as_slice()).unwrap().is_err());
    }
}
