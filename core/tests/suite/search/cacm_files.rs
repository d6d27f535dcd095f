//! What are the documents, topics and judgements of CACM, as they are published?

use std::collections::{BTreeMap, BTreeSet};

/// The collection, its topics and judgements.
pub(crate) struct Cacm {
    pub(crate) names: Vec<String>,
    pub(crate) texts: Vec<String>,
    /// Numbers and texts.
    pub(crate) topics: Vec<(String, String)>,
    relevant: BTreeMap<String, BTreeSet<String>>,
}

/// How good the first 1000 answers to the judged topics are.
pub(crate) struct Quality {
    /// The mean of the average precisions (MAP).
    pub(crate) map: f64,
    /// The mean share of relevant documents among the first 30.
    pub(crate) p30: f64,
}

impl Cacm {
    /// Reads an archive of documents (tar), the topics, and the judgements (`qrels`).
    pub(crate) fn of(archive: &[u8], topics: &str, judgements: &str) -> Self {
        let (names, texts) = documents(archive);
        let mut relevant: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in judgements.lines() {
            let fields: Vec<&str> = line.split_whitespace().collect();
            if let [topic, _, doc, "1"] = fields[..] {
                relevant.entry(topic.to_owned()).or_default().insert(doc.to_owned());
            }
        }
        Self { names, texts, topics: self::topics(topics), relevant }
    }

    /// Judges a search, which gives documents by their numbers, the best first.
    pub(crate) fn judge(&self, mut search: impl FnMut(&str) -> Vec<u32>) -> Quality {
        let mut sum = Quality { map: 0.0, p30: 0.0 };
        for (number, text) in &self.topics {
            let Some(relevant) = self.relevant.get(number) else { continue };
            let (mut found, mut precision) = (0.0, 0.0);
            for (doc, rank) in search(text).into_iter().zip(1..=1000) {
                if relevant.contains(&self.names[doc as usize]) {
                    found += 1.0;
                    precision += found / f64::from(rank);
                    sum.p30 += if rank <= 30 { 1.0 / 30.0 } else { 0.0 };
                }
            }
            sum.map += precision / relevant.len() as f64;
        }
        let judged = self.relevant.len() as f64;
        Quality { map: sum.map / judged, p30: sum.p30 / judged }
    }
}

/// The names and texts of the files of a tar archive, in the order of their names.
fn documents(archive: &[u8]) -> (Vec<String>, Vec<String>) {
    let mut files = BTreeMap::new();
    let mut at = 0;
    while at + 512 <= archive.len() && archive[at] != 0 {
        let header = &archive[at..at + 512];
        let field = |from: usize, to: usize| {
            let bytes = header[from..to].split(|&byte| byte == 0).next().unwrap_or_default();
            String::from_utf8_lossy(bytes).trim().to_owned()
        };
        let size = usize::from_str_radix(&field(124, 136), 8).expect("a size in octal");
        let content = &archive[at + 512..at + 512 + size];
        if let Some(name) = field(0, 100).strip_suffix(".html") {
            files.insert(name.to_owned(), text_of_html(&String::from_utf8_lossy(content)));
        }
        at += 512 + size.next_multiple_of(512);
    }
    files.into_iter().unzip()
}

/// What a browser would show: a tag begins with `<` and a letter or a stroke.
fn text_of_html(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let end = rest.find('>').filter(|_| is_tag);
        if end.is_none() {
            text.push('<');
        }
        rest = &rest[end.map_or(1, |end| end + 1)..];
    }
    text + rest
}

fn topics(text: &str) -> Vec<(String, String)> {
    let docs = text.split("<DOC>").skip(1).filter_map(|doc| doc.split("</DOC>").next());
    let parts = docs.filter_map(|doc| doc.split_once("<DOCNO>")?.1.split_once("</DOCNO>"));
    parts.map(|(number, text)| (number.trim().to_owned(), text.trim().to_owned())).collect()
}
