//! What a writer can get wrong in a page: each mistake is told with its file, its line and a cure.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sandtable_site::complaint::Source;
use sandtable_site::content::Targets;
use sandtable_site::front_matter::Reference;
use sandtable_site::markdown::Document;

/// The HTML of a text, and what is wrong with it.
fn render(text: &str) -> (String, Vec<String>) {
    let source = Source::new("content/a/b.md", text);
    let targets = Targets {
        pages: BTreeMap::from([("a/other.md".to_owned(), "a/other/".to_owned())]),
        terms: BTreeMap::from([("read-repair".to_owned(), "read-repair".to_owned())]),
    };
    let references = [Reference {
        id: "gifford".into(),
        by: "David K. Gifford".into(),
        title: "Weighted Voting".into(),
        place: "SOSP 1979".into(),
        url: "https://doi.org/10.1145/800215.806583".into(),
    }];
    let document = Document::new(&source, 0, "a/b/", &targets, &references);
    let html = document.html(0..text.len());
    (html, source.take().iter().map(ToString::to_string).collect())
}

/// The only thing that is wrong with a text.
fn wrong(text: &str) -> String {
    let (_, all) = render(text);
    assert_eq!(all.len(), 1, "{text}: {all:#?}");
    all[0].clone()
}

fn html(text: &str) -> String {
    let (html, wrong) = render(text);
    assert!(wrong.is_empty(), "{text}: {wrong:#?}");
    html
}

/// A block of the quorum model with these options, caption included.
fn model(options: &str, lines: &str) -> String {
    format!("Words.\n\n```sandtable {options}\n# caption: A run.\n{lines}```\n")
}

const STALE: &str = "@0.2s write Friday via A\n@0.38s delay write.1:A-B 2s\n@0.8s read via B\n";

#[test]
fn a_model_becomes_an_element_around_its_still() {
    let out = html(&model("quorum w=1 r=1", &format!("# expect: fresh violated\n{STALE}")));
    assert!(out.contains(
        "<sand-table id=\"w1\" data-address model=\"quorum\" w=\"1\" r=\"1\" do=\"@0.2s"
    ));
    assert!(out.contains("write Friday"));
    assert!(out.contains("<figcaption>A run.</figcaption>"));
    assert!(out.contains("The client reads v1"), "the transcript stands in the page: {out}");
}

#[test]
fn a_model_without_a_script_opens_with_its_story() {
    let out = html(&model("quorum", "# expect: converge holds\n"));
    assert!(!out.contains(" do="));
    let out = html(&model("quorum do=", "# expect: converge vacuous\n"));
    assert!(out.contains(" do=\"\""));
}

#[test]
fn problems_of_a_model_stand_at_their_own_line() {
    let expect = "# expect: fresh vacuous\n";
    assert_eq!(
        wrong(&model("quorom", expect)),
        "content/a/b.md:3: there is no model `quorom`; did you mean `quorum`?"
    );
    assert!(wrong(&model("quorum w=9", expect)).starts_with("content/a/b.md:3: `w=9`"));
    assert!(wrong(&model("quorum z=1", expect)).starts_with("content/a/b.md:3: "));
    assert!(wrong(&model("quorum fast", expect)).contains(":3: `fast` is no option"));
    let out = wrong(&model("quorum", &format!("{expect}@1s wirte Friday via A\n")));
    assert!(out.starts_with("content/a/b.md:6: ") && out.contains("write"), "{out}");
    let out = wrong(&model("quorum", &format!("{expect}@1s read via A\n@2s read via Z\n")));
    assert!(out.starts_with("content/a/b.md:7: ") && out.contains("`Z`"), "{out}");
    assert!(wrong("```sandtable\n```\n").contains(":1: the block names no model"));
    let all = render("```sandtable quorum\n@1s read via A\n").1;
    assert!(all[0].contains(":1: the model has no caption"), "{all:?}");
    assert!(all[1].contains(":1: this block has no end"), "{all:?}");
}

#[test]
fn a_model_is_held_to_what_the_page_says_of_it() {
    let out = wrong(&model("quorum w=1 r=1", &format!("# expect: fresh holds\n{STALE}")));
    assert_eq!(
        out,
        "content/a/b.md:5: `fresh` is violated at the end of this run, not holds; change the \
         script, or what the page says of it"
    );
    let out = wrong(&model("quorum", &format!("# expect: frehs holds\n{STALE}")));
    assert!(out.ends_with(":5: there is no check `frehs`; did you mean `fresh`?"), "{out}");
    assert!(wrong(&model("quorum", STALE)).contains("the model has no expectation"));
    let out =
        wrong(&model("quorum", &format!("# expetc: fresh holds\n# expect: fresh holds\n{STALE}")));
    assert!(out.ends_with(":5: there is no remark `expetc`; did you mean `expect`?"), "{out}");
    let out = wrong("```sandtable quorum\n# expect: converge holds\n```\n");
    assert!(out.contains(":1: the model has no caption"), "{out}");
}

#[test]
fn a_challenge_must_be_won_by_its_own_solution() {
    let block = |goal: &str, solution: &str| {
        format!(
            "```challenge quorum w=1 r=1\ngoal: {goal}\ntask: Do it.\nsolution:\n{solution}```\n"
        )
    };
    let out = html(&block("violate fresh with at most 1 fault", STALE));
    assert!(out.contains("data-violate=\"fresh\" data-faults=\"1\" data-own=\"write read\""));
    assert!(out.contains("do=\"\""), "the reader starts with an empty table");
    let none = "@0.2s write Friday via A\n";
    let out = wrong(&block("violate fresh with at most 1 fault", none));
    assert!(out.contains(":2: the solution does not violate `fresh`"), "{out}");
    let out = wrong(&block("violate fresh with at most 0 faults", STALE));
    assert!(out.contains("the solution has 1 faults, and 0 are allowed"), "{out}");
    let out = wrong(&block("violate fresh and keep fresh", STALE));
    assert!(out.contains("the solution does not keep `fresh`"), "{out}");
    let out = wrong(&block("violate frehs", STALE));
    assert!(out.contains(":2: there is no check `frehs`; did you mean `fresh`?"), "{out}");
    assert!(wrong(&block("win", STALE)).contains(":2: this goal cannot be read"));
    let late = format!("{STALE}@1s crash Q\n");
    assert!(wrong(&block("violate fresh", &late)).starts_with("content/a/b.md:8: "));
    let twice = format!("{STALE}@1s crash B\n@1.1s crash B\n");
    let out = wrong(&block("violate fresh", &twice));
    assert!(out.contains("in the solution is impossible"), "{out}");
    let out = wrong("```challenge quorum\ntask: Do it.\nsolution:\n@1s read via A\n```\n");
    assert!(out.contains(":1: the challenge has no `goal:`"), "{out}");
    let out = wrong("```challenge quorum\ngaol: x\n```\n");
    assert!(out.contains(":2: `gaol: x` belongs to nothing"), "{out}");
}

#[test]
fn a_prediction_works_without_script() {
    let out = html("```predict\nWhich?\n- [ ] This\n  Because not.\n- [x] That\n  Because.\n```\n");
    assert_eq!(out.matches("<details class=\"choice").count(), 2);
    assert_eq!(out.matches("name=\"predict-1\"").count(), 2);
    assert!(out.contains("<strong>Yes.</strong> Because."));
}

#[test]
fn values_are_computed_and_their_mistakes_told() {
    let call = "{{ quorum_read_min(n = 3, w = 2) }}";
    assert!(html(&format!("It takes {call}.\n")).contains("<span class=\"computed\">2</span>"));
    let out = wrong("One.\n\nIt takes {{ quorum_read_mni(n = 3, w = 2) }}.\n");
    assert_eq!(
        out,
        "content/a/b.md:3: there is no function `quorum_read_mni`; did you mean \
         `quorum_read_min`?"
    );
    assert!(wrong("{{ quorum_read_min(n = 3, w = 200) }}").contains("write a whole number from 1"));
    assert!(wrong("{{ quorum_read_min(n = 3 }}").contains("cannot be read"));
    assert!(wrong("{{ knob(name = w) }}").contains("the page has no model to take this from"));
}

#[test]
fn prose_can_speak_of_the_run_above_it() {
    let block = model("quorum w=1 r=1", &format!("# expect: fresh violated\n{STALE}"));
    let out = html(&format!("{block}\n[W = {{{{ knob(name = w) }}}}]{{write}} copy.\n"));
    assert!(
        out.contains("<span class=\"tone-write\">W = <span class=\"computed\">1</span></span>")
    );
    let out = html(&format!("{block}\nAt {{{{ when(check = fresh) }}}} it breaks.\n"));
    assert!(out.contains("<span class=\"computed\">0.957\u{a0}s</span>"), "{out}");
    assert!(
        wrong(&format!("{block}\n{{{{ knob(name = q) }}}}\n"))
            .contains(":11: the model has no knob `q`")
    );
    let out = wrong(&format!("{block}\n{{{{ when(check = converge) }}}}\n"));
    assert!(out.contains(":11: this run does not violate `converge`"), "{out}");
}

#[test]
fn words_wear_known_tones_only() {
    assert!(html("Wait for [one]{write}.").contains("<span class=\"tone-write\">one</span>"));
    assert!(wrong("Wait for [one]{wirte}.").contains("no tone `wirte`; did you mean `write`?"));
}

#[test]
fn numbers_need_somebody_to_vouch_for_them() {
    assert_eq!(
        wrong("First.\n\nIt took 35 ms.\n"),
        "content/a/b.md:3: `35` is a number that nothing vouches for; compute it with `{{ … }}`, \
         cite its source in the sentence, put code in backticks, or write it as a word"
    );
    assert!(wrong("| a | b |\n|---|---|\n| x | 35 |\n").contains(":3: `35`"));
    assert!(wrong("## In 35 ms\n").contains(":1: `35`"));
    assert!(wrong("- one\n- two\n- 3 of them\n").contains(":3: `3`"));
    html("It took 35 ms.[^gifford] `R = 1` since 1979 in v2.\n");
    assert!(wrong("It took 35 ms. Says who?[^gifford]\n").contains("`35`"));
}

#[test]
fn citations_need_a_source() {
    let out = html("So it is.[^gifford, §2]\n");
    assert!(out.contains("href=\"#source-gifford\"") && out.contains("[1, §2]"), "{out}");
    assert!(wrong("So it is.[^giford]\n").contains("did you mean `gifford`?"));
}

#[test]
fn links_are_files_of_the_content_or_https() {
    assert!(html("[x](other.md#y)").contains("href=\"../other/#y\""));
    assert!(html("[x](https://x.test/)").contains("href=\"https://x.test/\""));
    assert!(wrong("[x](othre.md)").contains("no page `a/othre.md`; did you mean `a/other.md`?"));
    assert!(wrong("[x](/a/b/)").contains("`/a/b/` leads nowhere"));
    assert!(wrong("[x](javascript:alert)").contains("leads nowhere"));
}

#[test]
fn what_has_no_form_is_refused() {
    assert!(wrong("One.\n\nIt's so.\n").contains(":3: this is a typewriter’s quotation mark"));
    assert!(
        wrong("a <b>bold</b> word".split("</b>").next().unwrap())
            .contains(":1: raw HTML is not read")
    );
    assert!(wrong("One.\n\n<div>\n").contains(":3: raw HTML is not read"));
    assert!(wrong("# Title\n").contains("this level of heading is not used"));
    assert!(wrong("![x](y.png)\n").contains("pictures are not read"));
    assert!(wrong("```sandtabel quorum\n```\n").contains("did you mean `sandtable`?"));
    assert!(wrong("- x\n\n  ```predict\n  ```\n").contains(":3: this block is indented"));
}

#[test]
fn markdown_has_its_usual_forms() {
    let out =
        html("## What & why {#why}\n\n> [!NOTE]\n> Words.\n\n| a | b |\n|---|---:|\n| x | y |\n");
    assert!(out.contains("<h2 id=\"why\">What &amp; why "));
    assert!(out.contains("<div class=\"callout note\" role=\"note\">"));
    assert!(out.contains("<th scope=\"row\">x</th><td class=\"right\">y</td>"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever is written, nothing panics, and what comes out is bounded by what went in.
    #[test]
    fn nothing_that_is_written_panics(
        lines in proptest::collection::vec(
            prop_oneof![
                "```(sandtable|predict|challenge)? ?(quorum|rate|x=1)?( [a-z]{1,3}=[a-z0-9@.]{0,4}){0,2}",
                "(goal|task|hint|start|solution|# caption|# expect): [a-z ]{0,12}",
                "@[0-9.]{0,4}s? (write|read|crash|cut|drop) [A-Za-z.:-]{0,6}( via [A-C])?",
                "- \\[[ x]\\] [a-z{}\\[\\]]{0,8}",
                "[a-zA-Z0-9 {}\\[\\]()^*_`<>|#§.,-]{0,24}",
                "(## |> |> \\[!NOTE\\]|\\| a \\| 1 \\||---|)",
                "\\PC{0,16}",
            ],
            0..24,
        ),
    ) {
        let text = lines.join("\n");
        let (html, wrong) = render(&text);
        prop_assert!(html.len() <= 200_000 + 50 * text.len());
        for complaint in wrong {
            prop_assert!(complaint.starts_with("content/a/b.md:"), "{}", complaint);
        }
    }
}

#[test]
fn prose_can_quote_the_tables_of_the_run_it_speaks_of() {
    let run = "Words.\n\n```sandtable consistent-hashing algorithm=mod-n\n\
               # caption: {{ cell(row = mod-n, column = moved) }} at {{ when(check = minimal) }}; \
               {{ cell(row = E, column = fair-share) }}.\n# expect: minimal violated\nadd\n```\n";
    let out = html(run);
    let session =
        sandtable_core::session::Session::open("v1/consistent-hashing?algorithm=mod-n&do=add");
    let log = session.unwrap().story(40).remove(0).text;
    // The sentence has the keys that went to E and the needless ones; the table has both together.
    let counts: Vec<u32> =
        log.split(|c: char| !c.is_ascii_digit()).filter_map(|t| t.parse().ok()).collect();
    let moved = counts[0] + counts[counts.len() - 1];
    assert!(out.contains(&format!("<span class=\"computed\">{moved}</span> at")), "{log}: {out}");
    assert!(out.contains("step\u{a0}1</span>") && out.contains("200.0</span>"), "{out}");

    let told = |call: &str| wrong(&run.replace("cell(row = mod-n, column = moved)", call));
    assert!(
        told("cell(row = mod, column = moved)").contains("no table of this run has a row `mod`")
    );
    assert!(told("cell(row = ring, column = moves)").contains("did you mean `moved`?"));
    assert!(told("cell(row = ring)").contains("takes a row and a column"));
}

#[test]
fn words_link_to_their_term() {
    let out = html("It is [written back]{?Read repair} first.");
    let link = "<a class=\"term\" href=\"../../glossary/#read-repair\">written back</a>";
    assert!(out.contains(link), "{out}");
    assert_eq!(
        wrong("It is [written back]{?read-repare} first."),
        "content/a/b.md:1: the glossary has no term `read-repare`; did you mean `read-repair`?"
    );
    assert!(wrong("[all 3]{?read-repair}").contains("`3` is a number that nothing vouches for"));
}
