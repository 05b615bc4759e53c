#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "bulk.h"

/*
 * COPY heeds no rule, fills a column that is GENERATED ALWAYS AS IDENTITY, and is refused where
 * rows have policies. A type without its length: CAST would cut to it, and a column refuses.
 */
static const char columns_sql[] =
	"SELECT a.attname::pg_catalog.text, pg_catalog.format_type(a.atttypid, -1), "
	"CASE y.typtype WHEN 'd' THEN y.typbasetype ELSE y.oid END = 17, "
	"c.relkind IN ('r', 'p') AND NOT c.relhasrules AND NOT c.relrowsecurity "
	"AND a.attidentity <> 'a', "
	"pg_catalog.quote_ident(s.nspname) || '.' || pg_catalog.quote_ident(o.collname) "
	"FROM pg_catalog.pg_class c "
	"JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid "
	"JOIN pg_catalog.pg_type y ON y.oid = a.atttypid "
	"LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation "
	"AND a.attcollation <> y.typcollation "
	"LEFT JOIN pg_catalog.pg_namespace s ON s.oid = o.collnamespace "
	"WHERE c.oid = pg_catalog.to_regclass(pg_catalog.quote_ident($1)) "
	"AND a.attnum > 0 AND NOT a.attisdropped";

struct asking {
	const struct bulk *bulk;
	struct shape *shape;
};

static bool is_name(const glim_value *value, const char *name)
{
	return value->length == strlen(name) && memcmp(value->as.data, name, value->length) == 0;
}

static bool take_column(void *data, size_t count, const glim_value *values)
{
	const struct asking *asking = data;
	struct shape *shape = asking->shape;

	(void)count;
	for (size_t i = 0; i < shape->count; i++) {
		if (shape->columns[i].type || !is_name(&values[0], asking->bulk->columns[i]))
			continue;
		shape->columns[i].type = memory_copy_bytes(values[1].as.data, values[1].length);
		shape->columns[i].holds_bytes = values[2].as.integer;
		shape->copies &= values[3].as.integer != 0;
		if (values[4].type == GLIM_TYPE_TEXT)
			shape->columns[i].collation =
				memory_copy_bytes(values[4].as.data, values[4].length);
	}
	return true;
}

static char *name_of(const struct bulk *bulk)
{
	struct text name = { 0 };

	text_add(&name, bulk->table);
	for (size_t i = 0; i < bulk->count; i++)
		text_print(&name, "\n%s", bulk->columns[i]);
	return text_take(&name);
}

static struct shape *shape_create(const struct bulk *bulk, char *of)
{
	struct shape *shape = memory_alloc(sizeof *shape);

	shape->of = of;
	shape->copies = true;
	shape->columns = memory_alloc(bulk->count * sizeof *shape->columns);
	shape->count = bulk->count;
	return shape;
}

static bool is_whole(const struct bulk *bulk, const struct shape *shape, struct failure *failure)
{
	for (size_t i = 0; i < shape->count; i++)
		if (!shape->columns[i].type)
			return failure_set(failure, FAILURE_SQL, 0, "%s has no column %s",
					   bulk->table, bulk->columns[i]);
	return true;
}

static bool ask(struct session *session, const struct bulk *bulk, struct failure *failure)
{
	struct asking asking = { bulk, session->shape };
	const struct row_sink sink = { .row = take_column, .data = &asking };
	const glim_value table = glim_text(bulk->table);

	return query_run(session, columns_sql, strlen(columns_sql), &table, 1, &sink, NULL,
			 failure) &&
	       is_whole(bulk, session->shape, failure);
}

const struct shape *shape_find(struct session *session, const struct bulk *bulk,
			       struct failure *failure)
{
	char *of = name_of(bulk);

	if (session->shape && strcmp(session->shape->of, of) == 0) {
		free(of);
		return session->shape;
	}
	shape_forget(session);
	session->shape = shape_create(bulk, of);
	if (!ask(session, bulk, failure))
		shape_forget(session);
	return session->shape;
}

void shape_forget(struct session *session)
{
	struct shape *shape = session->shape;

	if (!shape)
		return;
	for (size_t i = 0; i < shape->count; i++) {
		free(shape->columns[i].type);
		free(shape->columns[i].collation);
	}
	free(shape->columns);
	free(shape->of);
	free(shape);
	session->shape = NULL;
}
