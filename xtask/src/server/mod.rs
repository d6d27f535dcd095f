//! How is a folder of static files served to the browsers of this machine?

mod mime;
mod reload;
mod request;
mod resolve;

use crate::Result;
use request::Request;
use resolve::{Answer, resolve};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A server of static files on 127.0.0.1.
pub(crate) struct Server {
    listener: TcpListener,
    site: Arc<Site>,
}

/// What is served, and under which path.
pub(crate) struct Site {
    /// The folder of the files.
    pub(crate) folder: PathBuf,
    /// The path that the site lives under: `/`, or `/name/`.
    pub(crate) base: String,
    /// Counts the rebuilds, for pages that reload themselves; none where they must not.
    pub(crate) rebuilds: Option<Arc<AtomicU64>>,
}

impl Server {
    /// Takes a port. Without a wish it takes the first free one from 8000 on.
    pub(crate) fn bind(site: Site, port: Option<u16>) -> Result<Self> {
        let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = match port {
            Some(port) => bind(port).map_err(|error| {
                format!("cannot listen on port {port}: {error}; choose another with --port")
            })?,
            None => (8000..8100)
                .find_map(|port| bind(port).ok())
                .ok_or("cannot listen on any port from 8000 to 8099; choose another with --port")?,
        };
        Ok(Self { listener, site: Arc::new(site) })
    }

    /// The address of the home page.
    pub(crate) fn address(&self) -> String {
        let local = self.listener.local_addr().map_or(0, |local: SocketAddr| local.port());
        format!("http://127.0.0.1:{local}{}", self.site.base)
    }

    /// Answers requests until the program ends, a thread each.
    pub(crate) fn run(&self) {
        for stream in self.listener.incoming().flatten() {
            let site = Arc::clone(&self.site);
            // A browser that goes away in the middle of an answer is nothing to report.
            std::thread::spawn(move || site.answer(stream).ok());
        }
    }
}

impl Site {
    fn answer(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        stream.set_write_timeout(Some(Duration::from_secs(60)))?;
        let Response { status, kind, location, body, head_only } = self.respond(&mut stream)?;
        let mut head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len());
        head += &format!("Content-Type: {kind}\r\nCache-Control: no-cache\r\n");
        if let Some(location) = location {
            head += &format!("Location: {location}\r\n");
        }
        // As hosts of files say it, so that a page in a sandbox gets its scripts here too.
        head += "Access-Control-Allow-Origin: *\r\n";
        head += "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
        stream.write_all(head.as_bytes())?;
        if !head_only {
            stream.write_all(&body)?;
        }
        stream.flush()
    }

    fn respond(&self, stream: &mut impl Read) -> io::Result<Response> {
        let request = match Request::read(stream)? {
            Ok(request) => request,
            Err(problem) => return Ok(Response::text("400 Bad Request", problem)),
        };
        let head_only = request.method == "HEAD";
        if !head_only && request.method != "GET" {
            return Ok(Response::text("405 Method Not Allowed", "only GET and HEAD"));
        }
        if let Some(response) = self.own(&request.path) {
            return Ok(Response { head_only, ..response });
        }
        let mut response = match resolve(&self.folder, &self.base, &request.path) {
            Answer::File(file) => Response::file("200 OK", &file)?,
            Answer::Redirect(location) => Response {
                location: Some(location),
                ..Response::text("301 Moved Permanently", "moved")
            },
            Answer::Missing => self.missing()?,
            Answer::Outside => {
                Response::text("404 Not Found", &format!("the site lives under {}", self.base))
            }
        };
        if self.rebuilds.is_some() && response.kind.starts_with("text/html") {
            reload::inject(&mut response.body, &self.base);
        }
        Ok(Response { head_only, ..response })
    }

    /// The two answers that are the server's own, where pages reload themselves.
    fn own(&self, path: &str) -> Option<Response> {
        let rebuilds = self.rebuilds.as_ref()?;
        match path.strip_prefix(&self.base)? {
            reload::SCRIPT_PATH => {
                Some(Response { kind: mime::of("js"), ..Response::text("200 OK", reload::SCRIPT) })
            }
            reload::VERSION_PATH => {
                Some(Response::text("200 OK", &rebuilds.load(Ordering::Relaxed).to_string()))
            }
            _ => None,
        }
    }

    fn missing(&self) -> io::Result<Response> {
        let page = self.folder.join("404.html");
        if page.is_file() {
            Response::file("404 Not Found", &page)
        } else {
            Ok(Response::text("404 Not Found", "there is no such page, and no 404.html"))
        }
    }
}

struct Response {
    status: &'static str,
    kind: &'static str,
    location: Option<String>,
    body: Vec<u8>,
    head_only: bool,
}

impl Response {
    fn text(status: &'static str, text: &str) -> Self {
        let body = text.as_bytes().to_vec();
        Self { status, kind: mime::of("txt"), location: None, body, head_only: false }
    }

    fn file(status: &'static str, file: &std::path::Path) -> io::Result<Self> {
        let body = std::fs::read(file)?;
        let extension = file.extension().and_then(|extension| extension.to_str());
        let kind = mime::of(extension.unwrap_or_default());
        Ok(Self { status, kind, location: None, body, head_only: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site of two pages in a folder of its own.
    fn site(name: &str, base: &str, rebuilds: Option<Arc<AtomicU64>>) -> Site {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("quorum")).unwrap();
        std::fs::write(folder.join("index.html"), "<body>home</body>").unwrap();
        std::fs::write(folder.join("quorum/index.html"), "<body>quorum</body>").unwrap();
        std::fs::write(folder.join("404.html"), "<body>lost</body>").unwrap();
        std::fs::write(folder.join("app.wasm"), b"\0asm").unwrap();
        Site { folder, base: base.to_owned(), rebuilds }
    }

    /// Sends a request over a real connection and gives the whole answer.
    fn ask(site: Site, request: &str) -> String {
        let folder = site.folder.clone();
        let server = Server::bind(site, Some(0)).unwrap();
        let port = server.listener.local_addr().unwrap().port();
        std::thread::spawn(move || server.run());
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn wasm_has_its_type_and_length() {
        let answer = ask(site("wasm", "/", None), "GET /app.wasm HTTP/1.1\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("Content-Type: application/wasm\r\n"), "{answer}");
        assert!(answer.contains("Content-Length: 4\r\n"), "{answer}");
    }

    #[test]
    fn a_page_lives_under_the_base_alone() {
        let answer = ask(site("base", "/repo/", None), "GET /repo/quorum/ HTTP/1.1\r\n\r\n");
        assert!(answer.ends_with("<body>quorum</body>"), "{answer}");
        let answer = ask(site("out", "/repo/", None), "GET /quorum/ HTTP/1.1\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 404 ") && answer.contains("/repo/"), "{answer}");
    }

    #[test]
    fn a_missing_page_is_answered_with_the_sites_own() {
        let answer = ask(site("lost", "/", None), "GET /nothing/ HTTP/1.1\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 404 ") && answer.ends_with("lost</body>"), "{answer}");
    }

    #[test]
    fn head_has_no_body_and_post_is_refused() {
        let answer = ask(site("head", "/", None), "HEAD / HTTP/1.1\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\n"), "{answer}");
        let answer = ask(site("post", "/", None), "POST / HTTP/1.1\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
    }

    #[test]
    fn pages_reload_themselves_only_where_they_may() {
        let rebuilds = || Some(Arc::new(AtomicU64::new(7)));
        let answer = ask(site("live", "/", rebuilds()), "GET / HTTP/1.1\r\n\r\n");
        assert!(answer.contains("reload.js"), "{answer}");
        let answer = ask(site("count", "/", rebuilds()), "GET /-/version HTTP/1.1\r\n\r\n");
        assert!(answer.ends_with("\r\n\r\n7"), "{answer}");
        let answer = ask(site("still", "/", None), "GET / HTTP/1.1\r\n\r\n");
        assert!(answer.ends_with("\r\n\r\n<body>home</body>"), "{answer}");
    }
}
