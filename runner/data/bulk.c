#include "data/bulk.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

size_t bulk_key_count(const struct bulk *bulk)
{
	size_t count = 0;

	for (size_t i = 0; i < bulk->count; i++)
		count += bulk->is_key[i];
	return count;
}

const char *bulk_problem(const struct bulk *bulk)
{
	const size_t keys = bulk_key_count(bulk);

	if (bulk->mode >= BULK_MODES)
		return "it does what nobody knows";
	if (!bulk->count)
		return "it has no columns";
	if (bulk->mode != BULK_INSERT && !keys)
		return "it has no key, and only rows that are inserted do without";
	if (bulk->mode == BULK_UPDATE && keys == bulk->count)
		return "all its columns are the key, and nothing is left to update";
	if (bulk->mode == BULK_DELETE && keys != bulk->count)
		return "rows are deleted by their key, which its other columns are no part of";
	return NULL;
}

void bulk_order(const struct bulk *bulk, size_t *order)
{
	const bool key_last = bulk->mode == BULK_UPDATE;
	size_t at = 0;

	for (size_t i = 0; i < bulk->count; i++)
		if (!key_last || !bulk->is_key[i])
			order[at++] = i;
	for (size_t i = 0; key_last && i < bulk->count; i++)
		if (bulk->is_key[i])
			order[at++] = i;
}

static bool may_stand_before(char c)
{
	return c == '\'' || c == '`' || c == '"' || c == '.';
}

static bool may_stand_behind(char c)
{
	return c == '\'' || c == '`' || c == '"' || c == ',' || c == ' ' || c == '\0';
}

/* `table`.`column` */
static bool is_qualifier(const char *end)
{
	return *end && end[1] == '.';
}

static const char *find_name(const char *message, const char *column)
{
	const size_t length = strlen(column);

	for (const char *at = strstr(message, column); at; at = strstr(at + 1, column))
		if (at > message && may_stand_before(at[-1]) && may_stand_behind(at[length]) &&
		    !is_qualifier(at + length))
			return at;
	return NULL;
}

/* Behind it the message may quote the statement, and so other columns. */
static const char *first_named(const struct bulk *bulk, const char *message)
{
	const char *first = NULL, *column = NULL;

	for (size_t i = 0; i < bulk->count; i++) {
		const char *at = find_name(message, bulk->columns[i]);

		if (!at || (first && at > first))
			continue;
		first = at;
		column = bulk->columns[i];
	}
	return column;
}

/* A value may look like a name: what is named behind "column" counts first. */
const char *bulk_column_named(const struct bulk *bulk, const char *message)
{
	const char *from = strstr(message, "olumn ");

	if (!from)
		from = strstr(message, "failed: ");
	return from ? first_named(bulk, from) : NULL;
}

struct bulk *bulk_copy(const struct bulk *bulk)
{
	struct bulk *copy = memory_alloc(sizeof *copy);
	char **columns = memory_alloc((bulk->count + 1) * sizeof *columns);
	bool *is_key = memory_alloc(bulk->count + 1);

	for (size_t i = 0; i < bulk->count; i++) {
		columns[i] = memory_copy(bulk->columns[i]);
		is_key[i] = bulk->is_key[i];
	}
	*copy = (struct bulk){
		.mode = bulk->mode,
		.table = memory_copy(bulk->table),
		.columns = (const char *const *)columns,
		.is_key = is_key,
		.count = bulk->count,
	};
	return copy;
}

void bulk_destroy(struct bulk *bulk)
{
	if (!bulk)
		return;
	for (size_t i = 0; i < bulk->count; i++)
		free((char *)bulk->columns[i]);
	free((void *)bulk->columns);
	free((void *)bulk->is_key);
	free((char *)bulk->table);
	free(bulk);
}
