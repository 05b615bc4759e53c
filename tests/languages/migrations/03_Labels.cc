#include <glim/migration.h>

#include <optional>
#include <stdexcept>
#include <string>

const char description[] = "a label for every crate, in C++";

GLIM_RUN(ctx)
{
	glim_exec(ctx, "CREATE TABLE labels (crate INTEGER, label VARCHAR(80))");
	glim_rows *crates = glim_query(ctx, "SELECT id, label, weight FROM crates ORDER BY id");
	while (glim_next(crates)) {
		const auto weight = glim_get<std::optional<double>>(crates, 2);

		glim_exec(ctx, "INSERT INTO labels VALUES (?, ?)", glim_get<int>(crates, 0),
			  glim_get<std::string>(crates, 1) +
				  (weight ? ", weighed" : ", not weighed"));
	}
	if (glim_try(ctx, "INSERT INTO crates VALUES (?, ?, ?)", 1, nullptr,
		     std::optional<double>()) == 0)
		throw std::logic_error("a crate was there twice");
}

GLIM_ROLLBACK(ctx)
{
	glim_exec(ctx, "DROP TABLE labels");
}
