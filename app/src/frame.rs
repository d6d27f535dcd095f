//! The markup of a frame that shows a model in somebody's page.

/// What a frame may do: run scripts, open links beside the host, save files. It has no origin of its
/// own and no way to the host's window.
const SANDBOX: &str = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads";

/// The height of a frame until its page has said its own, in CSS pixels.
pub const HEIGHT_PX: u32 = 720;

/// The frame of the page at `address`, as HTML.
///
/// ```
/// let frame = sandtable_app::frame::html("https://x.test/embed/quorum/#!v1/quorum?w=1&r=1", "Quorum");
/// assert!(frame.starts_with("<iframe src=\"https://x.test/embed/quorum/#!v1/quorum?w=1&amp;r=1\""));
/// assert!(frame.contains(" title=\"Model: Quorum\"") && frame.contains(" loading=\"lazy\""));
/// assert!(!frame.contains("allow-same-origin") && !frame.contains("allow-top-navigation"));
/// ```
#[must_use]
pub fn html(address: &str, title: &str) -> String {
    let address = address.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<iframe src=\"{address}\" title=\"Model: {title}\" width=\"100%\" height=\"{HEIGHT_PX}\" \
         loading=\"lazy\" sandbox=\"{SANDBOX}\" allow=\"clipboard-write\" frameborder=\"0\"></iframe>"
    )
}
