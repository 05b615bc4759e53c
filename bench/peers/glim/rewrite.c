/* A scan along the key, and back by a bulk. */
#include "address.h"

#include <glim/data.h>

const char description[] = "normalises and hashes the addresses of people";

int run(glim_ctx *ctx)
{
	glim_rows *rows = glim_scan(ctx, .table = "people", .key = "id", .columns = "id, email",
				    .page_rows = 10000);
	glim_bulk *bulk = glim_bulk_open(ctx, .table = "people", .columns = "id, normal, hash",
					 .key = "id", .mode = GLIM_BULK_UPDATE);

	while (glim_next(rows)) {
		char normal[ADDRESS_SIZE], hash[ADDRESS_HEX + 1];
		const glim_value email = glim_get(rows, 1, GLIM_TYPE_TEXT);
		const size_t length = address_normal(email.as.data, email.length, normal);

		address_hash(normal, length, hash);
		glim_bulk_row(bulk, glim_int(glim_get_int(rows, 0)), glim_text(normal),
			      glim_text(hash));
	}
	return glim_bulk_close(bulk);
}
