/* Every call of the header once. Never edited: it has to go on compiling and working as it is. */
#include <glim/model.h>

struct user {
	int64_t id;
	const char *name;
};

static const glim_column columns[] = {
	GLIM_COLUMN(struct user, id, GLIM_BIGINT, .primary_key = true),
	GLIM_COLUMN(struct user, name, GLIM_STRING(255), .not_null = true),
};
GLIM_MODEL(User, struct user, "users", columns);
GLIM_MODELS(&User);
GLIM_OPTIONS(.timeout = 60);
GLIM_DEPENDS("AddCrates");

const char description[] = "makes every call once";

static int statements(glim_ctx *ctx)
{
	glim_rows *rows;

	glim_exec(ctx, "A ?", glim_int(1));
	glim_script(ctx, "B; C");
	glim_log(ctx, GLIM_INFO, "%s", glim_driver(ctx));
	if (!glim_progress(ctx, 1, 1) || glim_flush(ctx) || glim_changes(ctx) != 3 ||
	    glim_last_id(ctx) != 103)
		return 0;
	glim_begin(ctx);
	if (glim_try(ctx, "duplicate") != 1061)
		return 0;
	glim_rollback(ctx);
	glim_begin(ctx), glim_commit(ctx);
	rows = glim_query(ctx, "rows ?", glim_text("x"));
	if (!glim_next(rows) || glim_get_int(rows, 0) != 5 ||
	    strcmp(glim_get_text(rows, 1), "Aras") != 0 || glim_get_real(rows, 0) < 5)
		return 0;
	glim_close(rows);
	glim_create_table(ctx, &User);
	glim_add(ctx, &User, &(struct user){ .id = 5, .name = "Aras" });
	glim_update(ctx, &User, &(struct user){ .id = 5, .name = "Aras" });
	glim_remove(ctx, &User, &(struct user){ .id = 5, .name = "Aras" });
	rows = glim_select(ctx, &User, "id = ?", glim_int(5));
	glim_drop_table(ctx, &User);
	return glim_fetch(rows, &User, &(struct user){ 0 });
}

int run(glim_ctx *ctx)
{
	char *memory = (char *)glim_alloc(ctx, 100);

	if (!memory || memory[99] || !statements(ctx) || glim_status(ctx) || *glim_message(ctx))
		return 99;
	return glim_fail(ctx, "the %s", "end");
}

int rollback(glim_ctx *ctx)
{
	return glim_clear(ctx);
}
