#include <glim/migration.h>

const char description[] = "rows, savepoints, DDL in between";

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "INSERT INTO users VALUES (?, ?)", glim_int(2), glim_text("Bes"));
	glim_begin(ctx);
	glim_exec(ctx, "INSERT INTO users VALUES (?, ?)", glim_int(2), glim_null());
	glim_rollback(ctx);
	glim_clear(ctx);
	glim_exec(ctx, "ALTER TABLE users ADD COLUMN age INTEGER");
	glim_exec(ctx, "UPDATE users SET age = ? WHERE id = ?", glim_int(40), glim_int(2));
	if (glim_try(ctx, "CREATE INDEX ix_users_name ON users (name)") == 0)
		return glim_fail(ctx, "there were two indexes of one name");
	return glim_exec(ctx, "/*!80000 UPDATE users SET age = 41 WHERE id = 1 */");
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "ALTER TABLE users DROP COLUMN age");
	return glim_exec(ctx, "DELETE FROM users WHERE id = 2");
}
