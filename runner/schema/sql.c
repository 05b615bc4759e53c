#include <string.h>

#include "base/text.h"
#include "schema/dump.h"

struct writing {
	struct text *out;
	struct text late;
	const struct schema *schema;
	const char *before; /* the last one that was written */
};

static const char head[] =
	"-- The schema, as glim migration:dump wrote it; the history of glim is not part of it.\n"
	"-- Load it into an empty database.\n";

static bool has_body(const struct schema_object *object)
{
	static const char *const kinds[] = { "procedure", "function", "trigger",
					     "event",     "package",  "package body" };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(object->kind, kinds[i]) == 0)
			return true;
	return false;
}

static void add_statement(struct text *out, const char *sql)
{
	if (sql)
		text_print(out, "\n%s;\n", sql);
}

/* Semicolons inside a body: clients, and glim, cut at another mark meanwhile. */
static const char *delimiter_for(const char *sql)
{
	static const char *const marks[] = { ";;", "$$", "//", "||", "%%" };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (!strstr(sql, marks[i]))
			return marks[i];
	return "-- end";
}

static void add_before(struct writing *writing, const struct schema_object *object)
{
	if (!object->before || (writing->before && strcmp(writing->before, object->before) == 0))
		return;
	add_statement(writing->out, object->before);
	writing->before = object->before;
}

void schema_write_object(const struct schema *schema, const struct schema_object *object,
			 struct text *out, struct text *late)
{
	const struct schema_source source = {
		.schema = schema->name,
		.kind = object->kind,
		.name = object->name,
		.sql = object->sql,
	};

	schema->dialect->schema->write(&source, out, late);
}

static void add_object(struct writing *writing, const struct schema_object *object)
{
	const struct dialect *dialect = writing->schema->dialect;
	const bool marked = dialect->lexis.delimiter_lines && has_body(object);
	struct text sql = { 0 };

	add_before(writing, object);
	schema_write_object(writing->schema, object, &sql, &writing->late);
	if (marked)
		text_print(writing->out, "\nDELIMITER %s\n%s%s\nDELIMITER ;\n",
			   delimiter_for(text_get(&sql)), text_get(&sql),
			   delimiter_for(text_get(&sql)));
	else
		add_statement(writing->out, text_get(&sql));
	text_finish(&sql);
}

/* Foreign keys as soon as all tables are there: views and routines come after them. */
static void add_late(struct writing *writing)
{
	if (writing->late.length)
		text_print(writing->out, "\n%s", text_get(&writing->late));
	text_clear(&writing->late);
}

static bool comes_before_references(const struct schema_object *object)
{
	static const char *const kinds[] = { "table",  "sequence",  "index", "type",
					     "domain", "extension", "schema" };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(object->kind, kinds[i]) == 0)
			return true;
	return false;
}

void schema_write_sql(struct text *out, const struct schema *schema)
{
	struct writing writing = { .out = out, .schema = schema };
	size_t i = 0;

	text_add(out, head);
	text_add(out, text_get(&schema->left_out));
	add_statement(out, schema->dialect->schema->first);
	for (; i < schema->count && comes_before_references(&schema->objects[i]); i++)
		add_object(&writing, &schema->objects[i]);
	add_late(&writing);
	for (; i < schema->count; i++)
		add_object(&writing, &schema->objects[i]);
	add_late(&writing);
	if (writing.before)
		add_statement(out, schema->dialect->schema->last_of_before);
	add_statement(out, schema->dialect->schema->last);
	text_finish(&writing.late);
}
