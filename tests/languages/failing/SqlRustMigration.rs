fn run(ctx: &glim::Context) -> glim::Result {
    ctx.exec("INSERT INTO marks VALUES (?, ?)", (1, "erred"))?;
    ctx.exec("INSERT INTO no_such_table VALUES (?)", (1,)).ok();
    Ok(())
}

glim::migration! { description: "looks at no error", run: run }
