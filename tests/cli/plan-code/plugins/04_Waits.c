#include <glim/migration.h>

/* It would wait for ever for an end that only its own writes bring. */
int run(glim_ctx *ctx)
{
	for (;;) {
		glim_rows *rows = glim_query(ctx, "SELECT count(*) FROM users");

		if (glim_status(ctx) || !glim_next(rows) || !glim_get_int(rows, 0))
			return glim_status(ctx);
		glim_exec(ctx, "DELETE FROM users WHERE id = ?", glim_int(glim_get_int(rows, 0)));
	}
}
