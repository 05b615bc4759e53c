#include <glim/model.h>

struct user {
	int64_t id;
	const char *name;
};

static const glim_column user_columns[] = {
	GLIM_COLUMN(struct user, id, GLIM_BIGINT, .primary_key = true),
	GLIM_COLUMN(struct user, name, GLIM_STRING(80), .index = true),
};

GLIM_MODEL(User, struct user, "users", user_columns);
const char description[] = "users, by a model";

int run(glim_ctx *ctx)
{
	glim_create_table(ctx, &User);
	glim_add(ctx, &User, &(struct user){ .id = 1, .name = "Aras" });
	return glim_flush(ctx);
}

int rollback(glim_ctx *ctx)
{
	return glim_drop_table(ctx, &User);
}
