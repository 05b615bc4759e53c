use glim::{Backfill, Context, Error, Mode, Result, Scan};

fn count(ctx: &Context, sql: &str) -> Result<i64> {
    ctx.query_one(sql, ())?
        .ok_or_else(|| Error::new("no count"))
}

fn hosts_of(ctx: &Context) -> Result {
    let scan = Scan {
        table: "people",
        key: "id",
        columns: "id, mail",
        condition: Some("id > ?"),
        page_rows: 300,
        ..Scan::default()
    };
    let mut people = ctx.scan(&scan, (1000,))?;
    let mut hosts = ctx.bulk(Mode::Upsert, "hosts", "person, host", "person")?;

    while let Some(person) = people.next() {
        let mail: &str = person.get(1)?;
        hosts.row((person.get::<i64>(0)?, mail.split('@').nth(1)))?;
    }
    hosts.close()
}

fn run(ctx: &Context) -> Result {
    ctx.exec(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, mail VARCHAR(80))",
        (),
    )?;
    ctx.exec(
        "CREATE TABLE hosts (person INTEGER PRIMARY KEY, host VARCHAR(80))",
        (),
    )?;
    let mut people = ctx.bulk(Mode::Insert, "people", "id, mail", "")?;
    for id in 1..=3000 {
        people.row((id, format!("p{}@host{}", id, id % 7)))?;
    }
    people.close()?;
    hosts_of(ctx)?;

    let mut met = 0;
    let mails = Backfill {
        table: "people",
        key: "id",
        columns: Some("id, mail"),
        writes: Some("mail"),
        condition: Some("id > ?"),
        ..Backfill::default()
    };
    ctx.backfill(&mails, (10,), |row| {
        met += 1;
        row.put((format!("{}+{}", row.get::<&str>(1)?, row.get::<i64>(0)?),))
    })?;
    let changed = count(ctx, "SELECT count(*) FROM people WHERE mail LIKE '%+%'")?;
    let hosts = count(ctx, "SELECT count(*) FROM hosts WHERE host = 'host3'")?;
    if (met, changed, hosts) != (2990, 2990, 286) {
        return Err(Error::new(format!("{} {} {}", met, changed, hosts)));
    }
    Ok(())
}

fn rollback(ctx: &Context) -> Result {
    ctx.exec("DROP TABLE hosts", ())?;
    ctx.exec("DROP TABLE people", ())
}

glim::migration! {
    description: "scan, bulk and backfill, in Rust",
    run: run,
    rollback: rollback,
}
