//! The player in a browser: pressed, stepped, broken, and given what it cannot read.

use sandtable_wasm_tests::{Page, field, wait};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A frame or two: what was changed is on the page, and the focus has moved.
const FRAMES: i32 = 80;
/// A write by A to three copies of which one is enough, and a read by B that misses it.
const STALE: &str = "@0.2s write Friday via A; @0.38s cut A-B; @0.8s read via B";

/// The names and values of an element's attributes.
type Attributes<'a> = &'a [(&'a str, &'a str)];

fn stale() -> Page {
    Page::open(&[("model", "quorum"), ("r", "1"), ("w", "1"), ("do", STALE)])
}

#[wasm_bindgen_test]
async fn it_opens_with_pictures_checks_and_an_event() {
    let page = Page::open(&[("model", "quorum")]);
    wait(FRAMES).await;
    assert!(page.count(".stage svg.picture") >= 2, "two pictures");
    assert_eq!(page.count(".checks li"), 3);
    assert_eq!(page.heard("ready").len(), 1);
    assert_eq!(page.heard("error").len(), 0);
    assert!(page.live.length() > 0);
}

#[wasm_bindgen_test]
async fn every_model_opens_and_steps_to_its_end_and_back() {
    for spec in sandtable_core::session::models() {
        let page = Page::open(&[("model", spec.id)]);
        page.live.pause();
        page.live.settle();
        wait(FRAMES).await;
        let (scene, length) = (page.live.scene(), page.live.length());
        assert_eq!(page.live.position(), length, "{}", spec.id);
        page.live.seek(0.0);
        wait(FRAMES).await;
        assert_ne!(page.live.scene(), scene, "{}: the start is not the end", spec.id);
        for _ in 0..length {
            page.live.step();
        }
        wait(FRAMES).await;
        assert_eq!(page.live.scene(), scene, "{}: steps lead to the same end", spec.id);
    }
}

#[wasm_bindgen_test]
async fn stepping_moves_the_log_the_scrubber_and_the_page() {
    let page = stale();
    page.live.seek(0.0);
    wait(FRAMES).await;
    assert_eq!(page.count(".log button"), 0);
    page.live.step();
    wait(FRAMES).await;
    assert_eq!(page.live.position(), 1);
    assert_eq!(page.text(".log li:last-child span"), "The client asks A to write “Friday”.");
    assert_eq!(field(&page.heard("step").pop().expect("a step event"), "position"), "JsValue(1)");
    page.press("[aria-label='Step back']");
    assert_eq!(page.live.position(), 0);
}

#[wasm_bindgen_test]
async fn playing_takes_steps_until_it_is_paused() {
    let page = stale();
    page.live.seek(0.0);
    page.press("[aria-label='Play']");
    wait(1_500).await;
    page.press("[aria-label='Pause']");
    let here = page.live.position();
    assert!(here > 0, "it has moved");
    wait(600).await;
    assert_eq!(page.live.position(), here, "it stands still");
}

#[wasm_bindgen_test]
async fn keys_work_on_the_stage_and_nowhere_else() {
    let page = stale();
    wait(FRAMES).await;
    page.key(".stage", "Home");
    assert_eq!(page.live.position(), 0);
    page.key(".stage", "End");
    assert_eq!(page.live.position(), page.live.length());
    page.key(".checks", "Home");
    assert_eq!(page.live.position(), page.live.length());
}

#[wasm_bindgen_test]
async fn a_check_is_red_exactly_at_its_violation() {
    let page = stale();
    wait(FRAMES).await;
    assert_eq!(page.count(".check.violated"), 1, "it opens at the violation");
    let at = page.live.position();
    page.live.back();
    wait(FRAMES).await;
    assert_eq!(page.count(".check.violated"), 0, "not a step earlier");
    page.press(".check button.go");
    wait(FRAMES).await;
    assert_eq!(page.live.position(), at, "the check leads there");
    assert_eq!(page.count(".check.violated"), 1);
}

#[wasm_bindgen_test]
async fn a_knob_changes_the_run_and_minds_its_range() {
    let page = stale();
    wait(FRAMES).await;
    page.press("[aria-label='More: N copies']");
    wait(FRAMES).await;
    assert!(page.link().contains("n=4"), "{}", page.link());
    page.press("[aria-label='More: N copies']");
    wait(FRAMES).await;
    assert!(page.find("[aria-label='More: N copies']").has_attribute("disabled"), "five is all");
}

#[wasm_bindgen_test]
async fn a_rule_is_a_switch_that_protects_its_checks() {
    let page = stale();
    wait(FRAMES).await;
    assert!(page.text(".checks").contains("not protected: R + W > N"));
    let switch = ".rules [role=switch]";
    assert_eq!(page.find(switch).get_attribute("aria-checked").as_deref(), Some("false"));
    page.press(switch);
    wait(FRAMES).await;
    assert_eq!(page.find(switch).get_attribute("aria-checked").as_deref(), Some("true"));
    assert!(!page.text(".checks").contains("not protected"));
    page.live.settle();
    wait(FRAMES).await;
    assert_eq!(page.count(".check.violated"), 0, "the rule holds, and so do the checks");
}

#[wasm_bindgen_test]
async fn a_node_is_crashed_by_pressing_it() {
    let page = stale();
    page.live.seek(1.0);
    wait(FRAMES).await;
    page.press("[data-item='node B']");
    wait(FRAMES).await;
    page.press(".menu [aria-label='Crash B']");
    wait(FRAMES).await;
    assert!(page.link().contains("crash+B"), "{}", page.link());
    assert_eq!(page.count(".node.down"), 1);
    assert_eq!(page.text(".log li:last-child span"), "B crashes.");
    assert_eq!(page.count(".menu"), 0);
    assert_eq!(page.focused_item().as_deref(), Some("node B"), "the focus is back on it");
    // The button of the row and the node in the picture offer the same.
    page.press(".faults [aria-label='Restart B']");
    wait(FRAMES).await;
    assert_eq!(page.count(".node.down"), 0);
}

#[wasm_bindgen_test]
async fn the_focus_of_a_message_that_arrives_goes_to_its_receiver() {
    let page = stale();
    page.live.seek(2.0);
    wait(FRAMES).await;
    let message = page.find("[data-item^='message ask.1:A-B']");
    message.focus().expect("a button takes the focus");
    page.live.settle();
    wait(FRAMES).await;
    assert_eq!(page.focused_item().as_deref(), Some("node B"));
}

#[wasm_bindgen_test]
async fn what_has_the_focus_keeps_it_while_the_picture_moves() {
    let page = stale();
    page.live.seek(1.0);
    wait(FRAMES).await;
    page.find("[data-item='node C']").focus().expect("a button takes the focus");
    for _ in 0..6 {
        page.live.step();
        wait(20).await;
    }
    assert_eq!(page.focused_item().as_deref(), Some("node C"));
}

#[wasm_bindgen_test]
async fn an_action_that_cannot_be_done_is_refused_with_a_cure() {
    let page = stale();
    let before = page.link();
    assert!(!page.live.act("wirte x via A"));
    wait(FRAMES).await;
    assert!(page.text(".problems .cure").contains("did you mean `write`"));
    assert_eq!(page.heard("error").len(), 1);
    assert_eq!(page.link(), before, "nothing was changed");
    assert!(page.live.act("crash C"));
    wait(FRAMES).await;
    assert_eq!(page.count(".problems"), 0, "what is done clears the message");
}

#[wasm_bindgen_test]
async fn a_shared_link_gives_the_same_scene_and_trace() {
    let page = stale();
    assert!(page.live.act("crash C"));
    page.live.back();
    let again = Page::open(&[("link", &page.link())]);
    assert_eq!(again.live.scene(), page.live.scene());
    assert_eq!(again.live.trace(), page.live.trace());
    assert_eq!(again.live.position(), page.live.position());
}

#[wasm_bindgen_test]
async fn two_runs_stand_beside_each_other_and_part() {
    let page = stale();
    wait(FRAMES).await;
    page.press(".foot [aria-pressed]");
    wait(FRAMES).await;
    assert_eq!(page.count(".stage"), 2);
    assert_eq!(page.count(".mark.divergence"), 1);
    assert!(page.text("p.divergence").starts_with("The runs part at "));
    page.press(".foot [aria-pressed]");
    wait(FRAMES).await;
    assert_eq!(page.count(".stage"), 1);
}

#[wasm_bindgen_test]
async fn what_cannot_be_opened_says_why_and_how_to_cure_it() {
    let cases: [(Attributes, &str, &str); 6] = [
        (&[("model", "qourum")], "there is no model `qourum`", "did you mean `quorum`?"),
        (&[("model", "quorum"), ("n", "9")], "`n=9` is out of range", "choose 1 to 5"),
        (&[("model", "quorum"), ("colour", "red")], "no setting `colour`", "choose from"),
        (&[("link", "v9/quorum")], "`v9` is a version that is not known", "`v1` and `z1` are read"),
        (&[("link", "v1/quorum"), ("n", "3")], "`link` stands beside `n`", "keep it alone"),
        (&[], "neither `model` nor `link`", "give it a link"),
    ];
    for (attributes, what, cure) in cases {
        let page = Page::open(attributes);
        wait(FRAMES).await;
        assert!(page.text(".problems .what").contains(what), "{}", page.text(".problems"));
        assert!(page.text(".problems .cure").contains(cure), "{}", page.text(".problems"));
        let event = page.heard("error").pop().expect("an error event");
        assert!(field(&event, "message").contains(what));
        // Nothing throws afterwards.
        page.live.play();
        page.live.step();
        assert!(!page.live.act("crash B"));
        assert_eq!((page.live.length(), page.link()), (0, String::new()));
    }
}

#[wasm_bindgen_test]
async fn it_can_be_taken_off_the_page_at_any_moment() {
    let page = stale();
    page.live.seek(1.0);
    wait(FRAMES).await;
    page.find("[data-item='node C']").focus().expect("a button takes the focus");
    page.press("[data-item='node C']");
    page.press("[aria-label='Play']");
    wait(FRAMES).await;
    drop(page);
    // Frames and timers that are still to come find nobody, and the next element works.
    wait(1_200).await;
    assert!(stale().live.length() > 0);
}

#[wasm_bindgen_test]
async fn it_is_opened_anew_when_its_attributes_change() {
    let mut page = stale();
    page.set("do", "");
    page.set("r", "3");
    page.live.reopen(false);
    wait(FRAMES).await;
    assert!(page.link().contains("r=3"), "{}", page.link());
    assert_eq!(page.heard("ready").len(), 2);
    page.set("r", "7");
    page.live.reopen(false);
    wait(FRAMES).await;
    assert_eq!(page.count(".refused"), 1);
}

#[wasm_bindgen_test]
async fn a_group_has_one_tab_stop() {
    let page = stale();
    wait(FRAMES).await;
    for group in [".buttons", ".overlay", ".log ol", ".rules ul", ".foot", ".faults"] {
        let stops = page.count(&format!("{group} [tabindex='0']"));
        assert_eq!(stops, 1, "{group}");
    }
}
