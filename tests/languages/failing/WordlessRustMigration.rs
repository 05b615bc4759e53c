fn run(ctx: &glim::Context) -> glim::Result {
    ctx.exec("INSERT INTO marks VALUES (?, ?)", (1, "erred"))?;
    Err(glim::Error::new(""))
}

glim::migration! { description: "returns an error that has no text", run: run }
