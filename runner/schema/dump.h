/*
 * The present schema of a database, without the history: read once, written as SQL, as JSON or as a
 * Mermaid diagram. What is written depends on the schema alone, never on the time, the server or
 * the rows, so that it can be kept in git.
 */
#ifndef GLIM_SCHEMA_DUMP_H
#define GLIM_SCHEMA_DUMP_H

#include "base/text.h"
#include "database/database.h"
#include "schema/facts.h"

struct schema_object {
	char *kind, *name;
	char *sql;    /* the statement that makes it, as the database has it */
	char *before; /* a statement that has to come first, or NULL */
};

struct schema {
	const struct dialect *dialect;
	char *name;
	struct schema_object *objects; /* in an order in which they can be made */
	size_t count;
	struct text left_out;        /* what is no object of the list, a comment a line */
	struct table_facts **tables; /* by name; NULL unless they were asked for */
	size_t table_count;
};

/* `with_tables`: what JSON and diagrams want. NULL: the error is set. */
struct schema *schema_read(struct database *, bool with_tables, struct error *);
void schema_destroy(struct schema *schema);
/* Views after those that they name (pure). */
void schema_order_views(struct schema *schema);

/* The statement of an object; what has to wait goes to `late`. */
void schema_write_object(const struct schema *, const struct schema_object *, struct text *out,
			 struct text *late);

struct json_t;

void schema_write_sql(struct text *out, const struct schema *);
void schema_write_mermaid(struct text *out, const struct schema *);
struct json_t *schema_json(const struct schema *schema);

#endif
