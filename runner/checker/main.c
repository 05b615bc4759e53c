/*
 * glim-sql FILE SITE [DIALECT]: is this the source of an SQL migration? Called by glim.mk before it
 * compiles one. An error is one line, as those of compilers are: SITE:LINE:COLUMN: error: why.
 * Without DIALECT the file has to be one that some kind of database takes.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "dialect/dialect.h"
#include "script/script.h"

enum { USAGE = 2 };

static bool is_later(const struct script_fault *a, const struct script_fault *b)
{
	return a->line != b->line ? a->line > b->line : a->column > b->column;
}

/* Of several complaints the one that comes last: its dialect understood most. */
static bool check(const struct script *script, const char *name, struct script_fault *fault)
{
	struct script_fault one;

	*fault = (struct script_fault){ .line = 1, .column = 1 };
	snprintf(fault->why, sizeof fault->why, "there is no dialect %.50s", name ? name : "");
	for (size_t i = 0; dialect_list[i]; i++) {
		if (name && strcmp(dialect_list[i]->name, name) != 0)
			continue;
		if (script_check(script, dialect_list[i], &one))
			return true;
		if (name || !i || is_later(&one, fault))
			*fault = one;
	}
	return false;
}

static bool read_file(const char *path, struct text *text)
{
	FILE *file = fopen(path, "rb");
	char buffer[16384];
	size_t length;
	bool good;

	if (!file)
		return false;
	while ((length = fread(buffer, 1, sizeof buffer, file)) > 0)
		text_add_bytes(text, buffer, length);
	good = !ferror(file);
	fclose(file);
	return good;
}

static bool has_no_nul(const struct text *text, struct script_fault *fault)
{
	const char *nul = text->length ? memchr(text->data, '\0', text->length) : NULL;

	if (!nul)
		return true;
	*fault = (struct script_fault){ 1, 1, "a NUL byte, which no SQL has" };
	statement_advance(text->data, nul, &fault->line, &fault->column);
	return false;
}

int main(int argc, char **argv)
{
	struct script_fault fault = { 0 };
	struct script *script = NULL;
	struct text text = { 0 };
	bool good;

	if (argc < 3 || argc > 4) {
		fprintf(stderr, "usage: glim-sql FILE SITE [DIALECT]\n");
		return USAGE;
	}
	if (!read_file(argv[1], &text)) {
		fprintf(stderr, "%s: error: it cannot be read: %s\n", argv[2], strerror(errno));
		return EXIT_FAILURE;
	}
	if (has_no_nul(&text, &fault))
		script = script_read(argv[2], text_get(&text), &fault);
	good = script && check(script, argv[3], &fault);
	if (!good)
		fprintf(stderr, "%s:%zu:%zu: error: %s\n", argv[2], fault.line, fault.column,
			fault.why);
	script_destroy(script);
	text_finish(&text);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
