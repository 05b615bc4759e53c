/* floor WORK COUNT DIRECTORY - the bare minimum of one work of the bench. */
#include "works.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	void (*run)(long count, const char *directory);
} works[] = {
	{ "idle", work_idle },
	{ "status", work_status },
	{ "rows", work_rows },
	{ "rows-packet", work_rows_packet },
	{ "rows-process", work_rows_process },
	{ "rows-batch", work_rows_batch },
	{ "rows-batch-process", work_rows_batch_process },
	{ "rows-down", work_rows_down },
	{ "tables", work_tables },
	{ "tables-journal", work_tables_journal },
	{ "tables-history", work_tables_history },
	{ "tables-down", work_tables_down },
	{ "tables-down-journal", work_tables_down_journal },
	{ "tables-down-history", work_tables_down_history },
	{ "rewrite", work_rewrite },
	{ "copy", work_copy },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 4 && i < sizeof works / sizeof *works; i++) {
		if (strcmp(works[i].name, argv[1]) != 0)
			continue;
		works[i].run(atol(argv[2]), argv[3]);
		return 0;
	}
	fprintf(stderr, "usage: floor WORK COUNT DIRECTORY\n");
	return 2;
}
