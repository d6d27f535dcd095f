//! How is a part of a document replaced by what was generated?

use crate::Result;

/// The document with new lines between `<!-- name -->` and `<!-- /name -->`.
pub(crate) fn replaced(document: &str, name: &str, content: &str) -> Result<String> {
    let (opening, closing) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let missing = || format!("there is no `{opening}` with a `{closing}` after it");
    let (before, rest) = document.split_once(&opening).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&closing).ok_or_else(missing)?;
    Ok(format!("{before}{opening}\n{}\n{closing}{after}", content.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_changes_and_it_can_change_again() {
        let document = "a\n<!-- budgets -->\nold\n<!-- /budgets -->\nb\n";
        let once = replaced(document, "budgets", "| new |\n").unwrap();
        assert_eq!(once, "a\n<!-- budgets -->\n| new |\n<!-- /budgets -->\nb\n");
        assert_eq!(replaced(&once, "budgets", "| new |").unwrap(), once);
    }

    #[test]
    fn missing_marks_are_named() {
        for document in ["", "<!-- budgets -->", "<!-- /budgets --><!-- budgets -->"] {
            let error = replaced(document, "budgets", "x").unwrap_err();
            assert!(error.contains("<!-- budgets -->"), "{error}");
        }
    }
}
