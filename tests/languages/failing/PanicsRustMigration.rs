fn weigh(crates: &[i32], which: usize) -> i32 {
    crates[which]
}

fn run(ctx: &glim::Context) -> glim::Result {
    ctx.exec("INSERT INTO marks VALUES (?, ?)", (1, "panicked"))?;
    ctx.log(glim::Level::Info, weigh(&[], 42));
    Ok(())
}

glim::migration! { description: "panics in the middle", run: run }
