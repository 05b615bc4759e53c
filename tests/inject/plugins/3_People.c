/* A table as a struct: migration:sync makes it, this fills it. */
#include <glim/model.h>

struct person {
	int64_t id;
	const char *name;
};

static const glim_column person_columns[] = {
	GLIM_COLUMN(struct person, id, GLIM_INTEGER, .primary_key = true),
	GLIM_COLUMN(struct person, name, GLIM_STRING(255), .not_null = true, .index = true),
};

GLIM_MODEL(Person, struct person, "people", person_columns);
GLIM_MODELS(&Person);

const char description[] = "people";

int run(glim_ctx *ctx)
{
	struct person person;

	glim_exec(ctx, "UPDATE counters SET n = n + 1 WHERE name = 'People'");
	glim_add(ctx, &Person, &(struct person){ .id = 5, .name = "Aras" });
	glim_add(ctx, &Person, &(struct person){ .id = 6, .name = "Ada" });
	if (glim_first(ctx, &Person, &person, "name = ?", glim_text("Ada"))) {
		person.name = "Ada L.";
		glim_update(ctx, &Person, &person);
	}
	glim_log(ctx, GLIM_INFO, "two people");
	return glim_status(ctx);
}

int rollback(glim_ctx *ctx)
{
	glim_exec(ctx, "UPDATE counters SET n = n - 1 WHERE name = 'People'");
	return glim_exec(ctx, "DELETE FROM people");
}
