#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "schema/dump.h"

/* Words of the diagram take letters, digits and few marks; a comma would begin another one. */
static void add_word(struct text *out, const char *word)
{
	if (!isalpha((unsigned char)*word) && *word != '_')
		text_add_char(out, '_');
	for (; *word; word++) {
		const bool plain = isalnum((unsigned char)*word) || strchr("_()[]-", *word);

		text_add_char(out, plain ? *word : '_');
	}
}

static bool is_plain(const char *name)
{
	if (!isalpha((unsigned char)*name))
		return false;
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && *name != '_')
			return false;
	return true;
}

static void add_quoted(struct text *out, const char *name)
{
	text_add_char(out, '"');
	for (; *name; name++)
		text_add_char(out, *name == '"' || (unsigned char)*name < ' ' ? '\'' : *name);
	text_add_char(out, '"');
}

static void add_entity(struct text *out, const char *name)
{
	if (is_plain(name))
		text_add(out, name);
	else
		add_quoted(out, name);
}

static bool is_alone_in(const char *column, const char *columns)
{
	return strcasecmp(column, columns) == 0;
}

static bool is_among(const char *column, const char *columns)
{
	const size_t length = strlen(column);

	for (const char *at = columns; *at;) {
		const size_t one = strcspn(at, ",");

		if (one == length && strncasecmp(at, column, length) == 0)
			return true;
		at += one + strspn(at + one, ", ");
	}
	return false;
}

static bool has_key(const struct table_facts *table, const char *column, bool primary)
{
	for (size_t i = 0; i < table->key_count; i++) {
		const struct key_fact *key = &table->keys[i];

		if (primary ? key->primary && is_among(column, key->columns)
			    : key->unique && !key->primary && is_alone_in(column, key->columns))
			return true;
	}
	return false;
}

static bool refers(const struct table_facts *table, const char *column)
{
	for (size_t i = 0; i < table->reference_count; i++)
		if (is_among(column, table->references[i].columns))
			return true;
	return false;
}

static void add_column(struct text *out, const struct table_facts *table,
		       const struct column_fact *column)
{
	const char *between = " ";

	text_add(out, "        ");
	add_word(out, *column->type ? column->type : "any");
	text_add_char(out, ' ');
	add_word(out, column->name);
	if (has_key(table, column->name, true))
		text_print(out, "%sPK", between), between = ", ";
	if (refers(table, column->name))
		text_print(out, "%sFK", between), between = ", ";
	if (has_key(table, column->name, false))
		text_print(out, "%sUK", between);
	text_add_char(out, '\n');
}

static void add_table(struct text *out, const struct table_facts *table)
{
	text_add(out, "    ");
	add_entity(out, table->name);
	text_add(out, " {\n");
	for (size_t i = 0; i < table->column_count; i++)
		add_column(out, table, &table->columns[i]);
	text_add(out, "    }\n");
}

static bool may_be_null(const struct table_facts *table, const char *columns)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].null && is_among(table->columns[i].name, columns))
			return true;
	return false;
}

static bool is_key(const struct table_facts *table, const char *columns)
{
	for (size_t i = 0; i < table->key_count; i++)
		if (table->keys[i].unique && strcasecmp(table->keys[i].columns, columns) == 0)
			return true;
	return false;
}

static void add_reference(struct text *out, const struct table_facts *table,
			  const struct reference_fact *reference)
{
	text_add(out, "    ");
	add_entity(out, table->name);
	text_print(out, " %s--%s ", is_key(table, reference->columns) ? "|o" : "}o",
		   may_be_null(table, reference->columns) ? "o|" : "||");
	add_entity(out, reference->table);
	text_add(out, " : ");
	add_quoted(out, reference->columns);
	text_add_char(out, '\n');
}

void schema_write_mermaid(struct text *out, const struct schema *schema)
{
	text_add(out, "erDiagram\n");
	for (size_t i = 0; i < schema->table_count; i++)
		add_table(out, schema->tables[i]);
	for (size_t i = 0; i < schema->table_count; i++)
		for (size_t r = 0; r < schema->tables[i]->reference_count; r++)
			add_reference(out, schema->tables[i], &schema->tables[i]->references[r]);
}
