//! From the runner's call to the migration's function and back: errors and panics become texts.

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::mem;
use std::os::raw::c_int;
use std::panic::{self, AssertUnwindSafe, Location};

use crate::abi;
use crate::Context;

/// What the hook saw of a panic; the payload itself is not there any more when it is caught.
struct Seen {
    kind: TypeId,
    text: Option<String>,
    sentence: String,
    is_printed: bool,
}

thread_local! {
    static IS_MIGRATION: Cell<bool> = const { Cell::new(false) };
    static LAST: RefCell<Option<Seen>> = const { RefCell::new(None) };
}

fn text_of(payload: &dyn Any) -> Option<&str> {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
}

fn sentence(payload: &dyn Any, place: Option<&Location<'_>>) -> String {
    let text = match text_of(payload) {
        Some("") => "without words",
        Some(text) => text,
        None => "with something that is no text",
    };
    match place {
        Some(place) => format!("panicked at {}:{}: {}", place.file(), place.line(), text),
        None => format!("panicked: {}", text),
    }
}

impl Seen {
    fn new(payload: &dyn Any, place: Option<&Location<'_>>) -> Self {
        Seen {
            kind: payload.type_id(),
            text: text_of(payload).map(String::from),
            sentence: sentence(payload, place),
            is_printed: false,
        }
    }

    /// Whether it may be what was thrown: a panic that is resumed is not shown to the hook.
    fn is_of(&self, payload: &dyn Any) -> bool {
        self.kind == payload.type_id() && self.text.as_deref() == text_of(payload)
    }

    fn print(&mut self) {
        if !self.is_printed {
            eprintln!("{}", self.sentence);
        }
        self.is_printed = true;
    }
}

/// A panic of the migration's own thread becomes its error; one of another thread is only printed.
/// So is one on top of another, and that one: the process may end here, and nobody would know why.
fn keep(mut seen: Seen) {
    if cfg!(panic = "abort") || !IS_MIGRATION.with(Cell::get) {
        return seen.print();
    }
    if let Some(mut before) = LAST.with(|last| last.borrow_mut().take()) {
        before.print();
        seen.print();
    }
    LAST.with(|last| *last.borrow_mut() = Some(seen));
}

fn reason_of(payload: &dyn Any) -> String {
    match LAST.with(|last| last.borrow_mut().take()) {
        Some(seen) if seen.is_of(payload) => seen.sentence,
        _ => sentence(payload, None),
    }
}

fn words<E: Display>(why: E) -> String {
    match why.to_string() {
        text if text.is_empty() => "returned an error without words".to_string(),
        text => text,
    }
}

/// Calls what may fail or panic; the reason of either as a text.
pub(crate) fn guard<E: Display>(call: impl FnOnce() -> Result<(), E>) -> Result<(), String> {
    LAST.with(|last| last.borrow_mut().take());
    match panic::catch_unwind(AssertUnwindSafe(|| call().map_err(words))) {
        Ok(outcome) => outcome,
        Err(payload) => {
            let why = reason_of(&*payload);

            mem::forget(payload); // its Drop may panic
            Err(why)
        }
    }
}

/// What the exported functions call.
///
/// # Safety
/// `raw` is the context that the runner passed in.
#[doc(hidden)]
pub unsafe fn enter<E: Display>(
    raw: *mut abi::Context,
    call: impl FnOnce(&Context) -> Result<(), E>,
) -> c_int {
    let ctx = Context::new(raw);

    IS_MIGRATION.with(|is| is.set(true));
    panic::set_hook(Box::new(|info| {
        keep(Seen::new(info.payload(), info.location()))
    }));
    match guard(|| call(&ctx)) {
        Ok(()) => ctx.settle(),
        Err(why) => ctx.fail(&why),
    }
}
