#include <glim/data.h>

const char description[] = "takes the hosts out of the addresses";

int run(glim_ctx *ctx)
{
	const glim_value below[] = { glim_int(2), glim_end() };
	glim_bulk *bulk, *gone;
	glim_rows *people;
	long rows = 0;

	glim_exec(ctx, "CREATE TABLE hosts (id INTEGER PRIMARY KEY, host VARCHAR(40))");
	people = glim_scan(ctx, .table = "people", .key = "tenant, id", .columns = "email, id",
			   .where = "tenant < ?", .values = below);
	bulk = glim_bulk_open(ctx, .table = "hosts", .columns = "id, host", .key = "id",
			      .mode = GLIM_BULK_UPSERT);
	gone = glim_bulk_open(ctx, .table = "people", .key = "tenant, id",
			      .mode = GLIM_BULK_DELETE);
	for (; glim_next(people); rows++) {
		const char *at = strchr(glim_get_text(people, 0), '@');
		int64_t id = glim_get_int(people, 1);

		glim_bulk_row(bulk, glim_int(id / 2), glim_text(at + 1));
		if (id % 100 == 0)
			glim_bulk_row(gone, glim_int(id % 3), glim_int(id));
	}
	glim_bulk_close(bulk);
	glim_bulk_close(gone);
	glim_log(ctx, GLIM_INFO, "%ld rows, %lld of them gone", rows, (long long)glim_changes(ctx));
	return glim_status(ctx);
}
