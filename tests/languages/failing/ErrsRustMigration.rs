fn run(ctx: &glim::Context) -> Result<(), Box<dyn std::error::Error>> {
    ctx.exec("INSERT INTO marks VALUES (?, ?)", (1, "erred"))?;
    "heavy".parse::<i32>()?;
    Ok(())
}

glim::migration! { description: "returns an error of another crate's", run: run }
