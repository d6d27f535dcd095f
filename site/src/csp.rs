//! What a page may load and run: the Content-Security-Policy of its meta tag.

use sha2::{Digest, Sha256};

use crate::base64::base64;

/// The policy of a page with these inline scripts.
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
         form-action 'none'",
        hashes.concat()
    )
}

/// A script or a style sheet of the page itself, as a policy names it.
#[must_use]
pub fn source(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())))
}
