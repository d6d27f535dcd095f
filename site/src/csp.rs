//! What a page may load and run: the Content-Security-Policy of its meta tag.

use sha2::{Digest, Sha256};

/// The policy of a page with these inline scripts.
///
/// ```
/// let policy = sandtable_site::csp::policy(&["1"]);
/// assert!(policy.contains("'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"));
/// assert!(!policy.contains("unsafe-inline"));
/// ```
#[must_use]
pub fn policy(inline: &[&str]) -> String {
    let hashes: Vec<String> = inline.iter().map(|s| format!(" 'sha256-{}'", sha256(s))).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; font-src 'none'; manifest-src 'self'; base-uri 'none'; \
         form-action 'none'",
        hashes.concat()
    )
}

/// The SHA-256 of a text in Base64.
fn sha256(text: &str) -> String {
    base64(&Sha256::digest(text.as_bytes()))
}

/// Base64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0u32, |w, i| w << 8 | u32::from(*chunk.get(i).unwrap_or(&0)));
        for i in 0..4 {
            if i <= chunk.len() {
                out.push(ALPHABET[(word >> (18 - 6 * i) & 63) as usize] as char);
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10.
    #[test]
    fn published_vectors() {
        let all = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
        for (plain, encoded) in all {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }
}
