//! Which numbers follow which instruction, and in which stream does each lie?
//!
//! Source: [WebAssembly, Binary Format, Instructions](https://webassembly.github.io/spec/core/binary/instructions.html).

/// How many streams there are.
pub const STREAMS: usize = 12;

/// What lies in a stream.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    Opcode,
    Local,
    I32,
    Offset,
    Function,
    Declaration,
    Label,
    Constant,
    Block,
    Global,
    Type,
    Other,
}

/// Stands in the stream of opcodes behind an access to memory whose alignment is not the natural one;
/// no opcode.
pub(crate) const UNALIGNED: u8 = 0xff;

/// The natural alignments of the opcodes from `i32.load` to `i64.store32`, as exponents of two.
const ALIGNMENTS: [u8; 23] = [2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2];
const FIRST_LOAD: u8 = 0x28;
/// How many numbers follow the opcodes behind 0xfc: eight conversions, then `memory.init` to
/// `table.fill`.
const PREFIXED: [u8; 18] = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

/// Moves code between its two forms. Each gives what it moved; none if there is nothing, or no room.
pub(crate) trait Moves {
    /// A byte.
    fn byte(&mut self, stream: Stream) -> Option<u8>;

    /// A LEB128 number of any sign; of it the low bits.
    fn number(&mut self, stream: Stream) -> Option<u32>;

    /// An alignment, which is only in a stream if it is not the natural one.
    fn alignment(&mut self, natural: u8) -> Option<()>;
}

/// Moves a function: its variables and its instructions up to its end. None if it has instructions that
/// the compiler does not write.
pub(crate) fn function(code: &mut impl Moves) -> Option<()> {
    use Stream::{
        Block, Constant, Declaration, Function, Global, I32, Label, Local, Offset, Opcode, Other,
        Type,
    };
    for _ in 0..code.number(Declaration)? {
        code.number(Declaration)?;
        code.byte(Declaration)?;
    }
    let mut depth = 1_u32;
    while depth > 0 {
        let opcode = code.byte(Opcode)?;
        let (stream, count) = match opcode {
            // Blocks begin and end.
            0x02..=0x04 => {
                depth += 1;
                (Block, 1)
            }
            0x0b => {
                depth -= 1;
                continue;
            }
            0x0c | 0x0d => (Label, 1),
            0x0e => (Label, code.number(Label)?.checked_add(1)?),
            0x10 | 0xd2 => (Function, 1),
            0x11 => {
                code.number(Type)?;
                (Other, 1)
            }
            0x1c => (Other, code.number(Other)?),
            0x20..=0x22 => (Local, 1),
            0x23 | 0x24 => (Global, 1),
            0x25 | 0x26 | 0x3f | 0x40 | 0xd0 => (Other, 1),
            0x28..=0x3e => {
                code.alignment(ALIGNMENTS[usize::from(opcode - FIRST_LOAD)])?;
                (Offset, 1)
            }
            0x41 => (I32, 1),
            0x42 => (Constant, 1),
            // Floating-point numbers are bytes.
            0x43 | 0x44 => {
                for _ in 0..4 * (opcode - 0x42) {
                    code.byte(Constant)?;
                }
                continue;
            }
            0xfc => (Other, u32::from(*PREFIXED.get(code.number(Other)? as usize)?)),
            0x00 | 0x01 | 0x05 | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 | 0xd1 => continue,
            _ => return None,
        };
        for _ in 0..count {
            code.number(stream)?;
        }
    }
    Some(())
}
