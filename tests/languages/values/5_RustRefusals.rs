use glim::{Backfill, Context, Error, Mode, Result, Scan};

const NUL: &str = "a -- \0";

/// Nobody looks at an error of these.
const CALLS: [(&str, fn(&Context)); 7] = [
    ("exec", |ctx| drop(ctx.exec(NUL, ()))),
    ("query", |ctx| drop(ctx.query(NUL, ()))),
    ("try_exec", |ctx| drop(ctx.try_exec(NUL, ()))),
    ("script", |ctx| drop(ctx.script(NUL))),
    ("scan", |ctx| {
        let scan = Scan {
            condition: Some(NUL),
            ..Scan::default()
        };
        ctx.scan(&scan, ()).ok();
    }),
    ("bulk", |ctx| {
        ctx.bulk(Mode::Upsert, "crates", "id", NUL).ok();
    }),
    ("backfill", |ctx| {
        let backfill = Backfill {
            set: Some(NUL),
            ..Backfill::default()
        };
        ctx.backfill_sql(&backfill, ()).ok();
    }),
];

fn run(ctx: &Context) -> Result {
    for (name, call) in CALLS {
        let failure = ctx.savepoint(|ctx| {
            call(ctx);
            Ok(())
        });
        match failure {
            Err(why) if why.to_string().starts_with("values/5_RustRefusals.rs:") => (),
            other => return Err(Error::new(format!("{}: {:?}", name, other))),
        }
    }
    Ok(())
}

fn rollback(_: &Context) -> Result {
    Ok(())
}

glim::migration! {
    description: "what never reaches the runner fails all the same, in Rust",
    run: run,
    rollback: rollback,
}
