//! From the runner's call to the migration's function and back: errors and panics become texts.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::os::raw::c_int;
use std::panic::{self, AssertUnwindSafe, Location};

use crate::abi;
use crate::Context;

thread_local! {
    static IS_MIGRATION: Cell<bool> = Cell::new(false);
    static PANIC: RefCell<String> = RefCell::new(String::new());
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
    match panic::catch_unwind(AssertUnwindSafe(|| {
        call(&ctx).map_err(|why| why.to_string())
    })) {
        Ok(Ok(())) => ctx.settle(),
        Ok(Err(why)) => ctx.fail(&why),
        Err(_) => ctx.fail(&PANIC.with(|panic| panic.borrow().clone())),
    }
}
