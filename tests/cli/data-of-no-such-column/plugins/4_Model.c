#include <glim/model.h>

struct row {
	const char *nmae, *name;
};

static const glim_column columns[] = {
	GLIM_COLUMN(struct row, nmae, GLIM_STRING(9), .primary_key = true),
	GLIM_COLUMN(struct row, name, GLIM_STRING(9)),
};

GLIM_MODEL(Row, struct row, "t", columns);

int run(glim_ctx *ctx)
{
	return glim_update(ctx, &Row, &(struct row){ "nmae", "x" });
}
