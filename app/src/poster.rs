//! The moment at which a run opens, as one SVG file that needs no page: for a README, a feed, a card.
//!
//! ```
//! use sandtable_app::poster;
//! use sandtable_core::session::Session;
//! let session = Session::open("v1/quorum?w=1&r=1").unwrap();
//! let svg = poster::svg(&session, false);
//! assert!(svg.starts_with("<svg xmlns=") && svg.contains("<title>") && svg.contains("<desc>"));
//! assert!(!svg.contains("class=") && !svg.contains("var(--"));
//! assert_ne!(svg, poster::svg(&session, true));
//! ```

use sandtable_core::scene::View;
use sandtable_core::session::{Session, Side};

use crate::dom::html::write;
use crate::dom::{El, Value};
use crate::looks::Looks;
use crate::views::card::{Card, Piece};
use crate::views::table_picture::table_picture;
use crate::views::{draw, legend, stage};

/// The pictures on the stage at the session's moment, light or dark. O(what is to be seen).
#[must_use]
pub fn svg(session: &Session, dark: bool) -> String {
    let looks = Looks::new(&crate::STYLE[..2], dark);
    let scene = session.scene(Side::Main);
    let views = stage::on_stage(&scene, session.view());
    let layout = stage::layout(&views);
    let pieces: Vec<Piece> = views
        .iter()
        .filter_map(|(_, view)| {
            let mut picture = match view {
                View::Table(table) => table_picture(table),
                view => draw(view, *stage::sizes(view, layout, None).first()?),
            };
            looks.write(&mut picture);
            let (w, h) = extent(&picture)?;
            Some((write(&picture), w, h))
        })
        .collect();
    let coloured = |(class, word): (&'static str, &'static str)| {
        // A cross stands for what has gone wrong.
        let tone = if class == "cross" { "tone-bad" } else { class };
        let colour = looks.token(tone, "--st-tone");
        (class, word, if colour.is_empty() { looks.token("", "--st-ink") } else { colour })
    };
    let card = Card {
        title: format!("{}, {}", session.spec().title, session.place()),
        text: scene.text(),
        link: session.link(),
        ink: looks.token("", "--st-ink"),
        quiet: looks.token("", "--st-quiet"),
        paper: looks.token("", "--st-raised"),
        stacked: layout == "stack",
        legend: legend::entries(&scene).into_iter().map(coloured).collect(),
    };
    card.svg(&pieces).0
}

/// The width and the height of a picture, in its own units.
fn extent(picture: &El) -> Option<(f64, f64)> {
    let view_box = picture.0.attrs.iter().find_map(|(name, value)| match value {
        Value::Text(text) if *name == "viewBox" => Some(text),
        _ => None,
    })?;
    let mut sides = view_box.split(' ').skip(2).map(str::parse);
    Some((sides.next()?.ok()?, sides.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_has_a_picture_with_all_its_words() {
        for spec in sandtable_core::session::models() {
            let session = Session::open(&format!("v1/{}", spec.id)).expect("a model opens");
            for dark in [false, true] {
                let svg = svg(&session, dark);
                assert!(svg.matches("<text").count() > 8, "{}", spec.id);
                for raw in ["class=", "var(", "light-dark", "data-", "style=", "<script", "--st"] {
                    assert!(!svg.contains(raw), "{}: {raw}", spec.id);
                }
                assert_eq!(svg, super::svg(&session, dark), "{}", spec.id);
            }
        }
    }
}
