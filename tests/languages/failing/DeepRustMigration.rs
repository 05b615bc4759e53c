#[inline(never)]
fn deep(n: u64) -> u64 {
    let room = [n; 512];
    if n == u64::MAX {
        return 0;
    }
    // Read behind the call, or a compiler makes a loop of it.
    deep(n + 1).wrapping_add(unsafe { std::ptr::read_volatile(&room[n as usize % 512]) })
}

fn run(ctx: &glim::Context) -> glim::Result {
    ctx.exec("INSERT INTO marks VALUES (?, ?)", (1, "deep"))?;
    ctx.flush()?;
    ctx.log(glim::Level::Info, deep(0));
    Ok(())
}

glim::migration! { description: "overruns the stack", run: run }
