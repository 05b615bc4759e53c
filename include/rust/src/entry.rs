//! From the runner's call to the migration's function and back: errors and panics become texts.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::os::raw::c_int;
use std::panic::{self, AssertUnwindSafe, Location};

use crate::abi;
use crate::Context;

thread_local! {
    static IS_MIGRATION: Cell<bool> = const { Cell::new(false) };
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

fn sentence(payload: &dyn Any, place: Option<&Location<'_>>) -> String {
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("with something that is no text");
    match place {
        Some(place) => format!("panicked at {}:{}: {}", place.file(), place.line(), text),
        None => format!("panicked: {}", text),
    }
}

/// A panic of the migration's own thread becomes its error; one of another thread is only printed.
fn keep(text: String) {
    if cfg!(panic = "abort") || !IS_MIGRATION.with(Cell::get) {
        eprintln!("{}", text);
    }
    PANIC.with(|panic| *panic.borrow_mut() = text);
}

/// Calls what may fail or panic; the reason of either as a text.
pub(crate) fn guard<E: Display>(call: impl FnOnce() -> Result<(), E>) -> Result<(), String> {
    match panic::catch_unwind(AssertUnwindSafe(|| call().map_err(|why| why.to_string()))) {
        Ok(outcome) => outcome,
        Err(_) => Err(PANIC.with(|panic| panic.borrow().clone())),
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
        keep(sentence(info.payload(), info.location()))
    }));
    match guard(|| call(&ctx)) {
        Ok(()) => ctx.settle(),
        Err(why) => ctx.fail(&why),
    }
}
