struct Lid;

impl Drop for Lid {
    fn drop(&mut self) {
        panic!("the lid fell off");
    }
}

fn run(ctx: &glim::Context) -> glim::Result {
    let _lid = Lid;
    ctx.exec("INSERT INTO marks VALUES (?, ?)", (1, "panicked"))?;
    panic!("the crate is broken");
}

glim::migration! { description: "panics while it panics", run: run }
