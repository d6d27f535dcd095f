//! How does a page call this? With a file in the program's memory.

#![allow(unsafe_code)] // Functions with names, and memory that the page filled.

use crate::{room, together};
use core::arch::wasm32::{memory_grow, memory_size};

/// The bytes of a page of memory.
const PAGE: usize = 65_536;

/// New memory for a file of that many bytes and what comes of it: where it begins. 0 if there is none.
#[unsafe(no_mangle)]
extern "C" fn place(length: usize) -> usize {
    let all = length.saturating_add(room(length));
    match memory_grow(0, all.div_ceil(PAGE)) {
        usize::MAX => 0,
        pages => pages * PAGE,
    }
}

/// Puts a file's module together, right behind the file: how long it is. 0 if the file is damaged.
#[unsafe(no_mangle)]
extern "C" fn joined(place: usize, length: usize) -> usize {
    let end = place.saturating_add(length).saturating_add(room(length));
    if length > end || end > memory_size(0) * PAGE {
        return 0;
    }
    // SAFETY: `place` gave this memory to the page, which fills it before it calls; nothing else is there.
    let memory = unsafe { core::slice::from_raw_parts_mut(place as *mut u8, end - place) };
    let (file, out) = memory.split_at_mut(length);
    together(file, out).unwrap_or(0)
}
