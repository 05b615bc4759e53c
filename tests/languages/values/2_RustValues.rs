use glim::{Context, Error, FromValue, Result};

fn expect(holds: bool, what: &str) -> Result {
    if holds {
        Ok(())
    } else {
        Err(Error::new(what))
    }
}

fn one<T: for<'r> FromValue<'r>>(ctx: &Context, column: &str, id: i32) -> Result<T> {
    let sql = format!("SELECT {} FROM rust_values WHERE id = ?", column);
    ctx.query_one(&sql, (id,))?
        .ok_or_else(|| Error::new("a row is missing"))
}

/// The failure of a read that nobody looks at.
fn refused<T: for<'r> FromValue<'r>>(ctx: &Context, column: &str, id: i32, why: &str) -> Result {
    let read = ctx.savepoint(|ctx| {
        one::<T>(ctx, column, id).ok();
        Ok(())
    });
    let place = "values/2_RustValues.rs:";
    let text = read.err().map_or(String::new(), |why| why.to_string());
    expect(text.starts_with(place) && text.ends_with(why), why)
}

fn numbers(ctx: &Context) -> Result {
    let insert = "INSERT INTO rust_values (id, n) VALUES (?, ?), (?, ?)";
    ctx.exec(insert, (1, i64::MIN, 2, i64::MAX))?;
    ctx.exec(insert, (3u8, true, 4i16, u32::MAX))?;
    expect(
        one::<i64>(ctx, "n", 1)? == i64::MIN && one::<i64>(ctx, "n", 2)? == i64::MAX,
        "the ends",
    )?;
    expect(
        one::<bool>(ctx, "n", 3)? && one::<u32>(ctx, "n", 4)? == u32::MAX,
        "bool and u32",
    )?;
    refused::<u8>(ctx, "n", 4, "column 0 holds 4294967295, which is no u8")
}

fn texts(ctx: &Context) -> Result {
    let insert = "INSERT INTO rust_values (id, t) VALUES (?, ?), (?, ?)";
    ctx.exec(insert, (11, "it's \u{e9}\\\n\"?\"", 12, String::new()))?;
    ctx.exec(insert, (13, None::<&str>, 14, Some("o")))?;
    expect(
        one::<String>(ctx, "t", 11)? == "it's \u{e9}\\\n\"?\"",
        "quotes",
    )?;
    expect(
        one::<String>(ctx, "t", 12)?.is_empty(),
        "an empty text is not NULL",
    )?;
    expect(one::<Option<String>>(ctx, "t", 13)?.is_none(), "NULL")?;
    let null = "column 0 is NULL, and no Option was asked for";
    refused::<String>(ctx, "t", 13, null)?;
    expect(
        one::<Option<String>>(ctx, "t", 14)?.as_deref() == Some("o"),
        "an Option",
    )
}

fn bytes_and_reals(ctx: &Context) -> Result {
    let insert = "INSERT INTO rust_values (id, b, r) VALUES (?, ?, ?)";
    ctx.exec(insert, (21, &[0u8, 1, 0, 255][..], 0.1))?;
    ctx.exec(insert, (22, Vec::<u8>::new(), None::<f64>))?;
    expect(
        one::<Vec<u8>>(ctx, "b", 21)? == [0, 1, 0, 255],
        "four bytes",
    )?;
    expect(
        one::<Vec<u8>>(ctx, "b", 22)?.is_empty(),
        "no bytes are not NULL",
    )?;
    expect(
        one::<f64>(ctx, "r", 21)?.to_bits() == 0.1f64.to_bits(),
        "a tenth",
    )?;
    expect(one::<Option<f64>>(ctx, "r", 22)?.is_none(), "NULL is not 0")
}

fn misfit<T: for<'r> FromValue<'r>>(ctx: &Context, number: &str, why: &str) -> Result {
    let sql = format!("SELECT {}", number);
    let read = ctx.savepoint(|ctx| ctx.query_one::<T>(&sql, ()));
    let text = read.err().map_or(String::new(), |why| why.to_string());
    expect(
        text == format!("column 0 holds {}", why),
        &format!("{}: {}", number, text),
    )
}

fn misfits(ctx: &Context) -> Result {
    misfit::<i64>(
        ctx,
        "r FROM rust_values WHERE id = 21",
        "0.1, which is no i64",
    )?;
    misfit::<Option<i32>>(ctx, "1.5", "1.5, which is no i32")?;
    misfit::<bool>(ctx, "0.4", "0.4, which is no bool")?;
    misfit::<i64>(
        ctx,
        "'1.00000000000000000001'",
        "1.00000000000000000001, which is no i64",
    )?;
    misfit::<u8>(ctx, "300", "300, which is no u8")?;
    misfit::<f64>(ctx, "'-1e400'", "-1e400, which is no f64")
}

fn fit<T: for<'r> FromValue<'r> + PartialEq>(ctx: &Context, number: &str, value: T) -> Result {
    let read = ctx.query_one::<T>(&format!("SELECT {}", number), ())?;
    expect(read == Some(value), number)
}

fn fits(ctx: &Context) -> Result {
    fit(ctx, "2.0", 2)?;
    fit(ctx, "'1.5e3'", 1500)?;
    fit(ctx, "'+12345678901234567.00'", 12_345_678_901_234_567_i64)?;
    fit(ctx, "'-0.00'", false)?;
    fit(ctx, "TRUE", true)?;
    fit(ctx, "NULL", None::<i64>)
}

fn run(ctx: &Context) -> Result {
    let blob = if ctx.driver() == "postgresql" {
        "BYTEA"
    } else {
        "BLOB"
    };
    let columns = "id INTEGER, n BIGINT, t VARCHAR(80), r DOUBLE PRECISION, b";
    ctx.exec(
        &format!("CREATE TABLE rust_values ({} {})", columns, blob),
        (),
    )?;
    numbers(ctx)?;
    texts(ctx)?;
    bytes_and_reals(ctx)?;
    misfits(ctx)?;
    fits(ctx)
}

fn rollback(ctx: &Context) -> Result {
    ctx.exec("DROP TABLE rust_values", ())
}

glim::migration! {
    description: "every kind of value to the database and back, in Rust",
    run: run,
    rollback: rollback,
}
