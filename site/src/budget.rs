//! What a page may weigh, under the compression that servers use.

/// The most bytes of HTML and CSS that a topic's page has, in brotli.
pub const PAGE_BYTES_MAX: usize = 30_000;
/// The most bytes of a frame of a film strip, in brotli.
pub const FRAME_BYTES_MAX: usize = 2_000;

/// How many bytes a text has in brotli at its best quality.
///
/// ```
/// let zeros = "0".repeat(10_000);
/// assert!(sandtable_site::budget::compressed(&zeros) < 100);
/// ```
#[must_use]
pub fn compressed(text: &str) -> usize {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    let mut out = Vec::new();
    // Writing to memory does not fail.
    match brotli::BrotliCompress(&mut text.as_bytes(), &mut out, &params) {
        Ok(_) => out.len(),
        Err(_) => text.len(),
    }
}
