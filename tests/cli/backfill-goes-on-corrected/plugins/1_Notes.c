#include <glim/data.h>

int run(glim_ctx *ctx)
{
	glim_bulk *bulk;
	char text[16];

	glim_exec(ctx, "CREATE TABLE notes (id INTEGER PRIMARY KEY, text VARCHAR(12) NOT NULL)");
	bulk = glim_bulk_open(ctx, .table = "notes", .columns = "id, text");
	for (int i = 1; i <= 50; i++) {
		snprintf(text, sizeof text, "note %d", i);
		glim_bulk_row(bulk, glim_int(i), glim_text(text));
	}
	return glim_bulk_close(bulk);
}
