use std::panic;

fn run(ctx: &glim::Context) -> glim::Result {
    ctx.exec("INSERT INTO marks VALUES (?, ?)", (1, "resumed"))?;
    let caught = panic::catch_unwind(|| panic!("the lid is open"));
    panic::resume_unwind(caught.unwrap_err());
}

glim::migration! { description: "panics with what it caught", run: run }
