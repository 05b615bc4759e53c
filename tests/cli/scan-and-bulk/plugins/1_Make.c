#include <glim/data.h>

const char description[] = "makes people by the thousand";

int run(glim_ctx *ctx)
{
	glim_bulk *bulk;
	char email[64];

	glim_exec(ctx, "CREATE TABLE people (tenant INTEGER NOT NULL, id INTEGER NOT NULL, "
		       "email VARCHAR(40) NOT NULL, PRIMARY KEY (tenant, id))");
	bulk = glim_bulk_open(ctx, .table = "people", .columns = "tenant, id, email");
	for (int i = 0; i < 21000; i++) {
		snprintf(email, sizeof email, "User%d@Example%d.com", i, i % 7);
		glim_bulk_row(bulk, glim_int(i % 3), glim_int(i), glim_text(email));
	}
	return glim_bulk_close(bulk);
}

int rollback(glim_ctx *ctx)
{
	return glim_exec(ctx, "DROP TABLE people");
}
