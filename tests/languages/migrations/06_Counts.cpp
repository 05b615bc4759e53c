#include <glim/migration.h>

#include <string_view>

const char description[] = "counts of all that was made, in C++ without exceptions";

extern const struct glim_options glim_options;
constexpr struct glim_options glim_options = { sizeof glim_options, 600, 0, 0 };

int run(glim_ctx *ctx)
{
	glim_exec(ctx, "CREATE TABLE counts (name VARCHAR(80), rows_there INTEGER)");
	for (std::string_view name : { "crates", "labels", "notes" }) {
		const std::string sql = "SELECT count(*) FROM " + std::string(name);
		glim_rows *rows = glim_query(ctx, sql.c_str());

		if (glim_next(rows))
			glim_exec(ctx, "INSERT INTO counts VALUES (?, ?)", name,
				  glim_get<long>(rows, 0));
		glim_close(rows);
	}
	return glim_flush(ctx);
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE counts");
}
