//! A text as a QR code, for a slide or a sheet of paper.

use qrcodegen::{QrCode, QrCodeEcc};

/// The most bytes that a code of the largest size holds, at the lowest correction.
pub(crate) const BYTES_MAX: usize = 2953;

/// A code: the dark modules as an SVG path, a unit a module, and how many modules a side has, with
/// the quiet zone of four that readers need around it.
pub(crate) type Code = (String, i32);

/// The code of a text; `None`: it is too long.
pub(crate) fn code(text: &str) -> Option<Code> {
    const QUIET: i32 = 4;
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            // A row's neighbours are one stroke: fewer shapes, and no seams between them.
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
            if run > 0 {
                path += &format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    Some((path, code.size() + 2 * QUIET))
}
