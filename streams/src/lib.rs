//! How does a module of wasm travel so that it compresses well?
//!
//! In a function's code opcodes, numbers of variables, offsets and addresses alternate, and brotli finds
//! more in them when each kind lies apart. So a module travels with its code in [`STREAMS`] streams, and
//! is put together again where it arrives: by this same crate, compiled to two kilobytes of wasm.
//!
//! A file is a module whose section of code is a custom one: the length of the module, the number of
//! functions, the length of each stream, and the streams. All other sections stand as they are.
//!
//! Source: [WebAssembly, Binary Format](https://webassembly.github.io/spec/core/binary/index.html).
//!
//! ```
//! // A function without variables that adds 1 to what it is given: type, function, code.
//! let module = b"\0asm\x01\0\0\0\x01\x06\x01\x60\x01\x7f\x01\x7f\x03\x02\x01\0\
//!     \x0a\x09\x01\x07\0\x20\0\x41\x01\x6a\x0b";
//! let file = sandtable_streams::apart(module).unwrap();
//! let mut out = vec![0; sandtable_streams::room(file.len())];
//! let length = sandtable_streams::together(&file, &mut out).unwrap();
//! assert_eq!(&out[..length], module);
//! ```

mod apart;
#[cfg(target_arch = "wasm32")]
mod exported;
mod function;
mod number;
mod together;

pub use apart::apart;
pub use function::STREAMS;
pub use together::{room, together};

/// The section of a module with its functions.
const CODE: u8 = 10;
/// A section that programs which do not know it pass over.
const CUSTOM: u8 = 0;
/// The name of the section in which code travels.
const NAME: &[u8] = b"streams";
/// How a module begins: a mark and the version.
const HEAD: usize = 8;
