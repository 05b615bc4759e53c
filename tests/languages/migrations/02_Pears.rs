use glim::{Context, Error, Level, Result};

/// Two crates of one id: the savepoint takes the first of them back, too.
fn refused(ctx: &Context) -> Result {
    ctx.exec("INSERT INTO crates VALUES (?, ?, ?)", (3, "plums", 1))?;
    ctx.exec("INSERT INTO crates VALUES (?, ?, ?)", (3, "figs", true))
}

fn look(ctx: &Context) -> Result<Vec<String>> {
    let mut seen = Vec::new();
    let mut rows = ctx.query(
        "SELECT id, label, weight FROM crates WHERE id < ? ORDER BY id",
        (9,),
    )?;

    while let Some(row) = rows.next() {
        let (id, label): (u8, &str) = (row.get(0)?, row.get(1)?);
        seen.push(format!("{} {} {:?}", id, label, row.get::<Option<f64>>(2)?));
    }
    Ok(seen)
}

fn run(ctx: &Context) -> Result {
    ctx.exec(
        "INSERT INTO crates VALUES (?, ?, ?)",
        (2, String::from("p\u{e9}ars"), None::<f64>),
    )?;
    if ctx.changes() != 1 {
        return Err(Error::new("one row was not one change"));
    }
    let why = ctx.savepoint(refused).unwrap_err();
    ctx.log(
        Level::Info,
        format_args!("refused: {}", !why.to_string().is_empty()),
    );
    let code = ctx.try_exec("INSERT INTO crates VALUES (?, ?, ?)", (2, "again", 0.5))?;
    let seen = look(ctx)?;
    let count: Option<i64> =
        ctx.query_one("SELECT count(*) FROM crates WHERE id IN (?, ?)", [1, 2])?;

    ctx.progress(1, 1);
    if code == 0 || count != Some(2) || seen != ["1 apples Some(1.5)", "2 p\u{e9}ars None"] {
        return Err(Error::new(format!(
            "code {}, {:?} crates: {:?}",
            code, count, seen
        )));
    }
    Ok(())
}

fn rollback(ctx: &Context) -> Result {
    ctx.exec("DELETE FROM crates WHERE id = ?", (2,))
}

glim::migration! {
    description: "pears, in Rust",
    run: run,
    rollback: rollback,
    depends: "Crates",
    timeout: 600,
}
