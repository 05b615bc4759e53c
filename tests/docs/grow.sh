# shellcheck shell=bash
# The pending migrations of docs/plan.md: one in SQL that is out of order, one in C that counts.
mkdir -p migrations
printf -- '-- migrate:up\nCREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR(40));\n' >migrations/20260101_Users.sql
printf -- '-- migrate:up\nSELECT 1;\n' >migrations/20260103_Later.sql
glim -q migration:init && glim -q migration:build && glim migration:run || return
cat >migrations/20260102_Grow.sql <<'END'
-- description: users get an age
-- migrate:up
-- how old they say they are
ALTER TABLE users ADD COLUMN age INTEGER NOT NULL;
-- migrate:down
ALTER TABLE users DROP COLUMN age;
END
cat >migrations/20260104_Counts.c <<'END'
#include <glim/migration.h>

int run(glim_ctx *ctx)
{
	glim_rows *users;

	glim_exec(ctx, "INSERT INTO users (id, name) VALUES (?, ?)", glim_int(1), glim_text("Aras"));
	users = glim_query(ctx, "SELECT count(*) FROM users");
	if (glim_next(users) && glim_get_int(users, 0) < 5)
		glim_exec(ctx, "UPDATE users SET name = 'x' WHERE id = 1");
	return glim_flush(ctx);
}
END
glim -q migration:build
