//! What is wrong with what was given, on the page: each problem with its place and its cure.

use leptos::prelude::*;
use sandtable_core::session::Problem;

/// The problems as a list.
pub(crate) fn list(problems: &[Problem]) -> AnyView {
    let rows: Vec<_> = problems
        .iter()
        .map(|p| {
            let place = (p.to > p.from).then(|| {
                let says = format!("characters {} to {}", p.from + 1, p.to);
                view! { <span class="where">{says}</span> }
            });
            view! { <li><span class="what">{p.what.clone()}</span>{place}<span class="cure">{p.cure.clone()}</span></li> }
        })
        .collect();
    view! { <ul class="problems">{rows}</ul> }.into_any()
}

/// A message in the place of a player that could not be opened.
pub(crate) fn panel(problems: &[Problem]) -> AnyView {
    let head = match problems.len() {
        1 => "This model cannot be opened.".to_owned(),
        n => format!("This model cannot be opened, for {n} reasons."),
    };
    view! {
        <div class="st player refused" role="alert">
            <p class="head">{head}</p>
            {list(problems)}
        </div>
    }
    .into_any()
}
