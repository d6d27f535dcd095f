//! What became of a model's checks, and has each of its rules a script that shows that it is needed?

use sandtable_core::catalog;
use sandtable_core::session::{Session, Side, Verdict};

/// The verdict of a check at the cursor.
pub(crate) fn verdict(session: &Session, check: &str) -> Verdict {
    let checks = session.checks(Side::Main);
    checks.into_iter().find(|c| c.name == check).expect("a declared check").verdict
}

/// Why a check is violated; where it is not, the name of its verdict.
pub(crate) fn why(session: &Session, check: &str) -> String {
    match verdict(session, check) {
        Verdict::Violated { why, .. } => why,
        other => other.name().to_owned(),
    }
}

/// Holds a list of broken rules, each with a check that breaks without it, to the declaration.
pub(crate) fn every_rule_is_in(model: &str, broken: &[(&str, &str, &str)]) {
    for rule in catalog::find(model).expect("a model").spec().rules {
        for check in rule.protects {
            let listed = broken.iter().any(|(r, c, _)| (r, c) == (&rule.name, check));
            assert!(listed, "nothing breaks `{check}` without `{}`", rule.name);
        }
    }
}
