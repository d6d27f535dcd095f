//! Pictures as one SVG file: on a ground of its own, with title, description and legend, so that it
//! looks the same on white and on black.

use super::draw::px;

/// What decides how a shape looks: written into each that leaves the page.
pub(crate) const LOOKS: [&str; 14] = [
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "paint-order",
];

/// The space around and between pictures.
const MARGIN: f64 = 16.0;
/// How far from the top the pictures begin: below the title.
const TOP: f64 = 52.0;
/// How wide a file is at least, for its title and its link.
const WIDTH_MIN: f64 = 420.0;
/// How high a line of the legend is.
const LINE: f64 = 22.0;

/// What stands around the pictures.
pub(crate) struct Card {
    /// The model and the moment.
    pub(crate) title: String,
    /// What there is to see, in words.
    pub(crate) text: String,
    /// The link that opens it.
    pub(crate) link: String,
    /// The colours of words, of quiet words, and of the ground.
    pub(crate) ink: String,
    pub(crate) quiet: String,
    pub(crate) paper: String,
    /// One below the other.
    pub(crate) stacked: bool,
    /// Of each entry of the legend: the class of its sample, its word, its colour.
    pub(crate) legend: Vec<(&'static str, &'static str, String)>,
}

/// A picture: its SVG, every look written into each shape, its width and its height.
pub(crate) type Piece = (String, f64, f64);

impl Card {
    /// The file's text with its width and height.
    pub(crate) fn svg(&self, pieces: &[Piece]) -> (String, f64, f64) {
        let (mut x, mut y) = (MARGIN, TOP);
        let (mut right, mut bottom) = (WIDTH_MIN, TOP);
        let mut body = String::new();
        for (svg, w, h) in pieces {
            let place = [("x", x), ("y", y), ("width", *w), ("height", *h)];
            let place = place.map(|(name, value)| format!(" {name}=\"{}\"", px(value))).concat();
            body.push_str(&format!("<svg{place}>{svg}</svg>"));
            right = right.max(x + w + MARGIN);
            bottom = bottom.max(y + h);
            if self.stacked {
                y += h + MARGIN;
            } else {
                x += w + MARGIN;
            }
        }
        let (mut at, mut base) = (MARGIN, bottom + 24.0);
        for (class, word, colour) in &self.legend {
            let w = 40.0 + word.len() as f64 * 6.6;
            if at > MARGIN && at + w > right {
                (at, base) = (MARGIN, base + LINE);
            }
            let (left, level) = (px(at + 20.0), px(base));
            body.push_str(&sign(class, at, base - 4.0, colour));
            let fill = &self.quiet;
            body.push_str(&format!(
                "<text x=\"{left}\" y=\"{level}\" fill=\"{fill}\">{word}</text>"
            ));
            at += w;
        }
        // Whole pixels, as an image of it has.
        let (w, h) = (right.ceil(), (base + 36.0).ceil());
        let (wide, high, foot, left) = (px(w), px(h), px(h - 12.0), px(MARGIN));
        let Card { ink, quiet, paper, .. } = self;
        let [title, text, link] = [&self.title, &self.text, &self.link].map(|text| escaped(text));
        let font = "font-family=\"system-ui, sans-serif\" font-size=\"12\"";
        let out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" {font}>\
             <title>{title}</title><desc>{text}</desc>\
             <rect width=\"{wide}\" height=\"{high}\" rx=\"8\" fill=\"{paper}\"/>\
             <text x=\"{left}\" y=\"32\" font-size=\"15\" font-weight=\"600\" fill=\"{ink}\">{title}</text>\
             {body}\
             <text x=\"{left}\" y=\"{foot}\" font-size=\"11\" fill=\"{quiet}\">{link}</text></svg>"
        );
        (out, w, h)
    }
}

/// A sample of the legend.
fn sign(class: &str, x: f64, y: f64, colour: &str) -> String {
    let (left, middle, level) = (px(x), px(x + 8.0), px(y));
    let line = format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"");
    let disc =
        |r: u32, look: &str| format!("<circle cx=\"{middle}\" cy=\"{level}\" r=\"{r}\" {look}/>");
    let stroke = |d: &str, more: &str| format!("<path d=\"M{left} {level}{d}\" {line} {more}/>");
    match class.split(' ').next().unwrap_or_default() {
        "dot" if class.contains("hollow") => disc(5, &line),
        "dot" => disc(5, &format!("fill=\"{colour}\"")),
        "ringed" => disc(6, &line),
        "cross" => stroke("m4-4l8 8m0-8l-8 8", ""),
        "dotted" => stroke("h16", "stroke-dasharray=\"2 4\""),
        "dash" => stroke("h16", "stroke-dasharray=\"5 4\""),
        _ => stroke("h16", ""),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
