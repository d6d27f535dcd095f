//! A session: forks, branches, comparing, undoing, exports.

use sandtable_core::session::{Frame, MarkKind, Session, Side, SimTime};

#[test]
fn acting_behind_what_was_seen_forks_and_keeps_the_old_branch() {
    let mut session = Session::open("v1/quorum").unwrap();
    session.settle();
    let (before, hash) = (session.link(), session.hash());
    session.seek_time(SimTime::from_ms(300));
    session.act("crash B").unwrap();
    assert_eq!((session.branches().len(), session.branch()), (2, 1));
    assert_eq!(session.branches()[1].label, "crash B");
    assert_ne!(session.hash(), hash);
    // Acting on where nobody has been is the same branch.
    session.act("cut A-C").unwrap();
    assert_eq!(session.branches().len(), 2);
    // What the story does later stays.
    assert!(session.script().iter().any(|a| a == "@0.8s read via B"), "{:?}", session.script());
    session.switch_branch(0).unwrap();
    assert_eq!(session.hash(), hash);
    assert_eq!(Session::open(&before).unwrap().hash(), hash);
    session.switch_branch(1).unwrap();
    assert!(session.script().iter().any(|a| a.contains("crash B")));
    assert!(session.switch_branch(9).is_err());
}

#[test]
fn what_cannot_be_done_is_refused_or_told() {
    for place in ["&at=0s", "&at=0.4s", ""] {
        let mut session = Session::open(&format!("v1/quorum?{place}")).unwrap();
        let here = |s: &Session| (s.link(), s.hash(), s.now(), s.scene(Side::Main), s.choices());
        let before = here(&session);
        for action in ["restart A", "crash client", "drop write.9:A-B", "restart A blank", "dance"]
        {
            let problem = session.act(action).expect_err(action);
            assert!(!problem.cure.is_empty());
            assert!(here(&session) == before, "{action} left something behind");
        }
        assert_eq!(session.branches().len(), 1);
    }
    // In a script it is told in the log, and the run goes on.
    let session = Session::open("v1/quorum?do=@1s+restart+A;@2s+read+via+A").unwrap();
    let told = session.transcript();
    assert!(told.contains("“restart A” cannot be done: it runs"), "{told}");
    assert!(told.contains("The client reads"), "{told}");
    assert!(session.marks().iter().any(|m| m.kind == MarkKind::Impossible));
}

#[test]
fn undo_takes_an_action_out_and_reset_brings_all_back() {
    let mut session = Session::open("v1/quorum?w=1&r=1").unwrap();
    let opened = session.link();
    session.undo(1).unwrap();
    assert!(!session.script().iter().any(|a| a.contains("cut")));
    session.set(Side::Main, "w", "3").unwrap();
    session.set_seed(99);
    session.reset();
    assert_eq!(session.link(), opened);
    assert!(session.branches().len() >= 2, "the work before the reset is kept");
}

#[test]
fn compared_runs_share_seed_and_script() {
    let mut session = Session::open("v1/quorum?w=1&r=1&vs=w:2,r:2").unwrap();
    session.settle();
    let verdicts = |session: &Session, side| session.checks(side)[0].verdict.name();
    assert_eq!(verdicts(&session, Side::Main), "violated");
    assert_eq!(verdicts(&session, Side::Versus), "holds");
    let divergence = session.divergence().expect("they part");
    assert!(!divergence.main.is_empty() && divergence.main != divergence.versus);
    let link = session.link();
    assert!(link.contains("vs=w:2,r:2"), "{link}");
    assert_eq!(Session::open(&link).unwrap().link(), link);
    // The second run follows the first in time.
    session.seek_time(SimTime::from_ms(700));
    let text = session.scene(Side::Versus).text();
    session.set(Side::Versus, "w", "1").unwrap();
    session.set(Side::Versus, "r", "1").unwrap();
    assert!(session.divergence().is_none());
    assert_ne!(session.scene(Side::Versus).text(), text);
    session.stop_comparing();
    assert!(!session.link().contains("vs="));
}

#[test]
fn film_has_few_frames_and_the_disaster() {
    let mut session = Session::open("v1/quorum?w=1&r=1").unwrap();
    let at = (session.position(), session.now());
    let film = session.film(6);
    assert!((3..=6).contains(&film.len()), "{}", film.len());
    assert!(film.last().unwrap().caption.contains("violated"), "{:?}", film.last());
    assert!(film.windows(2).all(|w| w[0].step < w[1].step));
    assert_eq!((session.position(), session.now()), at);
}

/// A run with a single turn has a start and an end.
#[test]
fn a_short_film_begins_at_the_start_and_goes_on_to_the_end() {
    for link in [
        "v1/quorum?do=@0.2s+read+via+B",
        "v1/quorum?do=@0.2s+crash+A;@0.3s+read+via+A;@0.4s+restart+A",
        "v1/consistent-hashing?do=add;remove+B",
        "v1/rate-limiting?do=",
    ] {
        let mut session = Session::open(link).unwrap();
        let film = session.film(6);
        assert!((3..=6).contains(&film.len()), "{link}: {} frames", film.len());
        let place = |frame: &Frame| (frame.step, frame.view);
        assert!(film.windows(2).all(|w| place(&w[0]) < place(&w[1])), "{link}");
        assert!(film.iter().all(|frame| !frame.caption.trim().is_empty()), "{link}");
    }
    // Where there are fewer moments, the last one is shown in another view.
    let mut session = Session::open("v1/consistent-hashing?do=add").unwrap();
    let film = session.film(6);
    let steps: Vec<u32> = film.iter().map(|frame| frame.step).collect();
    assert_eq!(steps, [0, 1, 1]);
    assert_ne!(film[1].caption, film[2].caption);
}

/// What a reader writes stands in the place of what is proposed, within the declared limits.
#[test]
fn a_text_can_be_put_in_the_place_of_the_proposed_one() {
    let mut session = Session::open("v1/quorum?at=0s").unwrap();
    assert_eq!(session.text_in("write Friday via A").as_deref(), Some("Friday"));
    assert_eq!(session.text_in("read via A"), None);
    let action = session.reworded("write Friday via A", "a \"b\"; c").unwrap();
    session.act(&action).unwrap();
    assert!(session.transcript().contains("write “a \"b\"; c”"), "{}", session.transcript());
    for wrong in ["", "thirteen long", "a\nb"] {
        let problem = session.reworded("write Friday via A", wrong).expect_err(wrong);
        assert_eq!(problem.cure, "write 1 to 12 characters");
    }
}

#[test]
fn exports_tell_the_run() {
    let mut session = Session::open("v1/quorum?w=1&r=1").unwrap();
    session.settle();
    let mermaid = session.mermaid().expect("it has messages");
    assert!(mermaid.contains("participant p1 as A") && mermaid.contains("-x"), "{mermaid}");
    let json = session.trace_json();
    assert!(json.contains(&session.hash()) && json.contains("\"verdict\": \"violated\""));
    assert_eq!(json.matches("\"step\":").count() as u32, session.length() + 1);
}

/// Choosing a later message lets time pass. No moment lies within that, so that a script stays in
/// order of time.
#[test]
fn acting_near_a_jump_in_time_keeps_the_script_in_order() {
    let mut session = Session::open("v1/quorum?do=@0.2s+write+Friday+via+A&at=0.3s").unwrap();
    let message = session.choices().into_iter().rev().find(|c| c.action.starts_with("deliver"));
    session.act(&message.expect("a message is under way").action).unwrap();
    assert!(session.now() > SimTime::from_ms(301));
    session.seek_time(SimTime::from_ms(301));
    assert_eq!(session.now(), SimTime::from_ms(300));
    session.act("crash C").unwrap();
    assert!(Session::open(&session.link()).is_ok(), "{}", session.link());
}

/// Remarks may say anything.
#[test]
fn remarks_are_whole_lines() {
    use sandtable_core::session::Part;
    let script = "# caption: one; two \"three\n@0.2s read via A; @0.4s read via B\n  # end";
    let session = Session::assemble("quorum", &[Part::plain("do", script)]).unwrap();
    assert_eq!(session.script(), ["@0.2s read via A", "@0.4s read via B"]);
}

#[test]
fn what_follows_an_action_that_lets_time_pass_follows_later() {
    let link = "v1/crdts?seed=51&do=@0.1s+add+book+at+phone;@0.3s+cut+phone-laptop;\
        @0.4s+remove+book+at+phone;@0.5s+add+pen+at+laptop;@0.6s+add+lamp+at+phone;\
        @0.8s+heal+phone-laptop;@0.863s+remove+lamp+at+phone&at=0.863s~1";
    let mut session = Session::open(link).unwrap();
    // The second message of the laptop arrives 26 ms later; time passes up to that.
    session.act("deliver sync.2:laptop-phone").unwrap();
    session.act("add book at phone").unwrap();
    let link = session.link();
    let again = Session::open(&link).unwrap_or_else(|wrong| panic!("{link}: {wrong:?}"));
    assert_eq!(again.hash(), session.hash());
}

#[test]
fn a_locked_cursor_stays_in_its_range_on_every_way() {
    let mut session = Session::open("v1/quorum?w=1&r=1").unwrap();
    let (hash, length) = (session.hash(), session.length());
    session.lock("4..12").unwrap();
    let within = |session: &Session| {
        assert!((4..=12).contains(&session.position()), "step {}", session.position());
        assert!(session.now() >= session.begin() && session.now() <= session.end());
    };
    within(&session);
    let ways: [fn(&mut Session); 8] = [
        |s| s.seek(0),
        |s| s.seek(u32::MAX),
        |s| s.seek_time(SimTime::ZERO),
        |s| s.seek_time(SimTime::from_secs(1e6)),
        |s| s.settle(),
        |s| while s.step() {},
        |s| while s.back() {},
        Session::reset,
    ];
    for way in ways {
        way(&mut session);
        within(&session);
    }
    session.settle();
    assert_eq!((session.position(), session.next_time()), (12, None));
    assert!(session.marks().iter().all(|mark| (4..=12).contains(&mark.step)));
    // The first violation is step 18: nothing that leads there is offered.
    assert!(session.checks(Side::Main).iter().all(|check| check.violated_ahead.is_none()));
    // The run itself is whole.
    assert_eq!((session.hash(), session.length()), (hash, length));

    let refused = session.act("crash C").unwrap_err();
    assert!(refused.what.contains("locked to the steps 4 to 12"), "{refused}");
    session.seek(7);
    session.act("crash C").unwrap();
    assert_eq!(session.position(), 8);
    session.undo(session.script().len() as u32 - 1).unwrap();
    within(&session);
    session.set(Side::Main, "w", "2").unwrap();
    within(&session);
    for branch in 0..session.branches().len() as u32 {
        session.switch_branch(branch).unwrap();
        within(&session);
    }
    session.compare("r", "2").unwrap();
    session.settle();
    within(&session);
}

#[test]
fn a_range_that_the_run_does_not_have_is_refused_with_its_cure() {
    let mut session = Session::open("v1/quorum").unwrap();
    let before = (session.link(), session.position());
    let last = session.length();
    let beyond = format!("0..{}", last + 1);
    for (range, cure) in [
        ("", "write the first and the last step"),
        ("4", "write the first and the last step"),
        ("4-12", "write the first and the last step"),
        ("-1..4", "write the first and the last step"),
        ("a..b", "write the first and the last step"),
        ("0..99999999999", "write the first and the last step"),
        ("12..4", "write `4..12`"),
        (beyond.as_str(), "choose steps from 0 to"),
    ] {
        let problem = session.lock(range).expect_err(range);
        assert!(problem.cure.contains(cure), "{range}: {problem}");
        assert!(problem.what.contains(&format!("`range={range}`")), "{problem}");
        assert_eq!((session.link(), session.position()), before);
    }
    session.lock(&format!("0..{last}")).unwrap();
    session.settle();
    assert_eq!(session.position(), last);
}
