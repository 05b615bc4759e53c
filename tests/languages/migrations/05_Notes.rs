use glim::{Context, Result};

fn run(ctx: &Context) -> std::result::Result<(), Box<dyn std::error::Error>> {
    ctx.script(
        "CREATE TABLE notes (id INTEGER, text VARCHAR(80)); INSERT INTO notes VALUES (1, 'a;b');",
    )?;
    let text: Option<String> = ctx.query_one("SELECT text FROM notes", ())?;
    ctx.exec(
        "INSERT INTO notes VALUES (?, ?)",
        ("2".parse::<i64>()?, text.map(|text| text + "?")),
    )?;
    Ok(())
}

fn rollback(ctx: &Context) -> Result {
    ctx.exec("DROP TABLE notes", ())
}

glim::migration! { description: "notes, in Rust", run: run, rollback: rollback }
