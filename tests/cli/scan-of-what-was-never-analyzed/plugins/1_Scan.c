/* Three pages, and between them the session is as the migration left it. */
#include <string.h>

#include <glim/data.h>

const char description[] = "reads all of a table that the server knows nothing about";

static int setting_stays(glim_ctx *ctx, const char *expected)
{
	glim_rows *rows = glim_query(ctx, "SELECT current_setting('enable_sort')");

	if (!glim_next(rows))
		return glim_fail(ctx, "no setting");
	return strcmp(glim_get_text(rows, 0), expected) == 0
		       ? 0
		       : glim_fail(ctx, "the setting is not back");
}

static int read_all(glim_ctx *ctx, const char *setting)
{
	glim_rows *rows = glim_scan(ctx, .table = "people", .key = "id", .columns = "id, name",
				    .page_rows = 20000);
	int64_t sum = 0;

	while (glim_next(rows)) {
		sum += glim_get_int(rows, 0);
		if (glim_get_int(rows, 0) == 20000 && setting_stays(ctx, setting) != 0)
			return 1;
	}
	return sum == INT64_C(50000) * 50001 / 2 ? setting_stays(ctx, setting)
						 : glim_fail(ctx, "not all of it was read");
}

int run(glim_ctx *ctx)
{
	return read_all(ctx, "on") || glim_exec(ctx, "SET LOCAL enable_sort = off") ||
	       read_all(ctx, "off");
}
