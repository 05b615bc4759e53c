/* Page by page along the key, and back a row at a time. */
#include "address.h"

#include <glim/migration.h>

const char description[] = "normalises and hashes the addresses of people";

static int64_t rewrite_page(glim_ctx *ctx, int64_t last)
{
	glim_rows *rows =
		glim_query(ctx, "SELECT id, email FROM people WHERE id > ? ORDER BY id LIMIT 10000",
			   glim_int(last));

	while (glim_next(rows)) {
		char normal[ADDRESS_SIZE], hash[ADDRESS_HEX + 1];
		glim_value email = glim_get(rows, 1, GLIM_TYPE_TEXT);

		last = glim_get_int(rows, 0);
		address_hash(normal, address_normal(email.as.data, email.length, normal), hash);
		glim_exec(ctx, "UPDATE people SET normal = ?, hash = ? WHERE id = ?",
			  glim_text(normal), glim_text(hash), glim_int(last));
	}
	return last;
}

int run(glim_ctx *ctx)
{
	int64_t before, last = 0;

	do {
		before = last;
		last = rewrite_page(ctx, before);
	} while (last != before);
	return glim_flush(ctx);
}
