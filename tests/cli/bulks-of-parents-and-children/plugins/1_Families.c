#include <glim/data.h>

static void add_families(glim_bulk *parents, glim_bulk *children)
{
	for (int i = 1; i <= 12000; i++) {
		glim_bulk_row(parents, glim_int(i), glim_int(0));
		for (int n = 0; n < 3; n++)
			glim_bulk_row(children, glim_int(3 * i + n), glim_int(i));
	}
}

int run(glim_ctx *ctx)
{
	glim_bulk *parents, *children, *update;

	if (strcmp(glim_driver(ctx), "sqlite") == 0)
		glim_exec(ctx, "PRAGMA foreign_keys = ON");
	glim_exec(ctx, "CREATE TABLE p (id INTEGER PRIMARY KEY, v INTEGER)");
	glim_exec(ctx, "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER, "
		       "FOREIGN KEY (p) REFERENCES p (id))");
	parents = glim_bulk_open(ctx, .table = "p", .columns = "id, v");
	children = glim_bulk_open(ctx, .table = "c", .columns = "id, p");
	update = glim_bulk_open(ctx, .table = "p", .columns = "id, v", .key = "id",
				.mode = GLIM_BULK_UPDATE);
	add_families(parents, children);
	for (int i = 1; i <= 12000; i++)
		glim_bulk_row(update, glim_int(i), glim_int(7));
	glim_bulk_close(parents);
	glim_bulk_close(children);
	return glim_bulk_close(update);
}
