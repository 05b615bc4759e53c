#include <jansson.h>
#include <string.h>

#include "base/text.h"
#include "output/output.h"
#include "schema/dump.h"

/* "tenant, code" */
static json_t *names_json(const char *list)
{
	json_t *names = json_array();

	while (*list) {
		const size_t length = strcspn(list, ",");
		struct text name = { 0 };

		text_add_bytes(&name, list, length);
		json_array_append_new(names, output_text_json(text_get(&name)));
		text_finish(&name);
		list += length + strspn(list + length, ", ");
	}
	return names;
}

/* A default may name what lies in its own schema; which one that is does not belong here. */
static json_t *default_json(const struct schema *schema, const char *sql)
{
	struct text own = { 0 }, left = { 0 };
	const char *found;
	json_t *value;

	if (!sql)
		return json_null();
	dialect_add_name(schema->dialect, &own, schema->name);
	text_add_char(&own, '.');
	for (; (found = strstr(sql, text_get(&own))); sql = found + own.length)
		text_add_bytes(&left, sql, (size_t)(found - sql));
	text_add(&left, sql);
	value = output_text_json(text_get(&left));
	text_finish(&own);
	text_finish(&left);
	return value;
}

static json_t *columns_json(const struct schema *schema, const struct table_facts *table)
{
	json_t *columns = json_array();

	for (size_t i = 0; i < table->column_count; i++) {
		const struct column_fact *column = &table->columns[i];

		json_array_append_new(
			columns, json_pack("{s:o, s:o, s:b, s:o, s:o, s:o}", "name",
					   output_text_json(column->name), "type",
					   output_text_json(column->type), "null", column->null,
					   "default", default_json(schema, column->default_sql),
					   "collation", output_text_json(column->collation),
					   "extra", output_text_json(column->extra)));
	}
	return columns;
}

static json_t *keys_json(const struct table_facts *table)
{
	json_t *keys = json_array();

	for (size_t i = 0; i < table->key_count; i++)
		json_array_append_new(keys, json_pack("{s:o, s:b, s:b, s:o}", "name",
						      output_text_json(table->keys[i].name),
						      "primary", table->keys[i].primary, "unique",
						      table->keys[i].unique, "columns",
						      names_json(table->keys[i].columns)));
	return keys;
}

static json_t *references_json(const struct table_facts *table)
{
	json_t *references = json_array();

	for (size_t i = 0; i < table->reference_count; i++) {
		const struct reference_fact *reference = &table->references[i];

		json_array_append_new(references,
				      json_pack("{s:o, s:o, s:o, s:o, s:o}", "columns",
						names_json(reference->columns), "table",
						output_text_json(reference->table), "to",
						names_json(reference->to_columns), "on_delete",
						output_text_json(reference->on_delete), "on_update",
						output_text_json(reference->on_update)));
	}
	return references;
}

static json_t *objects_json(const struct schema *schema)
{
	json_t *objects = json_array();

	for (size_t i = 0; i < schema->count; i++) {
		const struct schema_object *object = &schema->objects[i];
		struct text sql = { 0 };

		schema_write_object(schema, object, &sql, &sql);
		if (strcmp(object->kind, "table") != 0)
			json_array_append_new(objects,
					      json_pack("{s:o, s:o, s:o}", "kind",
							output_text_json(object->kind), "name",
							output_text_json(object->name), "sql",
							output_text_json(text_get(&sql))));
		text_finish(&sql);
	}
	return objects;
}

json_t *schema_json(const struct schema *schema)
{
	json_t *tables = json_array();

	for (size_t i = 0; i < schema->table_count; i++)
		json_array_append_new(tables,
				      json_pack("{s:o, s:o, s:o, s:o}", "name",
						output_text_json(schema->tables[i]->name),
						"columns", columns_json(schema, schema->tables[i]),
						"keys", keys_json(schema->tables[i]), "references",
						references_json(schema->tables[i])));
	return json_pack("{s:s, s:o, s:o}", "schema", "glim.dump/1", "tables", tables, "objects",
			 objects_json(schema));
}
