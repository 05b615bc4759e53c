#include "schema/compare.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"

struct comparison {
	struct difference_list *list;
	const struct model *model;
	const struct table_facts *table, *shadow;
	bool types_are_words;
};

static const char missing[] = "missing", unasked[] = "not in the model", none[] = "none";

static void add(struct comparison *comparison, const char *column, const char *what,
		const char *found, const char *wanted)
{
	struct difference_list *list = comparison->list;

	list->items = memory_grow_for(list->items, list->count, sizeof *list->items);
	list->items[list->count++] = (struct difference){
		.table = memory_copy(comparison->model->table),
		.column = memory_copy(column),
		.what = what,
		.found = memory_copy(found),
		.wanted = memory_copy(wanted),
	};
}

static const struct column_fact *column_named(const struct table_facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->column_count; i++)
		if (strcasecmp(facts->columns[i].name, name) == 0)
			return &facts->columns[i];
	return NULL;
}

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0 && !a == !b;
}

/* "utf8mb4_general_ci" is utf8mb4: servers of other versions have other collations by default. */
static char *charset_of(const char *collation)
{
	return collation ? memory_copy_bytes(collation, strcspn(collation, "_")) : NULL;
}

static bool is_bytewise(const char *collation)
{
	const char *end = collation ? strrchr(collation, '_') : NULL;

	return end && strcmp(end, "_bin") == 0;
}

static void compare_charsets(struct comparison *comparison, const struct column_fact *found,
			     const struct column_fact *wanted)
{
	char *has = charset_of(found->collation), *wants = charset_of(wanted->collation);

	if (!same(has, wants))
		add(comparison, found->name, "charset", has ? has : none, wants ? wants : none);
	else if (is_bytewise(found->collation) != is_bytewise(wanted->collation))
		add(comparison, found->name, "collation", found->collation, wanted->collation);
	free(has);
	free(wants);
}

static void compare_columns(struct comparison *comparison, const struct column_fact *found,
			    const struct column_fact *wanted)
{
	static const char *const nulls[] = { "NOT NULL", "NULL" };
	const bool same_type = comparison->types_are_words
				       ? strcasecmp(found->type, wanted->type) == 0
				       : strcmp(found->type, wanted->type) == 0;

	if (!same_type)
		add(comparison, found->name, "type", found->type, wanted->type);
	if (found->null != wanted->null)
		add(comparison, found->name, "null", nulls[found->null], nulls[wanted->null]);
	if (!same(found->default_sql, wanted->default_sql))
		add(comparison, found->name, "default",
		    found->default_sql ? found->default_sql : none,
		    wanted->default_sql ? wanted->default_sql : none);
	if (!same(found->extra, wanted->extra))
		add(comparison, found->name, "extra", found->extra, wanted->extra);
	compare_charsets(comparison, found, wanted);
}

static void compare_all_columns(struct comparison *comparison)
{
	const struct table_facts *table = comparison->table, *shadow = comparison->shadow;

	for (size_t i = 0; i < shadow->column_count; i++) {
		const struct column_fact *wanted = &shadow->columns[i];
		const struct column_fact *found = column_named(table, wanted->name);

		if (found)
			compare_columns(comparison, found, wanted);
		else
			add(comparison, wanted->name, "column", missing, wanted->type);
	}
	for (size_t i = 0; i < table->column_count; i++)
		if (!column_named(shadow, table->columns[i].name))
			add(comparison, table->columns[i].name, "column", table->columns[i].type,
			    unasked);
}

static const char *kind_of(const struct key_fact *key)
{
	return key->primary ? "primary key" : key->unique ? "unique key" : "index";
}

static bool has_key(const struct table_facts *facts, const struct key_fact *wanted)
{
	for (size_t i = 0; i < facts->key_count; i++) {
		const struct key_fact *key = &facts->keys[i];

		if (key->primary == wanted->primary && key->unique == wanted->unique &&
		    strcasecmp(key->columns, wanted->columns) == 0)
			return true;
	}
	return false;
}

/* Some databases make an index for each foreign key, and need it. */
static bool serves_reference(const struct comparison *comparison, const struct key_fact *key)
{
	const struct table_facts *table = comparison->table;
	const struct model *model = comparison->model;

	if (key->unique)
		return false;
	for (size_t i = 0; i < table->reference_count; i++)
		if (strcasecmp(table->references[i].columns, key->columns) == 0)
			return true;
	for (size_t i = 0; i < model->count; i++)
		if (model->columns[i].references &&
		    strcasecmp(model->columns[i].name, key->columns) == 0)
			return true;
	return false;
}

static void compare_keys(struct comparison *comparison)
{
	const struct table_facts *table = comparison->table, *shadow = comparison->shadow;

	for (size_t i = 0; i < shadow->key_count; i++)
		if (!has_key(table, &shadow->keys[i]))
			add(comparison, shadow->keys[i].columns, kind_of(&shadow->keys[i]), missing,
			    shadow->keys[i].columns);
	for (size_t i = 0; i < table->key_count; i++)
		if (!has_key(shadow, &table->keys[i]) &&
		    !serves_reference(comparison, &table->keys[i]))
			add(comparison, table->keys[i].columns, kind_of(&table->keys[i]),
			    table->keys[i].columns, unasked);
}

static char *target_of(const struct reference_fact *reference)
{
	return memory_format("%s(%s)", reference->table, reference->to_columns);
}

static const struct column *reference_wanted(const struct model *model,
					     const struct reference_fact *found)
{
	char *target = target_of(found);
	const struct column *wanted = NULL;

	for (size_t i = 0; i < model->count && !wanted; i++)
		if (model->columns[i].references &&
		    strcasecmp(model->columns[i].name, found->columns) == 0 &&
		    strcasecmp(model->columns[i].references, target) == 0)
			wanted = &model->columns[i];
	free(target);
	return wanted;
}

static bool reference_found(const struct comparison *comparison, const struct column *column)
{
	const struct table_facts *table = comparison->table;

	for (size_t i = 0; i < table->reference_count; i++)
		if (reference_wanted(comparison->model, &table->references[i]) == column)
			return true;
	return false;
}

static void compare_references(struct comparison *comparison)
{
	const struct model *model = comparison->model;
	const struct table_facts *table = comparison->table;

	for (size_t i = 0; i < model->count; i++)
		if (model->columns[i].references &&
		    !reference_found(comparison, &model->columns[i]))
			add(comparison, model->columns[i].name, "foreign key", missing,
			    model->columns[i].references);
	for (size_t i = 0; i < table->reference_count; i++) {
		char *target;

		if (reference_wanted(model, &table->references[i]))
			continue;
		target = target_of(&table->references[i]);
		add(comparison, table->references[i].columns, "foreign key", target, unasked);
		free(target);
	}
}

void compare_table(struct difference_list *list, const struct model *model,
		   const struct table_facts *table, const struct table_facts *shadow,
		   bool types_are_words)
{
	struct comparison comparison = { list, model, table, shadow, types_are_words };

	if (!table) {
		add(&comparison, NULL, "table", missing, model->name);
		return;
	}
	compare_all_columns(&comparison);
	compare_keys(&comparison);
	compare_references(&comparison);
}

void difference_list_finish(struct difference_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->items[i].table);
		free(list->items[i].column);
		free(list->items[i].found);
		free(list->items[i].wanted);
	}
	free(list->items);
	*list = (struct difference_list){ 0 };
}
