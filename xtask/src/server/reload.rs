//! How does an open page learn that the site was rebuilt?

/// The path of the script, below the base.
pub(super) const SCRIPT_PATH: &str = "-/reload.js";

/// The path of the number of rebuilds, below the base.
pub(super) const VERSION_PATH: &str = "-/version";

/// Asks once a second for the number of rebuilds, and reloads the page when it changes.
pub(super) const SCRIPT: &str = r#"const address = new URL("version", document.currentScript.src);
let seen;
setInterval(async () => {
  const now = await fetch(address).then((answer) => answer.text(), () => seen);
  if (seen !== undefined && now !== seen) location.reload();
  seen = now;
}, 1000);
"#;

/// Puts the script at the end of a page's body. The page's policy admits it: it is no inline
/// script, and it comes from the site's own origin.
pub(super) fn inject(page: &mut Vec<u8>, base: &str) {
    const END: &[u8] = b"</body>";
    let end = page.windows(END.len()).rposition(|window| window == END);
    let end = end.unwrap_or(page.len());
    let script = format!("<script src=\"{base}{SCRIPT_PATH}\"></script>");
    page.splice(end..end, script.into_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn injected(page: &str, base: &str) -> String {
        let mut page = page.as_bytes().to_vec();
        inject(&mut page, base);
        String::from_utf8(page).unwrap()
    }

    #[test]
    fn the_script_closes_the_body() {
        let script = r#"<script src="/repo/-/reload.js"></script>"#;
        assert_eq!(injected("<body>x</body>\n", "/repo/"), format!("<body>x{script}</body>\n"));
        assert_eq!(injected("x", "/repo/"), format!("x{script}"));
    }
}
