//! The C interface: memory handed over by pointer and length. All `unsafe` code is here.
//!
//! The page takes memory by `alloc`, writes a message into it and gives it to `call`, which
//! answers in memory of its own; the page gives back both by `free`.

use std::alloc::{Layout, handle_alloc_error};

use crate::answer;

/// Where a message begins in memory.
const ALIGNMENT: usize = 8;

fn layout(length: u32) -> Option<Layout> {
    let length = usize::try_from(length).ok()?;
    Layout::from_size_align(length.max(1), ALIGNMENT).ok()
}

/// So many bytes of memory; null where there are not so many.
#[unsafe(no_mangle)]
pub extern "C" fn alloc(length: u32) -> *mut u8 {
    match layout(length) {
        // SAFETY: no layout here is empty.
        Some(layout) => unsafe { std::alloc::alloc_zeroed(layout) },
        None => std::ptr::null_mut(),
    }
}

/// Gives memory back.
///
/// # Safety
/// It came from [`alloc`] or [`call`] with this length and was not given back before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(place: *mut u8, length: u32) {
    if let (false, Some(layout)) = (place.is_null(), layout(length)) {
        // SAFETY: as above.
        unsafe { std::alloc::dealloc(place, layout) };
    }
}

/// Answers a message. The answer begins with the length of what follows in it.
///
/// # Safety
/// So many bytes may be read there, and nothing writes to them meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn call(place: *const u8, length: u32) -> *mut u8 {
    let message: &[u8] = match place.is_null() {
        true => &[],
        // SAFETY: as above.
        false => unsafe { std::slice::from_raw_parts(place, length as usize) },
    };
    hand_over(&answer(message))
}

fn hand_over(answer: &[u8]) -> *mut u8 {
    let length = u32::try_from(answer.len()).unwrap_or(u32::MAX - 4);
    let total = length + 4;
    let place = alloc(total);
    if place.is_null() {
        handle_alloc_error(layout(total).unwrap_or(Layout::new::<u8>()));
    }
    // SAFETY: there are four bytes and those of the answer, and nobody else knows of them.
    let whole = unsafe { std::slice::from_raw_parts_mut(place, total as usize) };
    whole[..4].copy_from_slice(&length.to_le_bytes());
    whole[4..].copy_from_slice(&answer[..length as usize]);
    place
}
