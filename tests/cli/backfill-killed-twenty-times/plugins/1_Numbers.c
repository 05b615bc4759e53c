#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk;
	char text[16];

	glim_exec(ctx, "CREATE TABLE numbers (part INTEGER NOT NULL, id INTEGER NOT NULL, "
		       "text VARCHAR(40) NOT NULL, times INTEGER NOT NULL DEFAULT 0, "
		       "PRIMARY KEY (part, id))");
	bulk = glim_bulk_open(ctx, .table = "numbers", .columns = "part, id, text");
	for (int i = 1; i <= 15000; i++) {
		snprintf(text, sizeof text, "n%d", i);
		glim_bulk_row(bulk, glim_int(i % 3), glim_int(i), glim_text(text));
	}
	return glim_bulk_close(bulk);
}
