/* One table as the database describes it. Owns its texts. */
#ifndef GLIM_SCHEMA_FACTS_H
#define GLIM_SCHEMA_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "database/database.h"

struct column_fact {
	char *name, *type;
	bool null;
	char *default_sql; /* NULL: none */
	char *collation;   /* NULL: it has none */
	char *extra;
};

struct key_fact {
	char *name;
	bool primary, unique;
	char *columns; /* "tenant, code" */
};

struct reference_fact {
	char *name;
	char *columns, *table, *to_columns;
	char *on_delete, *on_update;
};

struct table_facts {
	char *name;
	struct column_fact *columns;
	size_t column_count;
	struct key_fact *keys;
	size_t key_count;
	struct reference_fact *references;
	size_t reference_count;
};

/* NULL: the failure is set. `table` is a name that the session sees, temporary ones included. */
struct table_facts *facts_read(struct database *, const char *table, struct failure *);
void facts_destroy(struct table_facts *facts);

/* Runs one of the schema's queries; cells are found by name. */
struct fact_row {
	void *data;
	size_t count;
	const glim_value *values;
	const char *const *names;
	bool (*take)(struct fact_row *row);
};

bool fact_query(struct database *, const char *sql, bool (*take)(struct fact_row *), void *data,
		struct failure *);
char *fact_text(const struct fact_row *, const char *column); /* new; NULL for NULL or no column */

#endif
