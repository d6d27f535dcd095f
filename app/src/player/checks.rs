//! The promises with their verdicts, always on screen, and the rules that protect them.

use leptos::prelude::*;
use sandtable_core::session::{CheckState, Rule, Session, Side, Verdict};

use super::state::{Hot, Player};
use crate::views::icons::icon;
use crate::views::words;

/// The checks of one side.
pub(crate) fn checks(player: Player, side: Side) -> impl IntoView {
    let states = Memo::new(move |_| {
        player.at_setup(|_| ());
        player.at_place(|s| Checks(s.checks(side)))
    });
    let count = player.peek(|s| s.spec().checks.len());
    let rows = (0..count).map(|i| row(player, side, states, i)).collect_view();
    view! {
        <section class="checks">
            <h3>"Checks"</h3>
            <ul>{rows}</ul>
        </section>
    }
}

#[derive(Clone, PartialEq)]
struct Checks(Vec<CheckState>);

fn row(player: Player, side: Side, states: Memo<Checks>, i: usize) -> impl IntoView {
    let spec = player.peek(Session::spec);
    let check = &spec.checks[i];
    let verdict = move || states.with(|s| s.0[i].verdict.clone());
    let class = move || {
        let lit = match player.hot.get() {
            Some(Hot::Rule(rule)) => spec.rules[rule].protects.contains(&check.name),
            _ => false,
        };
        format!("check {}{}", verdict().name(), if lit { " lit" } else { "" })
    };
    // The rules that protect it and are off.
    let open = move || {
        player.at_setup(|s| {
            let config = s.config(side);
            let off = spec.rules.iter().filter(|r| r.protects.contains(&check.name));
            let off = off.filter(|r| !config.holds(r.name)).map(|r| r.label);
            off.collect::<Vec<_>>()
        })
    };
    let unguarded = move || {
        let open = open();
        (!open.is_empty()).then(|| {
            let says = format!("not protected: {}", open.join(", "));
            view! { <span class="unguarded">{says}</span> }
        })
    };
    let why = move || match verdict() {
        Verdict::Violated { why, .. } => {
            Some(view! { <span class="why">{format!("{}.", words::sentence(&why))}</span> })
        }
        _ => None,
    };
    let status = move || {
        let (now, ahead) = states.with(|s| (s.0[i].verdict.clone(), s.0[i].violated_ahead));
        match (&now, ahead) {
            (Verdict::Violated { step, .. }, _) => jump(player, *step, format!("step {step}"), "now"),
            (_, Some(step)) => {
                jump(player, step, format!("breaks at step {step}"), "ahead")
            }
            (verdict, None) => {
                view! { <span class="status">{words::verdict(verdict)}</span> }.into_any()
            }
        }
    };
    view! {
        <li class=class
            on:pointerenter=move |_| player.hot.set(Some(Hot::Check(i)))
            on:pointerleave=move |_| player.hot.set(None)>
            {move || icon(words::verdict_icon(&verdict()))}
            <details>
                <summary>
                    <span class=format!("number n{}", i + 1)>{i + 1}</span>
                    <span class="title">{check.title}</span>
                </summary>
                <p class="help">{check.help}</p>
            </details>
            {status}
            <div class="more">{why}{unguarded}</div>
            <span class="sr">{move || words::verdict(&verdict())}</span>
        </li>
    }
}

fn jump(player: Player, step: u32, says: String, class: &'static str) -> AnyView {
    view! {
        <button type="button" class=format!("status go {class}") on:click=move |_| player.seek(step)>
            {says}
        </button>
    }
    .into_any()
}

/// The rules of one side, as switches.
pub(crate) fn rules(player: Player, side: Side) -> impl IntoView {
    let spec = player.peek(Session::spec);
    let rows = spec.rules.iter().enumerate().map(|(i, r)| rule(player, side, i, r)).collect_view();
    (!spec.rules.is_empty()).then(|| {
        view! {
            <section class="rules">
                <h3>"Rules"</h3>
                <ul data-rove="" role="group" aria-label="Rules">{rows}</ul>
            </section>
        }
    })
}

fn rule(player: Player, side: Side, i: usize, rule: &'static Rule) -> impl IntoView {
    let on = Memo::new(move |_| player.at_setup(|s| s.config(side).holds(rule.name)));
    let class = move || {
        let lit = match player.hot.get() {
            Some(Hot::Check(check)) => player
                .peek(|s| rule.protects.contains(&s.spec().checks[check].name)),
            Some(Hot::Rule(hot)) => hot == i,
            None => false,
        };
        let off = if on.get() { "" } else { " off" };
        format!("rule{off}{}", if lit { " lit" } else { "" })
    };
    let spec = player.peek(Session::spec);
    let badges = words::protected(spec, rule).map(|(number, title)| {
        view! { <span class=format!("number n{number}") title=title>{number}</span> }
    });
    let badges = badges.collect_view();
    let protects: Vec<String> =
        words::protected(spec, rule).map(|(number, _)| number.to_string()).collect();
    let label = format!("{}, protects check {}", rule.label, protects.join(" and "));
    let flip = move |_| {
        let value = if on.get_untracked() { "off" } else { "on" };
        player.attempt(|s| s.set(side, rule.name, value));
        super::address::push(&player);
    };
    view! {
        <li class=class
            on:pointerenter=move |_| player.hot.set(Some(Hot::Rule(i)))
            on:pointerleave=move |_| player.hot.set(None)
            on:focusin=move |_| player.hot.set(Some(Hot::Rule(i)))
            on:focusout=move |_| player.hot.set(None)>
            <details>
                <summary tabindex="-1">
                    <span class="title">{rule.label}</span>
                    <span class="badges" aria-hidden="true">{badges}</span>
                </summary>
                <p class="help">{rule.help}</p>
            </details>
            <button type="button" role="switch" tabindex="-1" class="switch" aria-label=label
                title=rule.help aria-checked=move || on.get().to_string() on:click=flip></button>
        </li>
    }
}
