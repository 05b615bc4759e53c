#include <glim/migration.h>

const char description[] = "leaves another session behind";

int run(glim_ctx *ctx)
{
	if (strcmp(glim_driver(ctx), "sqlite") == 0) {
		glim_exec(ctx, "PRAGMA recursive_triggers = ON");
		glim_exec(ctx, "PRAGMA foreign_keys = ON");
		glim_exec(ctx, "ATTACH ':memory:' AS left_behind");
		return 0;
	}
	if (strcmp(glim_driver(ctx), "postgresql") == 0) {
		glim_exec(ctx, "SET search_path = pg_catalog");
		glim_exec(ctx, "SET client_encoding = 'LATIN1'");
		glim_exec(ctx, "SET TimeZone = 'Asia/Karachi'");
		return glim_exec(ctx, "SET default_transaction_isolation = 'serializable'");
	}
	glim_exec(ctx, "SET SESSION sql_mode = 'ANSI_QUOTES', foreign_key_checks = 0");
	glim_exec(ctx, "SET time_zone = '+05:00', @left_behind = 1");
	glim_exec(ctx, "SET NAMES latin1");
	return glim_exec(ctx, "SET unique_checks = 0");
}
