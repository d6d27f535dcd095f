//! The promises with their verdicts, always on screen, and the rules that protect them.

use sandtable_core::session::{CheckState, Rule, Session, Side, Verdict};

use super::parts::{button, details, lone_button, section};
use super::state::{Hot, Player};
use crate::dom::{El, el};
use crate::views::icons::icon;
use crate::views::words;

/// The checks of one side.
pub(crate) fn checks(player: Player, side: Side) -> El {
    let count = player.peek(|s| s.spec().checks.len());
    let rows = (0..count).map(|i| row(player, side, i));
    section("checks", "Checks").attr("part", "checks").kid(el("ul").kids(rows))
}

fn row(player: Player, side: Side, i: usize) -> El {
    let spec = player.peek(Session::spec);
    let check = &spec.checks[i];
    let state = move || -> CheckState {
        player.follow();
        player.peek(|s| s.checks(side).swap_remove(i))
    };
    let verdict = move || state().verdict;
    let class = move || {
        let lit = match player.page(|ui| ui.hot) {
            Some(Hot::Rule(rule)) => spec.rules[rule].protects.contains(&check.name),
            _ => false,
        };
        format!("check {}{}", verdict().name(), if lit { " lit" } else { "" })
    };
    // Why it is broken, and the rules that protect it and are off.
    let more = move || {
        let mut out = Vec::new();
        if let Verdict::Violated { why, .. } = verdict() {
            out.push(el("span").class("why").text(format!("{}.", words::sentence(&why))));
        }
        out.extend(player.at_setup(|s| words::unguarded(s, side, i)));
        out
    };
    let status = move || {
        let state = state();
        vec![match (&state.verdict, state.violated_ahead) {
            (Verdict::Violated { step, .. }, _) => {
                jump(player, *step, format!("step {step}"), "now")
            }
            (_, Some(step)) => jump(player, step, format!("breaks at step {step}"), "ahead"),
            (verdict, None) => el("span").class("status").text(words::verdict(verdict)),
        }]
    };
    let title = el("span").class("title").text(check.title);
    let summary = el("summary").kid(words::number(i + 1)).kid(title);
    el("li")
        .live("class", class)
        .on("pointerenter", move |_| hot(player, Some(Hot::Check(i))))
        .on("pointerleave", move |_| hot(player, None))
        .follow(move || vec![icon(words::verdict_icon(&verdict()))])
        .kid(details(summary, el("p").text(check.help)))
        .follow(status)
        .kid(el("div").class("more").follow(more))
        .kid(el("span").class("sr").says(move || words::verdict(&verdict()).to_owned()))
}

fn jump(player: Player, step: u32, says: String, class: &'static str) -> El {
    let class = format!("status go {class}");
    lone_button().class(class).text(says).click(move || player.seek(step))
}

/// The rules of one side, as switches; nothing where there are none.
pub(crate) fn rules(player: Player, side: Side) -> Option<El> {
    let spec = player.peek(Session::spec);
    let rows = spec.rules.iter().enumerate().map(|(i, r)| rule(player, side, i, r));
    let list = el("ul").attr("data-rove", "").label("Rules").kids(rows);
    (!spec.rules.is_empty()).then(|| section("rules", "Rules").kid(list))
}

fn rule(player: Player, side: Side, i: usize, rule: &'static Rule) -> El {
    let spec = player.peek(Session::spec);
    let on = move || player.at_setup(|s| s.config(side).holds(rule.name));
    let class = move || {
        let lit = match player.page(|ui| ui.hot) {
            Some(Hot::Check(check)) => rule.protects.contains(&spec.checks[check].name),
            Some(Hot::Rule(hot)) => hot == i,
            None => false,
        };
        let off = if on() { "" } else { " off" };
        let differs = if player.differs(side, rule.name) { " differs" } else { "" };
        format!("rule{off}{differs}{}", if lit { " lit" } else { "" })
    };
    let badges = words::protected(spec, rule);
    let badges = badges.map(|(number, title)| words::number(number).attr("title", title));
    let badges = el("span").class("badges").attr("aria-hidden", "true").kids(badges);
    let numbers = words::protected(spec, rule).map(|(number, _)| number.to_string());
    let protects = numbers.collect::<Vec<_>>().join(" and ");
    let switch = button()
        .attr("role", "switch")
        .class("switch")
        .label(format!("{}, protects check {protects}", rule.label))
        .attr("title", rule.help)
        .live("aria-checked", move || on().to_string())
        .click(move || {
            let now = player.peek(|s| s.config(side).holds(rule.name));
            let value = if now { "off" } else { "on" };
            player.attempt(|s| s.set(side, rule.name, value));
        });
    let title = el("span").class("title").text(rule.label);
    let summary = el("summary").attr("tabindex", "-1").kid(title).kid(badges);
    el("li")
        .live("class", class)
        .on("pointerenter", move |_| hot(player, Some(Hot::Rule(i))))
        .on("pointerleave", move |_| hot(player, None))
        .on("focusin", move |_| hot(player, Some(Hot::Rule(i))))
        .on("focusout", move |_| hot(player, None))
        .kid(details(summary, el("p").text(rule.help)))
        .kid(switch)
}

/// Lights what belongs to what the reader points at.
fn hot(player: Player, hot: Option<Hot>) {
    player.open(|ui| ui.hot = hot);
}
