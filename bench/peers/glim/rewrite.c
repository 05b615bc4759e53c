/* A backfill: page by page, each committed with its checkpoint. */
#include "address.h"

#include <glim/data.h>

const char description[] = "normalises and hashes the addresses of people";

static int rewrite(glim_rows *row, void *data)
{
	char normal[ADDRESS_SIZE], hash[ADDRESS_HEX + 1];
	const glim_value email = glim_get(row, 0, GLIM_TYPE_TEXT);
	const size_t length = address_normal(email.as.data, email.length, normal);

	(void)data;
	address_hash(normal, length, hash);
	return glim_put(row, glim_text(normal), glim_text(hash));
}

int run(glim_ctx *ctx)
{
	return glim_backfill(ctx, .table = "people", .key = "id", .columns = "email",
			     .writes = "normal, hash", .row = rewrite);
}
