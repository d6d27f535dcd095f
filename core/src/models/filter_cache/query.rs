//! What can be asked: which words name which filters, and what do a few of them make together?

use super::corpus::{CITY, JOINED, PRICE, RATING, stored_price, stored_rating};
use crate::algorithms::filter_cache::Filter;

/// A query: its text and the filter that it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// As it was asked, with single spaces.
    pub text: String,
    /// What it means.
    pub filter: Filter,
}

/// The words, and what each says.
pub(super) const WORDS: [(&str, &str); 6] = [
    ("nyc", "in New York"),
    ("la", "in Los Angeles"),
    ("cheap", "under $20"),
    ("top", "rated 4.5 or more"),
    ("new", "joined of late"),
    ("all", "every restaurant"),
];

/// The filter of a word.
fn filter(word: &str) -> Option<Filter> {
    Some(match word {
        "nyc" => Filter::Term { field: CITY, value: 0 },
        "la" => Filter::Term { field: CITY, value: 1 },
        "cheap" => Filter::Range { field: PRICE, from: 0, to: stored_price(19) },
        "top" => Filter::Range { field: RATING, from: stored_rating(45), to: stored_rating(50) },
        "new" => Filter::Range { field: JOINED, from: 100, to: 119 },
        "all" => Filter::All,
        _ => return None,
    })
}

/// Reads a query: words with `and` between them, the last with `not` before it if need be; or with
/// `or` between them.
pub(super) fn read(text: &str) -> Result<Query, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (mut parts, mut without, mut joint) = (Vec::new(), None, None);
    let mut rest = words.iter().copied().peekable();
    loop {
        let word = rest.next().unwrap_or_default();
        let negated = word == "not";
        let word = if negated { rest.next().unwrap_or_default() } else { word };
        let found = filter(word).ok_or_else(|| {
            let known: Vec<&str> = WORDS.iter().map(|(word, _)| *word).collect();
            format!("“{word}” is no filter; there are {}", known.join(", "))
        })?;
        match (negated, parts.is_empty() || joint == Some("or")) {
            (false, _) => parts.push(found),
            (true, true) => return Err("`not` comes last, after `and`: nyc and not cheap".into()),
            (true, false) => without = Some(found),
        }
        match rest.next() {
            None => break,
            Some(_) if without.is_some() => {
                return Err("`not` comes last, after `and`: nyc and not cheap".into());
            }
            Some(next @ ("and" | "or")) if joint.is_none_or(|joint| joint == next) => {
                joint = Some(next);
            }
            Some(next) => {
                return Err(format!("“{next}” cannot stand there: use `and` throughout, or `or`"));
            }
        }
        if parts.len() == 4 {
            return Err("four filters are enough".to_owned());
        }
    }
    let all = match parts.len() {
        1 => parts.remove(0),
        _ if joint == Some("or") => Filter::Or(parts),
        _ => Filter::And(parts),
    };
    let filter = match without {
        Some(without) => Filter::AndNot(Box::new(all), Box::new(without)),
        None => all,
    };
    Ok(Query { text: words.join(" "), filter })
}

/// A filter in the words of a query.
pub(super) fn label(of: &Filter) -> String {
    let parts: Vec<String> = of.parts().into_iter().map(label).collect();
    match of {
        Filter::And(_) => parts.join(" and "),
        Filter::Or(_) => parts.join(" or "),
        Filter::AndNot(..) => parts.join(" and not "),
        _ => {
            let word = WORDS.iter().find(|(word, _)| filter(word).as_ref() == Some(of));
            word.map_or_else(String::new, |(word, _)| (*word).to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_and_written_back() {
        for text in [
            "nyc",
            "all",
            "nyc and cheap",
            "nyc and cheap and top",
            "la or new",
            "nyc and not cheap",
            "nyc and top and not new",
        ] {
            let query = read(text).unwrap();
            assert_eq!(label(&query.filter), text);
            assert_eq!(query.text, text);
        }
        assert_eq!(read("  nyc   and  cheap ").unwrap().text, "nyc and cheap");
    }

    #[test]
    fn what_is_no_query_is_refused_with_the_cure() {
        for (text, why) in [
            ("", "there are nyc, la, cheap"),
            ("nyc and", "“” is no filter"),
            ("pizza", "“pizza” is no filter"),
            ("nyc cheap", "“cheap” cannot stand there"),
            ("nyc and cheap or top", "“or” cannot stand there"),
            ("not nyc", "`not` comes last"),
            ("nyc or not cheap", "`not` comes last"),
            ("nyc and not cheap and top", "`not` comes last"),
            ("nyc or la or cheap or top or new", "four filters"),
        ] {
            let said = read(text).expect_err(text);
            assert!(said.contains(why), "{text}: {said}");
        }
    }
}
