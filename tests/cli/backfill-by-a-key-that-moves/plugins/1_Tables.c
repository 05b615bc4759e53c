#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE g (id INTEGER PRIMARY KEY, v INTEGER, "
		       "g INTEGER GENERATED ALWAYS AS (v * 2) STORED UNIQUE)");
	glim_exec(ctx, "INSERT INTO g (id, v) VALUES (1, 1), (2, 2)");
	if (strcmp(glim_driver(ctx), "mysql") == 0)
		glim_exec(ctx,
			  "CREATE TABLE o (id INTEGER, v INTEGER, t TIMESTAMP(6) NOT NULL DEFAULT "
			  "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), "
			  "PRIMARY KEY (t, id))");
	else
		glim_exec(ctx, "CREATE TABLE o (id INTEGER PRIMARY KEY, v INTEGER)");
	return glim_exec(ctx, "INSERT INTO o (id, v) VALUES (1, 0), (2, 0)");
}
