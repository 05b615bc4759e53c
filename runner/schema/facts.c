#include "schema/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static bool is_word(char *text, const char *word)
{
	const bool same = text && strcmp(text, word) == 0;

	free(text);
	return same;
}

static bool take_column(struct fact_row *row)
{
	struct table_facts *facts = row->data;

	facts->columns =
		memory_grow_for(facts->columns, facts->column_count, sizeof *facts->columns);
	facts->columns[facts->column_count++] = (struct column_fact){
		.name = fact_text(row, "Field"),
		.type = fact_text(row, "Type"),
		.null = is_word(fact_text(row, "Null"), "YES"),
		.default_sql = fact_text(row, "Default"),
		.collation = fact_text(row, "Collation"),
		.extra = fact_text(row, "Extra"),
	};
	return true;
}

/* Another part of what the row before began. */
static bool goes_on(const char *name, const char *last)
{
	return name && last && strcmp(name, last) == 0;
}

static void append(char **list, char *more)
{
	char *longer = memory_format("%s, %s", *list, more ? more : "");

	free(*list);
	free(more);
	*list = longer;
}

static bool take_key(struct fact_row *row)
{
	struct table_facts *facts = row->data;
	char *name = fact_text(row, "Key_name"), *column = fact_text(row, "Column_name");

	if (!column)
		column = memory_copy("(expression)");
	if (facts->key_count && goes_on(name, facts->keys[facts->key_count - 1].name)) {
		append(&facts->keys[facts->key_count - 1].columns, column);
		free(name);
		return true;
	}
	facts->keys = memory_grow_for(facts->keys, facts->key_count, sizeof *facts->keys);
	facts->keys[facts->key_count++] = (struct key_fact){
		.name = name,
		.primary = name && strcmp(name, "PRIMARY") == 0,
		.unique = is_word(fact_text(row, "Non_unique"), "0"),
		.columns = column,
	};
	return true;
}

static bool take_reference(struct fact_row *row)
{
	struct table_facts *facts = row->data;
	struct reference_fact *last =
		facts->reference_count ? &facts->references[facts->reference_count - 1] : NULL;
	char *name = fact_text(row, "Key_name");

	if (last && goes_on(name, last->name)) {
		append(&last->columns, fact_text(row, "Column_name"));
		append(&last->to_columns, fact_text(row, "To_column"));
		free(name);
		return true;
	}
	facts->references = memory_grow_for(facts->references, facts->reference_count,
					    sizeof *facts->references);
	facts->references[facts->reference_count++] = (struct reference_fact){
		.name = name,
		.columns = fact_text(row, "Column_name"),
		.table = fact_text(row, "To_table"),
		.to_columns = fact_text(row, "To_column"),
		.on_delete = fact_text(row, "On_delete"),
		.on_update = fact_text(row, "On_update"),
	};
	return true;
}

static bool read_part(struct database *db, void (*ask)(struct text *, const char *),
		      bool (*take)(struct fact_row *), struct table_facts *facts,
		      struct failure *failure)
{
	struct text sql = { 0 };
	bool done;

	ask(&sql, facts->name);
	done = fact_query(db, text_get(&sql), take, facts, failure);
	text_finish(&sql);
	return done;
}

static int compare_keys(const void *a, const void *b)
{
	const struct key_fact *one = a, *two = b;

	if (one->primary != two->primary)
		return one->primary ? -1 : 1;
	return strcmp(one->name ? one->name : "", two->name ? two->name : "");
}

struct table_facts *facts_read(struct database *db, const char *table, struct failure *failure)
{
	const struct schema_dialect *schema = db->dialect->schema;
	struct table_facts *facts = memory_alloc(sizeof *facts);

	facts->name = memory_copy(table);
	if (read_part(db, schema->columns, take_column, facts, failure) &&
	    read_part(db, schema->keys, take_key, facts, failure) &&
	    read_part(db, schema->references, take_reference, facts, failure)) {
		if (facts->key_count)
			qsort(facts->keys, facts->key_count, sizeof *facts->keys, compare_keys);
		return facts;
	}
	facts_destroy(facts);
	return NULL;
}

static void finish_column(struct column_fact *column)
{
	free(column->name);
	free(column->type);
	free(column->default_sql);
	free(column->collation);
	free(column->extra);
}

static void finish_reference(struct reference_fact *reference)
{
	free(reference->name);
	free(reference->columns);
	free(reference->table);
	free(reference->to_columns);
	free(reference->on_delete);
	free(reference->on_update);
}

void facts_destroy(struct table_facts *facts)
{
	if (!facts)
		return;
	for (size_t i = 0; i < facts->column_count; i++)
		finish_column(&facts->columns[i]);
	for (size_t i = 0; i < facts->key_count; i++) {
		free(facts->keys[i].name);
		free(facts->keys[i].columns);
	}
	for (size_t i = 0; i < facts->reference_count; i++)
		finish_reference(&facts->references[i]);
	free(facts->columns);
	free(facts->keys);
	free(facts->references);
	free(facts->name);
	free(facts);
}
