//! How is CACM read for the comparison, and what is asked of it?

use crate::cacm_files::Cacm;
use crate::data::Data;

/// Reads it, or says what is missing.
pub(crate) fn read(data: &Data) -> Result<Cacm, String> {
    let archive = data.unzipped("cacm/cacm.tar.gz")?;
    let (topics, judgements) =
        (data.text("cacm/topics.cacm.txt")?, data.text("cacm/qrels.cacm.txt")?);
    Ok(Cacm::of(&archive, &topics, &judgements))
}

/// Two words that follow each other in a topic: what somebody would type.
pub(crate) fn short_queries(cacm: &Cacm) -> Vec<String> {
    let pairs = |text: &String| {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.windows(2).map(|pair| pair.join(" ")).collect::<Vec<_>>()
    };
    cacm.topics.iter().flat_map(|(_, text)| pairs(text)).collect()
}
