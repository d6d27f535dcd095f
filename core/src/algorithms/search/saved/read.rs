//! How is an index read that nobody vouches for?

use super::super::analysis::TERM_BYTES_MAX;
use super::super::bit_packing::{self, BLOCK};
use super::super::dictionary::Dictionary;
use super::super::index::Index;
use super::{
    BYTES_MAX, CHECKSUM, MAGIC, NO_POSITIONS, PARTS, SavedIndexError, VERSION, analysis_of_byte,
    shared,
};
use crate::algorithms::hashing::crc32;

type Result<T> = core::result::Result<T, SavedIndexError>;

/// A part of the bytes, read from its first to its last.
struct Part<'a> {
    name: &'static str,
    bytes: &'a [u8],
    /// Where the part begins in the whole.
    start: usize,
    at: usize,
}

impl<'a> Part<'a> {
    fn fail<T>(&self, fault: &'static str) -> Result<T> {
        let at = (self.start + self.at) as u64;
        Err(SavedIndexError::Garbled { part: self.name, at, fault })
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        match self.bytes.get(self.at..).and_then(|left| left.get(..count)) {
            Some(bytes) => {
                self.at += count;
                Ok(bytes)
            }
            None => self.fail("it ends too early"),
        }
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    fn number(&mut self) -> Result<u32> {
        let (mut number, mut shift) = (0_u64, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return match u32::try_from(number) {
                    Ok(number) if byte > 0 || shift == 0 => Ok(number),
                    Ok(_) => self.fail("a number takes more bytes than it needs"),
                    Err(_) => self.fail("a number is above 4294967295"),
                };
            }
            shift += 7;
            if shift > 28 {
                return self.fail("a number takes more than five bytes");
            }
        }
    }

    /// The document that comes so many behind the one before `from`.
    fn doc(&self, from: u32, gap: u32, count: u32) -> Result<u32> {
        match from.checked_add(gap).filter(|doc| *doc < count) {
            Some(doc) => Ok(doc),
            None => self.fail("a document is beyond the last"),
        }
    }

    fn end(&self) -> Result<()> {
        if self.at < self.bytes.len() {
            self.fail("it goes on after its last entry")
        } else {
            Ok(())
        }
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Index> {
    let Some(body) = bytes.strip_prefix(MAGIC) else { return Err(SavedIndexError::Foreign) };
    let mut header = Part { name: "header", bytes: body, start: MAGIC.len(), at: 0 };
    let version = header.byte()?;
    if version != VERSION {
        return Err(SavedIndexError::Version(version));
    }
    let byte = header.byte()?;
    let Some(analysis) = analysis_of_byte(byte & !NO_POSITIONS) else {
        return header.fail("an analysis that there is not");
    };
    let index = if byte & NO_POSITIONS > 0 {
        Index::without_positions(analysis)
    } else {
        Index::new(analysis)
    };
    let counts = [header.number()?, header.number()?, header.number()?];
    let mut sizes = [0; PARTS.len()];
    for size in &mut sizes {
        *size = header.number()?;
    }
    if bytes.len() > BYTES_MAX {
        return header.fail("it is longer than 2 GiB");
    }
    let mut start = header.start + header.at;
    check_whole(bytes, start, &sizes)?;
    let mut next = 0;
    let [lengths, deleted, terms, postings, positions] = sizes.map(|size| {
        let end = start + size as usize;
        let part = Part { name: PARTS[next], bytes: &bytes[start..end], start, at: 0 };
        (start, next) = (end, next + 1);
        part
    });
    let [doc_count, dead_count, term_count] = counts;
    let lengths = read_lengths(lengths, doc_count)?;
    let dead = read_deleted(deleted, dead_count, doc_count)?;
    let dictionary = read_terms(terms, term_count)?;
    let mut index = index.with_lengths(lengths, dictionary);
    read_postings(postings, positions, &mut index)?;
    dead.into_iter().for_each(|doc| {
        index.delete(doc);
    });
    Ok(index)
}

/// Whether the bytes are as many as the header says, and those that were written.
fn check_whole(bytes: &[u8], start: usize, sizes: &[u32]) -> Result<()> {
    let found = bytes.len() as u64;
    let parts: u64 = sizes.iter().map(|&size| u64::from(size)).sum();
    let expected = start as u64 + parts + CHECKSUM as u64;
    if found != expected {
        return Err(SavedIndexError::Length { found, expected });
    }
    let (body, checksum) = bytes.split_at(bytes.len() - CHECKSUM);
    if crc32(body).to_le_bytes() == checksum { Ok(()) } else { Err(SavedIndexError::Checksum) }
}

fn read_lengths(mut part: Part<'_>, doc_count: u32) -> Result<Vec<u32>> {
    let mut lengths = Vec::new();
    for _ in 0..doc_count {
        lengths.push(part.number()?);
    }
    part.end()?;
    Ok(lengths)
}

fn read_deleted(mut part: Part<'_>, dead_count: u32, doc_count: u32) -> Result<Vec<u32>> {
    let mut dead = Vec::new();
    let mut from = 0;
    for _ in 0..dead_count {
        let gap = part.number()?;
        let doc = part.doc(from, gap, doc_count)?;
        dead.push(doc);
        from = doc + 1;
    }
    part.end()?;
    Ok(dead)
}

fn read_terms(mut part: Part<'_>, term_count: u32) -> Result<Dictionary> {
    let mut dictionary = Dictionary::default();
    let (mut term, mut last) = (Vec::new(), Vec::new());
    for number in 0..term_count {
        let (same, more) = (part.number()? as usize, part.number()? as usize);
        if same > term.len() {
            return part.fail("a term begins with more than there is of the one before");
        }
        if more > TERM_BYTES_MAX - same {
            return part.fail("a term is longer than a word can be");
        }
        last.clone_from(&term);
        term.truncate(same);
        term.extend(part.take(more)?);
        if number > 0 && (term <= last || shared(&last, &term) != same) {
            return part.fail("a term is not behind the one before in the alphabet");
        }
        match core::str::from_utf8(&term).map(|text| dictionary.push_last(text)) {
            Ok(true) => {}
            Ok(false) => return part.fail("the terms take more than 4 GiB"),
            Err(_) => return part.fail("a term is not UTF-8"),
        }
    }
    part.end()?;
    Ok(dictionary)
}

fn read_postings(mut part: Part<'_>, mut positions: Part<'_>, index: &mut Index) -> Result<()> {
    let doc_count = index.doc_count();
    let mut lengths = vec![0_u32; doc_count as usize];
    let (mut docs, mut freqs) = (Vec::new(), Vec::new());
    for _ in 0..index.term_count() {
        docs.clear();
        freqs.clear();
        let count = part.number()?;
        if count == 0 || count > doc_count {
            return part.fail("a term is in no document, or in more than there are");
        }
        let mut from = 0;
        for _ in 0..count as usize / BLOCK {
            read_block(&mut part, &mut from, doc_count, &mut docs, &mut freqs)?;
        }
        for _ in 0..count as usize % BLOCK {
            let gap = part.number()?;
            let doc = part.doc(from, gap / 2, doc_count)?;
            let freq = if gap % 2 == 0 { Some(1) } else { part.number()?.checked_add(2) };
            let Some(freq) = freq else { return part.fail("a frequency is too high") };
            docs.push(doc);
            freqs.push(freq);
            from = doc + 1;
        }
        let start = positions.at;
        for (&doc, &freq) in docs.iter().zip(&freqs) {
            if index.keeps_positions() {
                read_positions(&mut positions, freq)?;
            }
            let length = &mut lengths[doc as usize];
            match length.checked_add(freq) {
                Some(sum) => *length = sum,
                None => return part.fail("a document has too many terms"),
            }
        }
        index.append_term(&docs, &freqs, &positions.bytes[start..positions.at]);
    }
    index.end();
    part.end()?;
    positions.end()?;
    if lengths != index.lengths() {
        return part.fail("a document's length is not the number of its terms");
    }
    Ok(())
}

/// 128 postings that are packed.
fn read_block(
    part: &mut Part<'_>,
    from: &mut u32,
    doc_count: u32,
    docs: &mut Vec<u32>,
    freqs: &mut Vec<u32>,
) -> Result<()> {
    let bits = [part.byte()?, part.byte()?].map(u32::from);
    let mut values = [[0; BLOCK]; 2];
    for (values, bits) in values.iter_mut().zip(bits) {
        if bits > u32::BITS {
            return part.fail("a packed number of more than 32 bits");
        }
        let words = part.take(bit_packing::words(BLOCK, bits) * size_of::<u32>())?;
        let words: Vec<u32> =
            words.as_chunks().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        bit_packing::unpack(&words, bits, values);
        if bit_packing::width(values) != bits {
            return part.fail("packed numbers take more bits than they need");
        }
    }
    for (gap, freq) in values[0].into_iter().zip(values[1]) {
        let doc = part.doc(*from, gap, doc_count)?;
        let Some(freq) = freq.checked_add(1) else { return part.fail("a frequency is too high") };
        docs.push(doc);
        freqs.push(freq);
        *from = doc + 1;
    }
    Ok(())
}

/// Looks at the positions of a posting, which are kept as they are.
fn read_positions(part: &mut Part<'_>, freq: u32) -> Result<()> {
    let mut last = None;
    for _ in 0..freq {
        let gap = part.number()?;
        let position = match last {
            None => Some(gap),
            Some(last) if gap > 0 => u32::checked_add(last, gap),
            Some(_) => return part.fail("a term stands twice at one place"),
        };
        if position.is_none() {
            return part.fail("a position is above 4294967295");
        }
        last = position;
    }
    Ok(())
}
