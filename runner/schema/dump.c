#include "schema/dump.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static bool take_object(struct fact_row *row)
{
	struct schema *schema = row->data;

	schema->objects = memory_grow_for(schema->objects, schema->count, sizeof *schema->objects);
	schema->objects[schema->count++] = (struct schema_object){
		.kind = fact_text(row, "kind"),
		.name = fact_text(row, "name"),
		.sql = fact_text(row, "sql"),
		.before = fact_text(row, "before"),
	};
	return true;
}

struct shown {
	char *sql;
	int column;
};

static bool take_shown(void *data, size_t count, const glim_value *values)
{
	struct shown *shown = data;
	const glim_value *value = (size_t)shown->column < count ? &values[shown->column] : NULL;

	if (value && value->type >= GLIM_TYPE_TEXT && !shown->sql)
		shown->sql = memory_copy_bytes(value->as.data, value->length);
	return true;
}

static bool explain(struct database *db, struct failure *failure,
		    const struct schema_object *object, struct error *error)
{
	char *doing = memory_format("reading the %s %s", object->kind, object->name);

	database_explain(db, failure, doing, error);
	free(doing);
	return false;
}

/* A routine whose text this account may not see is shown without it. */
static bool refuse_hidden(const struct schema_object *object, struct error *error)
{
	error_set(error, ERROR_AUTH, "this account may not see the text of the %s %s", object->kind,
		  object->name);
	error_line(&error->state, "nothing was written");
	error_next(error, "use the account that owns it, or one that may read the whole schema");
	return false;
}

static bool show_object(struct database *db, struct schema_object *object, struct error *error)
{
	struct shown shown = { 0 };
	const struct row_sink sink = { .row = take_shown, .data = &shown };
	struct failure failure = { 0 };
	struct text sql = { 0 };
	bool done;

	if (object->sql)
		return true;
	db->dialect->schema->show(&sql, object->kind, object->name, &shown.column);
	done = database_execute(db, text_get(&sql), NULL, 0, &sink, NULL, &failure);
	object->sql = shown.sql;
	if (!done)
		explain(db, &failure, object, error);
	else if (!object->sql)
		done = refuse_hidden(object, error);
	failure_finish(&failure);
	text_finish(&sql);
	return done;
}

static bool read_objects(struct database *db, struct schema *schema, struct error *error)
{
	struct failure failure = { 0 };
	bool done = fact_query(db, db->dialect->schema->objects, take_object, schema, &failure);

	if (!done)
		database_explain(db, &failure, "reading the schema", error);
	failure_finish(&failure);
	for (size_t i = 0; done && i < schema->count; i++)
		done = show_object(db, &schema->objects[i], error);
	return done;
}

static bool take_left_out(void *data, size_t count, const glim_value *values)
{
	struct text *lines = data;

	if (!count || values[0].type < GLIM_TYPE_TEXT)
		return true;
	text_add(lines, "-- Not in it: ");
	text_add_safe(lines, values[0].as.data, values[0].length);
	text_add(lines, "\n");
	return true;
}

static bool read_left_out(struct database *db, struct schema *schema, struct error *error)
{
	const char *sql = db->dialect->schema->left_out;
	const struct row_sink sink = { .row = take_left_out, .data = &schema->left_out };
	struct failure failure = { 0 };
	const bool done = !sql || database_execute(db, sql, NULL, 0, &sink, NULL, &failure);

	if (!done)
		database_explain(db, &failure, "reading the schema", error);
	failure_finish(&failure);
	return done;
}

static bool read_table(struct database *db, struct schema *schema,
		       const struct schema_object *object, struct error *error)
{
	struct failure failure = { 0 };
	struct table_facts *facts = facts_read(db, object->name, &failure);

	if (facts)
		schema->tables[schema->table_count++] = facts;
	else
		explain(db, &failure, object, error);
	failure_finish(&failure);
	return facts != NULL;
}

static bool read_tables(struct database *db, struct schema *schema, struct error *error)
{
	schema->tables = memory_alloc((schema->count + 1) * sizeof(struct table_facts *));
	for (size_t i = 0; i < schema->count; i++)
		if (strcmp(schema->objects[i].kind, "table") == 0 &&
		    !read_table(db, schema, &schema->objects[i], error))
			return false;
	return true;
}

struct schema *schema_read(struct database *db, bool with_tables, struct error *error)
{
	struct schema *schema;

	if (!db->dialect->schema) {
		error_set(error, ERROR_DRIVER, "the schema of %s cannot be read by this program",
			  db->server.product);
		return NULL;
	}
	schema = memory_alloc(sizeof *schema);
	schema->dialect = db->dialect;
	schema->name = memory_copy(db->server.schema ? db->server.schema : "");
	if (read_objects(db, schema, error) && read_left_out(db, schema, error) &&
	    (!with_tables || read_tables(db, schema, error))) {
		schema_order_views(schema);
		return schema;
	}
	schema_destroy(schema);
	return NULL;
}

void schema_destroy(struct schema *schema)
{
	if (!schema)
		return;
	for (size_t i = 0; i < schema->count; i++) {
		free(schema->objects[i].kind);
		free(schema->objects[i].name);
		free(schema->objects[i].sql);
		free(schema->objects[i].before);
	}
	for (size_t i = 0; i < schema->table_count; i++)
		facts_destroy(schema->tables[i]);
	free(schema->objects);
	free(schema->tables);
	text_finish(&schema->left_out);
	free(schema->name);
	free(schema);
}
