//! A picture of each model for places that run no script: as SVG and as PNG, light and dark.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use sandtable_app::poster;
use sandtable_core::session::{Session, Spec, models};
use sha2::{Digest, Sha256};

use crate::complaint::Complaint;
use crate::write::Files;

/// How wide a PNG is, in pixels, unless it would be higher than [`HEIGHT_MAX_PX`].
pub const WIDTH_PX: u32 = 1200;
/// How high a PNG is at most, in pixels.
pub const HEIGHT_MAX_PX: u32 = 1600;

/// The themes, and what their files' names end in.
const THEMES: [(bool, &str); 2] = [(false, ""), (true, "-dark")];

/// The path of a model's light PNG, from the site's root.
#[must_use]
pub fn png(model: &str) -> String {
    format!("{model}.png")
}

/// The path of a model's light SVG, from the site's root.
#[must_use]
pub fn svg(model: &str) -> String {
    format!("{model}.svg")
}

/// What becomes of the PNG, which take most of the time.
#[derive(Clone, Copy, Debug)]
pub enum Pngs<'a> {
    /// They stay empty, since nothing is to be written.
    Empty,
    /// They are drawn; those that an earlier build has kept in this folder are read.
    Drawn(Option<&'a Path>),
}

/// Draws every model.
pub fn draw(files: &mut Files, pngs: Pngs<'_>) -> Vec<Complaint> {
    let specs: Vec<&Spec> = models().collect();
    let fonts = Arc::new(fonts());
    let workers = thread::available_parallelism().map_or(1, usize::from).min(specs.len().max(1));
    let drawn = thread::scope(|scope| {
        let (specs, fonts) = (&specs, &fonts);
        let some = (0..workers).map(|first| {
            scope.spawn(move || {
                let mine = specs.iter().skip(first).step_by(workers);
                mine.map(|spec| (spec.id, themes(spec, fonts, pngs))).collect::<Vec<_>>()
            })
        });
        let some: Vec<_> = some.collect();
        let joined = |worker: thread::ScopedJoinHandle<'_, Vec<_>>| {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        some.into_iter().flat_map(joined).collect::<Vec<_>>()
    });
    let mut wrong = Vec::new();
    for (model, made) in drawn {
        match made {
            Ok(made) => files.extend(made),
            Err(what) => wrong.push(Complaint {
                file: png(model),
                line: 0,
                what,
                cure: "correct what draws the model".to_owned(),
            }),
        }
    }
    wrong
}

/// The files of a model: SVG and PNG, light and dark.
fn themes(
    spec: &Spec,
    fonts: &Arc<fontdb::Database>,
    pngs: Pngs<'_>,
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let session = Session::open(&format!("v1/{}", spec.id))
        .map_err(|_| "the model does not open".to_owned())?;
    let mut files = Vec::new();
    for (dark, end) in THEMES {
        let svg = poster::svg(&session, dark);
        let png = match pngs {
            Pngs::Empty => Vec::new(),
            Pngs::Drawn(None) => rasterised(&svg, fonts)?,
            Pngs::Drawn(Some(folder)) => kept(&svg, folder, || rasterised(&svg, fonts))?,
        };
        files.push((format!("{}{end}.svg", spec.id), svg.into_bytes()));
        files.push((format!("{}{end}.png", spec.id), png));
    }
    Ok(files)
}

/// The PNG of an SVG, from the folder if it is in there. Its name says what it was drawn from, and
/// by which versions of all that draws.
fn kept(
    svg: &str,
    folder: &Path,
    drawn: impl FnOnce() -> Result<Vec<u8>, String>,
) -> Result<Vec<u8>, String> {
    let drawing = [include_str!("posters.rs"), include_str!("../../Cargo.lock"), svg];
    let name: String =
        Sha256::digest(drawing.concat())[..16].iter().map(|b| format!("{b:02x}")).collect();
    let path = folder.join(format!("{name}.png"));
    if let Ok(png) = fs::read(&path) {
        return Ok(png);
    }
    let png = drawn()?;
    // Whoever reads it meanwhile must find it whole. A folder that cannot be written costs time only.
    let whole = path.with_extension(format!("{}.part", std::process::id()));
    let _ = fs::create_dir_all(folder)
        .and_then(|()| fs::write(&whole, &png))
        .and_then(|()| fs::rename(&whole, &path));
    Ok(png)
}

/// An SVG as PNG.
fn rasterised(svg: &str, fonts: &Arc<fontdb::Database>) -> Result<Vec<u8>, String> {
    let options = Options { fontdb: fonts.clone(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|why| why.to_string())?;
    let size = tree.size();
    let scale = (WIDTH_PX as f32 / size.width()).min(HEIGHT_MAX_PX as f32 / size.height());
    let sides = [size.width(), size.height()].map(|side| (side * scale).round() as u32);
    let mut image = Pixmap::new(sides[0], sides[1]).ok_or("the picture has no size")?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut image.as_mut());
    image.encode_png().map_err(|why| why.to_string())
}

/// One face for all words. What a machine has installed is not asked: the same bytes everywhere.
fn fonts() -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(epaint_default_fonts::UBUNTU_LIGHT.to_vec());
    let family = fonts.faces().next().and_then(|face| face.families.first());
    if let Some((family, _)) = family.cloned() {
        fonts.set_sans_serif_family(family);
    }
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_drawn_and_the_bytes_are_the_same_twice() {
        let fonts = Arc::new(fonts());
        let card = |says: &str| {
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"40\" \
                 font-family=\"system-ui, sans-serif\"><text x=\"4\" y=\"24\">{says}</text></svg>"
            )
        };
        let draw = |says: &str| rasterised(&card(says), &fonts).unwrap();
        assert_eq!(draw("A → B"), draw("A → B"));
        assert_ne!(draw("A"), draw(""), "a word leaves a mark");
        assert_eq!(&draw("A")[1..4], b"PNG");
        assert_eq!(draw("A")[16..20], WIDTH_PX.to_be_bytes());
        assert!(rasterised("<svg", &fonts).is_err());
    }

    #[test]
    fn what_was_drawn_is_kept_until_the_picture_changes() {
        let folder = tempfile::tempdir().unwrap();
        let draw = |svg: &str, png: &str| kept(svg, folder.path(), || Ok(png.into())).unwrap();
        assert_eq!(draw("a", "1"), b"1");
        assert_eq!(draw("a", "2"), b"1");
        assert_eq!(draw("b", "2"), b"2");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        let nowhere = Path::new("/dev/null/x");
        assert_eq!(kept("a", nowhere, || Ok(vec![3])).unwrap(), [3]);
    }
}
