#include <glim/model.h>

/* The users table as it was when this was written; User.c may go on. */
struct user {
	int64_t id;
	const char *name;
};

static const glim_column user_columns[] = {
	GLIM_COLUMN(struct user, id, GLIM_INTEGER, .primary_key = true),
	GLIM_COLUMN(struct user, name, GLIM_STRING(255)),
};

GLIM_MODEL(User, struct user, "users", user_columns);

const char description[] = "creates a sample user in users table";

int run(glim_ctx *ctx)
{
	return glim_add(ctx, &User, &(struct user){ .id = 5, .name = "Aras" });
}

int rollback(glim_ctx *ctx)
{
	struct user user;

	if (glim_first(ctx, &User, &user, "id = ?", glim_int(5)))
		glim_remove(ctx, &User, &user);
	return glim_status(ctx);
}
