//! How does a verb ask for the text that it is about?

use sandtable_core::scene::Choice;

use super::groups::Group;

/// A verb around a field: `Write [Friday] via [A] [B]`, `[cart-17] [Look up]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// What stands in front of the field; may be empty.
    pub head: String,
    /// The text that is proposed.
    pub text: String,
    /// What stands between the field and the buttons; may be empty.
    pub tail: String,
    /// The buttons that take the text of the field: what each says, and its choice.
    pub targets: Vec<(String, Choice)>,
    /// What is proposed beside it, with texts of its own: what each button says, and its choice.
    pub others: Vec<(String, Choice)>,
}

impl Wording {
    /// Words a group whose choices have these texts, one for each. O(choices²).
    #[must_use]
    pub fn new(group: &Group, texts: &[String]) -> Wording {
        let items = group.items.iter().zip(texts);
        let around: Vec<(&str, &str)> =
            items.clone().map(|((_, choice), text)| around(&choice.label, text)).collect();
        let (head, text) = match (around.first(), texts.first()) {
            (Some((head, _)), Some(text)) => ((*head).to_owned(), text.clone()),
            _ => (group.words.clone(), String::new()),
        };
        let mut targets: Vec<(&str, Choice)> = Vec::new();
        let mut others = Vec::new();
        for (((rest, choice), text), (before, after)) in items.zip(around) {
            if before == head && !targets.iter().any(|(says, _)| *says == after) {
                targets.push((after, choice.clone()));
            } else if before == choice.label {
                others.push((rest.clone(), choice.clone()));
            } else {
                others.push((format!("{text} {after}").trim_end().to_owned(), choice.clone()));
            }
        }
        if let [(says, choice)] = targets.as_slice()
            && says.is_empty()
        {
            let targets = vec![(head, choice.clone())];
            return Wording { head: String::new(), text, tail: String::new(), targets, others };
        }
        let tail = shared_start(&targets.iter().map(|(says, _)| *says).collect::<Vec<_>>());
        let rest = |says: &str| says.get(tail.len()..).unwrap_or_default().trim().to_owned();
        let targets = targets.into_iter().map(|(says, choice)| (rest(says), choice)).collect();
        Wording { head, text, tail, targets, others }
    }

    /// What the field is for, in a word or two.
    #[must_use]
    pub fn verb(&self) -> &str {
        match self.targets.first() {
            Some((says, _)) if self.head.is_empty() => says,
            _ => &self.head,
        }
    }
}

/// What stands in a label before its text and after it; the whole label, if the text is not in it.
fn around<'a>(label: &'a str, text: &str) -> (&'a str, &'a str) {
    let quoted = format!("“{text}”");
    let parts = label.split_once(&quoted).or_else(|| label.split_once(text));
    let (before, after) = parts.unwrap_or((label, ""));
    (before.trim(), after.trim())
}

/// The words that all of several texts start with; at least one word of each is left.
fn shared_start(texts: &[&str]) -> String {
    let [first, others @ ..] = texts else { return String::new() };
    if others.is_empty() {
        return String::new();
    }
    let words: Vec<&str> = first.split(' ').collect();
    let same = |text: &&str| {
        let all = text.split(' ').count();
        let same = text.split(' ').zip(&words).take_while(|(a, b)| a == *b).count();
        same.min(all.saturating_sub(1))
    };
    let shared = others.iter().map(same).min().unwrap_or(0).min(words.len() - 1);
    words[..shared].join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::groups::groups;
    use super::*;

    fn worded(choices: &[(&str, &str)]) -> Wording {
        let made = |(text, label): &(&str, &str)| Choice {
            action: format!("do {text} {label}"),
            label: (*label).to_owned(),
            fault: false,
        };
        let list: Vec<Choice> = choices.iter().map(made).collect();
        let texts: Vec<String> = choices.iter().map(|(text, _)| (*text).to_owned()).collect();
        Wording::new(&groups(&list, &[])[0], &texts)
    }

    fn says(list: &[(String, Choice)]) -> Vec<&str> {
        list.iter().map(|(says, _)| says.as_str()).collect()
    }

    #[test]
    fn the_text_stands_in_a_field_between_the_words_around_it() {
        let w = worded(&[("Fri", "Write “Fri” via A"), ("Fri", "Write “Fri” via B")]);
        assert_eq!((w.head.as_str(), w.text.as_str(), w.tail.as_str()), ("Write", "Fri", "via"));
        assert_eq!((says(&w.targets), w.others.len()), (vec!["A", "B"], 0));
        assert_eq!(w.verb(), "Write");
    }

    #[test]
    fn a_verb_without_a_target_is_the_button() {
        let w = worded(&[("slow queue", "Ask for slow queue"), ("fast", "Ask for fast")]);
        assert_eq!((w.head.as_str(), says(&w.targets)), ("", vec!["Ask for"]));
        assert_eq!(says(&w.others), ["fast"], "another proposal runs as it is");
        let w = worded(&[("A note.", "Add “A note.”"), ("Word.", "Add a single word")]);
        assert_eq!((says(&w.targets), says(&w.others)), (vec!["Add"], vec!["a single word"]));
        let w = worded(&[("A long note.", "Add a short note")]);
        assert_eq!(says(&w.targets), ["Add a short note"]);
        assert_eq!(w.verb(), "Add a short note");
    }

    #[test]
    fn proposals_with_other_texts_stand_beside_the_targets() {
        let w = worded(&[
            ("book", "Add book at phone"),
            ("pen", "Add pen at phone"),
            ("lamp", "Add lamp at laptop"),
        ]);
        assert_eq!((w.head.as_str(), w.tail.as_str()), ("Add", "at"));
        assert_eq!(says(&w.targets), ["phone", "laptop"]);
        assert_eq!(says(&w.others), ["pen at phone"]);
        let w = worded(&[("A1", "Is A1 before A2?"), ("B1", "Is B1 before A2?")]);
        assert_eq!((w.head.as_str(), says(&w.targets)), ("Is", vec!["before A2?"]));
        assert_eq!(says(&w.others), ["B1 before A2?"]);
    }
}
