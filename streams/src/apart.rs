//! How is a module taken apart?

use crate::function::{Moves, STREAMS, Stream, UNALIGNED, function};
use crate::number::{BYTES_MAX, read, write};
use crate::{CODE, CUSTOM, HEAD, NAME, room, together};

/// The form in which a module travels. O(n).
///
/// # Errors
/// It is no module, or has instructions that are not known here, or numbers that are longer than they
/// need be: nothing that comes out of it puts the same bytes together again.
pub fn apart(module: &[u8]) -> Result<Vec<u8>, &'static str> {
    let file = taken(module).ok_or("a module with what `streams/src/function.rs` does not know")?;
    let mut again = vec![0; room(file.len())];
    match together(&file, &mut again) {
        Some(length) if again[..length] == *module => Ok(file),
        _ => Err("a module that is not put together again as it was"),
    }
}

fn taken(module: &[u8]) -> Option<Vec<u8>> {
    let mut file = module.get(..HEAD)?.to_owned();
    let mut at = HEAD;
    while at < module.len() {
        let (length, body) = read(module, at + 1)?;
        let end = body.checked_add(length as usize)?;
        let section = module.get(body..end)?;
        match module[at] {
            CODE => {
                let mut streams = vec![NAME.len() as u8];
                streams.extend(NAME);
                number(module.len() as u32, &mut streams);
                code(section, &mut streams)?;
                file.push(CUSTOM);
                number(streams.len() as u32, &mut file);
                file.extend(streams);
            }
            CUSTOM => return None,
            _ => file.extend(&module[at..end]),
        }
        at = end;
    }
    Some(file)
}

/// Takes the section of code apart.
fn code(section: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let (functions, from) = read(section, 0)?;
    let mut apart = Apart { code: section, at: from, streams: Default::default() };
    for _ in 0..functions {
        // Its length is known again when it is put together.
        apart.at = read(section, apart.at)?.1;
        function(&mut apart)?;
    }
    number(functions, out);
    for stream in &apart.streams {
        number(stream.len() as u32, out);
    }
    for stream in apart.streams {
        out.extend(stream);
    }
    (apart.at == section.len()).then_some(())
}

fn number(value: u32, out: &mut Vec<u8>) {
    let mut bytes = [0; BYTES_MAX];
    let length = write(value, &mut bytes).unwrap_or(0);
    out.extend(&bytes[..length]);
}

/// From code into streams.
struct Apart<'a> {
    code: &'a [u8],
    at: usize,
    streams: [Vec<u8>; STREAMS],
}

impl Moves for Apart<'_> {
    fn byte(&mut self, stream: Stream) -> Option<u8> {
        let byte = *self.code.get(self.at)?;
        self.at += 1;
        self.streams[stream as usize].push(byte);
        Some(byte)
    }

    fn number(&mut self, stream: Stream) -> Option<u32> {
        let (value, end) = read(self.code, self.at)?;
        self.streams[stream as usize].extend(&self.code[self.at..end]);
        self.at = end;
        Some(value)
    }

    fn alignment(&mut self, natural: u8) -> Option<()> {
        if self.code.get(self.at) == Some(&natural) {
            self.at += 1;
        } else {
            self.streams[Stream::Opcode as usize].push(UNALIGNED);
            self.number(Stream::Other)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const END: u8 = 0x0b;

    /// The streams of a function without variables.
    fn streams(code: &[u8]) -> Option<[Vec<u8>; STREAMS]> {
        let body = [&[0], code, &[END]].concat();
        let mut apart = Apart { code: &body, at: 0, streams: Default::default() };
        function(&mut apart)?;
        (apart.at == body.len()).then_some(apart.streams)
    }

    fn stream(code: &[u8], stream: Stream) -> Vec<u8> {
        streams(code).unwrap()[stream as usize].clone()
    }

    #[test]
    fn numbers_lie_apart_from_opcodes() {
        let code = [0x20, 5, 0x41, 7, 0x6a, 0x10, 9, 0x1a, 0x11, 3, 0];
        assert_eq!(stream(&code, Stream::Opcode), [0x20, 0x41, 0x6a, 0x10, 0x1a, 0x11, END]);
        assert_eq!(stream(&code, Stream::Local), [5]);
        assert_eq!(stream(&code, Stream::I32), [7]);
        assert_eq!(stream(&code, Stream::Function), [9]);
        assert_eq!((stream(&code, Stream::Type), stream(&code, Stream::Other)), (vec![3], vec![0]));
        // A table of two labels and the one besides; a block that ends before the function does.
        let code = [0x02, 0x40, 0x0e, 2, 0, 1, 0, END];
        assert_eq!(stream(&code, Stream::Label), [2, 0, 1, 0]);
        assert_eq!(stream(&code, Stream::Block), [0x40]);
        assert_eq!(stream(&[0xfc, 10, 0, 0], Stream::Other), [10, 0, 0]);
        assert_eq!(stream(&[0x44, 1, 2, 3, 4, 5, 6, 7, 8], Stream::Constant).len(), 8);
        assert_eq!(stream(&[0x43, 1, 2, 3, 4], Stream::Constant).len(), 4);
    }

    #[test]
    fn the_natural_alignment_is_left_out() {
        assert_eq!(stream(&[0x28, 2, 16], Stream::Opcode), [0x28, END]);
        assert_eq!(stream(&[0x28, 2, 16], Stream::Offset), [16]);
        assert_eq!(stream(&[0x28, 0, 16], Stream::Opcode), [0x28, UNALIGNED, END]);
        assert_eq!(stream(&[0x28, 0, 16], Stream::Other), [0]);
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(streams(&[0xfb, 0]).is_none(), "no opcode that the compiler writes");
        assert!(streams(&[0xfc, 99]).is_none());
        assert!(streams(&[END]).is_none(), "more behind the end");
        assert!(streams(&[0x20]).is_none(), "an end within a number");
        let told = |module: &[u8]| apart(module).unwrap_err();
        assert!(told(b"\0asm").contains("does not know"));
        assert!(told(b"\0asm\x01\0\0\0\0\x02\x01a").contains("does not know"), "a custom section");
        // The length of a function in two bytes where one is enough.
        let padded = b"\0asm\x01\0\0\0\x0a\x05\x01\x82\0\0\x0b";
        assert!(told(padded).contains("as it was"));
    }
}
