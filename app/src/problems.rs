//! What is wrong with what was given, on the page: each problem with its place and its cure.

use sandtable_core::session::Problem;

use crate::dom::{El, el};

/// The problems as a list.
pub(crate) fn list(problems: &[Problem]) -> El {
    let row = |p: &Problem| {
        // A place of one character is a whole attribute, which the problem names already.
        let place = (p.to > p.from + 1).then(|| {
            let says = format!("characters {} to {}", p.from + 1, p.to);
            el("span").class("where").text(says)
        });
        let what = el("span").class("what").text(p.what.clone());
        let cure = el("span").class("cure").text(p.cure.clone());
        el("li").kid(what).kids(place).kid(cure)
    };
    el("ul").class("problems").kids(problems.iter().map(row))
}

/// A message in the place of a player that could not be opened.
pub(crate) fn panel(problems: &[Problem]) -> El {
    let head = match problems.len() {
        1 => "This model cannot be opened.".to_owned(),
        n => format!("This model cannot be opened, for {n} reasons."),
    };
    el("div")
        .class("st player refused")
        .attr("part", "player")
        .attr("role", "alert")
        .kid(el("p").class("head").text(head))
        .kid(list(problems))
}
