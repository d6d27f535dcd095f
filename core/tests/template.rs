//! The model that `cargo xtask new-topic` starts from works: it compiles, its check holds, and
//! fails with its rule switched off.

// The template says `crate::`, as models do; here that is this file.
use sandtable_core::{engine, scene};

#[path = "../../xtask/templates/model.rs"]
#[allow(unreachable_pub, reason = "in core's models it is reached")]
mod template;

use engine::{Config, Model, Run, Script, Verdict, machine};
use template::Sample;

fn verdict(settings: &[(&str, &str)]) -> Verdict {
    let mut config = Config::new(Sample::spec());
    for (name, value) in settings {
        config.set(name, value).unwrap();
    }
    let names = machine::<Sample>(&config, 1);
    let story = Script::parse(Sample::spec().story, Sample::spec(), names.names()).unwrap();
    Run::new(machine::<Sample>, config, 1, story).final_verdicts().remove(0)
}

#[test]
fn the_rule_protects_its_check() {
    assert_eq!(verdict(&[]), Verdict::Holds);
    let broken = verdict(&[("stop", "off")]);
    assert!(matches!(broken, Verdict::Violated { step: 3, .. }), "{broken:?}");
    assert_eq!(verdict(&[("stop", "off"), ("seats", "3")]), Verdict::Holds);
}
