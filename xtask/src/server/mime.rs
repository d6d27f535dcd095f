//! Which media type belongs to a file's extension?

/// The media type of a file, by its extension in lower case.
pub(super) fn of(extension: &str) -> &'static str {
    match extension {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "xml" => "application/xml",
        "md" => "text/markdown; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_compiles_while_it_streams_only_with_its_own_type() {
        assert_eq!(of("wasm"), "application/wasm");
        assert_eq!(of("mjs"), "text/javascript; charset=utf-8");
        assert_eq!(of("exe"), "application/octet-stream");
    }
}
