use std::{process, thread, time::Duration};

fn run(ctx: &glim::Context) -> glim::Result {
    thread::spawn(|| loop {
        thread::sleep(Duration::from_millis(1));
    });
    ctx.log(
        glim::Level::Info,
        format_args!("sleeps in process {}", process::id()),
    );
    thread::sleep(Duration::from_secs(60));
    Ok(())
}

glim::migration! { description: "sleeps while its threads work", run: run }
