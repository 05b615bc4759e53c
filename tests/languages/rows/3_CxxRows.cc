#include <glim/data.h>

#include <stdexcept>
#include <string>

const char description[] = "scan, bulk and backfill, in C++";

static int shorten(glim_rows *row, void *data)
{
	auto mail = glim_get<std::string>(row, 0);

	++*static_cast<int *>(data);
	return glim_put(row, mail.substr(0, mail.find('+')));
}

GLIM_RUN(ctx)
{
	glim_scan_options scan = {};
	glim_bulk_options bulk = {};
	glim_backfill_options backfill = {};
	int met = 0;

	scan.table = "people";
	scan.key = scan.columns = "id";
	bulk.table = "marks";
	bulk.columns = "id, note";
	glim_exec(ctx, "CREATE TABLE marks (id INTEGER PRIMARY KEY, note VARCHAR(80))");
	glim_rows *people = glim_scan(ctx, scan);
	glim_bulk *marks = glim_bulk_open(ctx, bulk);
	while (glim_next(people))
		glim_bulk_row(marks, glim_get<int>(people, 0), std::string("seen"));
	glim_bulk_close(marks);
	backfill.table = "people";
	backfill.key = "id";
	backfill.columns = backfill.writes = "mail";
	backfill.row = shorten;
	backfill.data = &met;
	glim_backfill(ctx, backfill);
	if (glim_flush(ctx) == GLIM_OK && met != 3000)
		throw std::logic_error(std::to_string(met) + " rows were met");
}

GLIM_ROLLBACK(ctx)
{
	glim_exec(ctx, "DROP TABLE marks");
}
