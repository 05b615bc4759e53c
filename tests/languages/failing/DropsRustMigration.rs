struct Lid;

impl Drop for Lid {
    fn drop(&mut self) {
        panic!("the lid fell off");
    }
}

fn run(ctx: &glim::Context) -> glim::Result {
    ctx.exec("INSERT INTO marks VALUES (?, ?)", (1, "panicked"))?;
    std::panic::panic_any(Lid);
}

glim::migration! { description: "panics with what panics when it is dropped", run: run }
