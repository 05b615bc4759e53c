#include <glim/migration.h>
#include <glim/model.h>

struct account {
	int64_t id;
};

static const glim_column account_columns[] = {
	GLIM_COLUMN(struct account, id, GLIM_INTEGER, .primary_key = true),
};

GLIM_MODEL(Account, struct account, "accounts", account_columns);
GLIM_MODELS(&Account);

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE settings (name VARCHAR(20), password VARCHAR(20))");
	glim_exec(ctx, "INSERT INTO settings (name, password) VALUES ('a', 'glimglim')");
	glim_log(ctx, GLIM_INFO, "two statements");
	return glim_exec(ctx, "INSERT INTO settings VALUES (?, ?)", glim_text("b"),
			 glim_text("glimglim"));
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE settings");
}
