use std::panic;
use std::thread;

fn run(ctx: &glim::Context) -> glim::Result {
    ctx.exec("INSERT INTO marks VALUES (?, ?)", (1, "resumed"))?;
    panic::catch_unwind(|| panic!("caught, and long ago")).ok();
    match thread::spawn(|| panic!("crate {} broke", 42)).join() {
        Ok(()) => Ok(()),
        Err(payload) => panic::resume_unwind(payload),
    }
}

glim::migration! { description: "panics with what another thread panicked with", run: run }
