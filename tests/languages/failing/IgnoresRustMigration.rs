fn run(ctx: &glim::Context) -> glim::Result {
    ctx.exec("INSERT INTO marks VALUES (?, ?)", (1, "ignored"))?;
    ctx.exec("INSERT INTO marks VALUES (2, 'lost') -- \0", ())
        .ok();
    Ok(())
}

glim::migration! { description: "looks at no error of a text with a NUL", run: run }
