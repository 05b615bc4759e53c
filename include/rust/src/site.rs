//! Where in the source a call stands, for the runner's errors.

use std::cell::RefCell;
use std::ffi::CString;
use std::os::raw::c_char;
use std::panic::Location;

thread_local! {
    // The runner keeps the pointer: a file's name is made once and lives as long as the thread.
    static FILES: RefCell<Vec<(&'static str, CString)>> = const { RefCell::new(Vec::new()) };
}

pub fn file_of(place: &'static Location<'static>) -> *const c_char {
    FILES.with(|files| {
        let mut files = files.borrow_mut();
        let file = place.file();
        let known = files.iter().position(|(name, _)| std::ptr::eq(*name, file));
        let at = known.unwrap_or_else(|| {
            files.push((file, CString::new(file).unwrap_or_default()));
            files.len() - 1
        });
        files[at].1.as_ptr()
    })
}
