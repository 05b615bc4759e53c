/*
 * Many small migrations: their statement and a record of it, nothing else. In the texts a run of #
 * is the migration's number in so many digits at least, and @ is what its plugin asks for.
 */
#ifndef BENCH_SMALL_H
#define BENCH_SMALL_H

#define SMALL_ROW      "INSERT INTO bench VALUES (#, 'row #')"
#define SMALL_NO_ROW   "DELETE FROM bench WHERE id = #"
#define SMALL_TABLE    "CREATE TABLE bench_######## (id INTEGER PRIMARY KEY, label VARCHAR(80))"
#define SMALL_NO_TABLE "DROP TABLE bench_########"
#define SMALL_LEAVING                                                                              \
	"UPDATE bench_history SET description = 'leaving' WHERE name = 'Bench########'"
#define SMALL_NOTED  "UPDATE bench_history SET description = 'done' WHERE name = 'Bench########'"
#define SMALL_FORGET "DELETE FROM bench_history WHERE name = 'Bench########'"

struct small {
	const char *before, *after; /* once each; NULL: nothing */
	const char *each[4];        /* of a migration: a round trip each */
};

/* Each database has one, in its small.c. */
struct small_database {
	void *(*open)(void); /* with a history; every failure ends the program */
	void (*run)(void *session, const char *sql);
	void (*close)(void *session);
	struct small rows, rows_packet, rows_process, rows_batch, rows_batch_process, rows_down,
		tables, tables_journal, tables_history, tables_down, tables_down_journal,
		tables_down_history;
};

extern const struct small_database small_database;

#endif
