//! What a page may load and run: its Content-Security-Policy, in its meta tag and in headers.

use sha2::{Digest, Sha256};

use crate::base64::base64;

/// The only Trusted Types policy that a script of ours may make: it vouches for the address of the
/// service worker (`site/js/offline.js`), and for nothing else.
pub const TRUSTED: &str = "sandtable";

/// The policy of a page with these inline scripts. No text becomes markup or script in it: what
/// would (`innerHTML`, `eval`, a script's address) is refused where browsers know Trusted Types.
///
/// Sources: [CSP 3](https://www.w3.org/TR/CSP3/),
/// [Trusted Types](https://w3c.github.io/trusted-types/dist/spec/).
///
/// ```
/// let policy = sandtable_site::csp::policy(&["1"]);
/// assert!(policy.contains("'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"));
/// assert!(!policy.contains("unsafe-inline"));
/// ```
#[must_use]
pub fn policy(inline: &[&str]) -> String {
    let hashes: Vec<String> = inline.iter().map(|s| format!(" {}", source(s))).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; font-src 'none'; manifest-src 'self'; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'; trusted-types {TRUSTED}",
        hashes.concat()
    )
}

/// A script or a style sheet of the page itself, as a policy names it.
#[must_use]
pub fn source(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())))
}
