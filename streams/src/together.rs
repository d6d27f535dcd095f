//! How is a module put together again?

use crate::function::{Moves, STREAMS, Stream, UNALIGNED, function};
use crate::number::{BYTES_MAX, read, write};
use crate::{CODE, CUSTOM, HEAD, NAME};

/// How many bytes to have ready for the module of a file of that many: it becomes a little longer, never
/// twice as long.
#[must_use]
pub const fn room(file: usize) -> usize {
    2 * file
}

/// Puts a module together into `out`, and gives its length. None if the file is damaged, or if `out` is
/// shorter than [`room`] says. O(n).
#[must_use]
pub fn together(file: &[u8], out: &mut [u8]) -> Option<usize> {
    let mut to = Together { file, out, length: 0, streams: [0; STREAMS] };
    to.copy(0, HEAD)?;
    let mut at = HEAD;
    let mut wanted = None;
    while at < file.len() {
        let (length, body) = read(file, at + 1)?;
        let end = body.checked_add(length as usize)?;
        if file[at] == CUSTOM {
            wanted = Some(to.code(body)?);
        } else {
            to.copy(at, end)?;
        }
        at = end;
    }
    (wanted.is_none_or(|wanted| wanted == to.length)).then_some(to.length)
}

/// From streams into code.
struct Together<'a> {
    file: &'a [u8],
    out: &'a mut [u8],
    length: usize,
    /// Where in the file each stream goes on.
    streams: [usize; STREAMS],
}

impl Together<'_> {
    /// Copies bytes of the file.
    fn copy(&mut self, from: usize, to: usize) -> Option<()> {
        let bytes = self.file.get(from..to)?;
        self.out.get_mut(self.length..)?.get_mut(..bytes.len())?.copy_from_slice(bytes);
        self.length += bytes.len();
        Some(())
    }

    /// Writes the section of code, whose streams stand at a place of the file, and gives the length that
    /// the module should have in the end.
    fn code(&mut self, from: usize) -> Option<usize> {
        let name = from + 1;
        let at = name + NAME.len();
        if self.file.get(name..at) != Some(NAME) {
            return None;
        }
        let (wanted, at) = read(self.file, at)?;
        let (functions, mut at) = read(self.file, at)?;
        let mut lengths = [0; STREAMS];
        for length in &mut lengths {
            (*length, at) = read(self.file, at)?;
        }
        for (stream, length) in self.streams.iter_mut().zip(lengths) {
            *stream = at;
            at = at.checked_add(length as usize)?;
        }
        *self.out.get_mut(self.length)? = CODE;
        self.length += 1;
        self.measured(|section| {
            let count = write(functions, section.out.get_mut(section.length..)?)?;
            section.length += count;
            for _ in 0..functions {
                section.measured(function)?;
            }
            Some(())
        })?;
        Some(wanted as usize)
    }

    /// Writes something behind its length, which is known once it is there.
    fn measured(&mut self, write_it: impl Fn(&mut Self) -> Option<()>) -> Option<()> {
        let start = self.length;
        write_it(self)?;
        let mut bytes = [0; BYTES_MAX];
        let count = write((self.length - start) as u32, &mut bytes)?;
        // It makes room for its length.
        let end = self.length.checked_add(count)?;
        if end > self.out.len() {
            return None;
        }
        self.out.copy_within(start..self.length, start + count);
        self.out.get_mut(start..)?.get_mut(..count)?.copy_from_slice(bytes.get(..count)?);
        self.length = end;
        Some(())
    }
}

impl Moves for Together<'_> {
    fn byte(&mut self, stream: Stream) -> Option<u8> {
        let at = &mut self.streams[stream as usize];
        let byte = *self.file.get(*at)?;
        *at += 1;
        *self.out.get_mut(self.length)? = byte;
        self.length += 1;
        Some(byte)
    }

    fn number(&mut self, stream: Stream) -> Option<u32> {
        let mut value = 0;
        for shift in (0..7 * BYTES_MAX as u32).step_by(7) {
            let byte = self.byte(stream)?;
            value |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn alignment(&mut self, natural: u8) -> Option<()> {
        let at = &mut self.streams[Stream::Opcode as usize];
        if self.file.get(*at) == Some(&UNALIGNED) {
            *at += 1;
            self.number(Stream::Other).map(drop)
        } else {
            *self.out.get_mut(self.length)? = natural;
            self.length += 1;
            Some(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apart;

    /// Three functions: one with variables, a block and a load; one of 200 bytes; one that does nothing.
    fn module() -> Vec<u8> {
        let first = b"\x01\x02\x7f\x02\x40\x20\x00\x28\x02\x10\x36\x00\xff\x01\x0c\x00\x0b\x0b";
        let long = [&[0], [0x41, 1, 0x1a].repeat(66).as_slice(), &[0x0b]].concat();
        let mut code = vec![3, first.len() as u8];
        code.extend(first);
        code.extend([0xc8, 1]);
        code.extend(&long);
        code.extend(b"\x02\0\x0b");
        let mut module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x04\x03\0\0\0\x0a".to_vec();
        module.extend([(code.len() & 0x7f) as u8 | 0x80, (code.len() >> 7) as u8]);
        module.extend(code);
        module.extend(b"\x0b\x01\0");
        module
    }

    #[test]
    fn a_module_comes_out_as_it_went_in() {
        for module in [module(), module()[..14].to_vec()] {
            let file = apart(&module).unwrap();
            let mut out = vec![0; room(file.len())];
            let length = together(&file, &mut out);
            assert_eq!(length.map(|length| &out[..length]), Some(module.as_slice()));
            assert_eq!(together(&file, &mut out[..module.len() - 1]), None, "no room");
        }
    }

    #[test]
    fn a_damaged_file_harms_nothing() {
        let file = apart(&module()).unwrap();
        let mut out = vec![0; room(file.len())];
        for length in 0..file.len() {
            let got = together(&file[..length], &mut out);
            // Before its code begins a file may end as a module without any.
            assert!(got.is_none() || [8, 14, 20].contains(&length), "cut at {length}");
        }
        for at in 0..file.len() {
            for bit in 0..8 {
                let mut damaged = file.clone();
                damaged[at] ^= 1 << bit;
                let length = together(&damaged, &mut out);
                assert!(length.is_none_or(|length| length <= out.len()));
            }
        }
    }
}
