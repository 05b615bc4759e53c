/*
 * What other tools keep of the migrations that they applied, and which of the deployed plugins
 * those are. Their tables are read, never written.
 */
#ifndef GLIM_IMPORT_TOOL_H
#define GLIM_IMPORT_TOOL_H

#include "catalog/catalog.h"
#include "database/database.h"

/* A migration that the other tool calls applied. */
struct foreign {
	char *version;       /* "20150301120000", "1.2", "ae1027a6acf" */
	char *script;        /* the file that ran, where it is known; or NULL */
	char *description;   /* or NULL */
	struct entry *entry; /* the plugin; NULL: none matched */
	const char *why;     /* there is none: a part of a sentence */
	bool before_too;     /* the tool keeps only this one: all before it are applied as well */
};

struct foreign_list {
	struct foreign *items;
	size_t count;
	char *refusal; /* why the table cannot be taken over as it is, or NULL */
	const char *advice;
};

struct import_tool {
	const char *name;  /* what --from takes */
	const char *table; /* that the tool makes */
	/* One row of the table, as `cell(row, column)` shows it. */
	void (*take)(const struct import_tool *, const void *row, struct foreign_list *);
};

extern const char *const import_tool_names[]; /* NULL at the end */
const struct import_tool *import_tool_named(const char *name);

/* Reads the tool's table. NULL: the error is set; a table that is not there is one. */
struct foreign_list *foreign_read(struct database *, const struct import_tool *, struct error *);
/* Finds the plugins: by the file's stem, the number, the description. Pure. */
void foreign_match(struct foreign_list *, const struct catalog *);
/* Does it say of this one of the catalog that it is applied? Pure. */
bool foreign_covers(const struct foreign *, const struct entry *);
void foreign_destroy(struct foreign_list *list);

/* For the tools' own files. */
char *foreign_cell(const void *row, const char *column); /* new; NULL for NULL or no such column */
struct foreign *foreign_add(struct foreign_list *, char *version);
void foreign_drop(struct foreign_list *, const char *version);
bool foreign_is_true(const void *row, const char *column);

#endif
