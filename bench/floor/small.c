#include "small.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "process.h"
#include "works.h"

struct line {
	char text[4096];
	size_t length;
};

__attribute__((format(printf, 2, 3))) static void add(struct line *line, const char *format, ...)
{
	const size_t room = sizeof line->text - line->length;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line->text + line->length, room, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= room)
		abort();
	line->length += (size_t)length;
}

static void fill(struct line *line, const char *sql, long number, const char *asked)
{
	line->length = 0;
	while (*sql) {
		const int plain = (int)strcspn(sql, "#@"), digits = (int)strspn(sql + plain, "#");

		add(line, "%.*s", plain, sql);
		sql += plain + digits;
		if (digits)
			add(line, "%0*ld", digits, number);
		else if (*sql)
			add(line, "%s", asked), sql++;
	}
}

static void run_each(void *session, const struct small *small, long number, const char *directory)
{
	char asked[256] = "";
	struct line line;

	if (directory)
		process_ask(directory, number, asked, sizeof asked);
	for (size_t i = 0; i < sizeof small->each / sizeof *small->each && small->each[i]; i++) {
		fill(&line, small->each[i], number, asked);
		small_database.run(session, line.text);
	}
}

/* Without a directory no plugin is asked. */
static void run(const struct small *small, long count, bool down, const char *directory)
{
	void *session = small_database.open();

	if (small->before)
		small_database.run(session, small->before);
	for (long i = 1; i <= count; i++)
		run_each(session, small, down ? count + 1 - i : i, directory);
	if (small->after)
		small_database.run(session, small->after);
	small_database.close(session);
}

void work_rows(long count, const char *directory)
{
	(void)directory;
	run(&small_database.rows, count, false, NULL);
}

/* One round trip each. */
void work_rows_packet(long count, const char *directory)
{
	(void)directory;
	run(&small_database.rows_packet, count, false, NULL);
}

/* The same, and what to execute comes of a plugin in a process of its own. */
void work_rows_process(long count, const char *directory)
{
	run(&small_database.rows_process, count, false, directory);
}

/* One commit in all. */
void work_rows_batch(long count, const char *directory)
{
	(void)directory;
	run(&small_database.rows_batch, count, false, NULL);
}

/* The same, and each plugin has a process of its own. */
void work_rows_batch_process(long count, const char *directory)
{
	run(&small_database.rows_batch_process, count, false, directory);
}

void work_rows_down(long count, const char *directory)
{
	(void)directory;
	run(&small_database.rows_down, count, true, NULL);
}

void work_tables(long count, const char *directory)
{
	(void)directory;
	run(&small_database.tables, count, false, NULL);
}

/* What is about to be done is durable before it is done. */
void work_tables_journal(long count, const char *directory)
{
	(void)directory;
	run(&small_database.tables_journal, count, false, NULL);
}

/* A record that says so, the statement's text, and a log. */
void work_tables_history(long count, const char *directory)
{
	(void)directory;
	run(&small_database.tables_history, count, false, NULL);
}

void work_tables_down(long count, const char *directory)
{
	(void)directory;
	run(&small_database.tables_down, count, true, NULL);
}

void work_tables_down_journal(long count, const char *directory)
{
	(void)directory;
	run(&small_database.tables_down_journal, count, true, NULL);
}

void work_tables_down_history(long count, const char *directory)
{
	(void)directory;
	run(&small_database.tables_down_history, count, true, NULL);
}
