#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "dialect/dialect.h"
#include "dialect/mysql_objects.h"
#include "dialect/mysql_schema.h"
#include "dialect/rules.h"

/* The end of an account as SHOW CREATE writes it: `user`@`host`, each with doubled quotes. */
static const char *behind_account(const char *at)
{
	bool quoted = false;

	for (; *at && (quoted || *at != ' '); at++)
		if (*at == '`')
			quoted = !quoted;
	return at + (*at == ' ');
}

/* Whoever loads the dump owns what it makes. It stands before the name, so the first one is it. */
static void add_without_definer(struct text *out, const char *sql)
{
	static const char definer[] = "DEFINER=";
	const char *name = strchr(sql, '`');
	const char *found = strstr(sql, definer);

	if (!found || (name && found > name)) {
		text_add(out, sql);
		return;
	}
	text_add_bytes(out, sql, (size_t)(found - sql));
	text_add(out, behind_account(found + strlen(definer)));
}

static bool is_reference(const char *line)
{
	static const char constraint[] = "  CONSTRAINT ";
	const char *at = line + strlen(constraint);

	if (strncmp(line, constraint, strlen(constraint)) != 0 || *at != '`')
		return false;
	for (at++; *at && (*at != '`' || at[1] == '`'); at++)
		at += *at == '`';
	return strncmp(at, "` FOREIGN KEY ", 14) == 0;
}

static void add_reference(struct text *late, const char *name, const char *line, size_t length)
{
	text_add(late, "ALTER TABLE ");
	dialect_add_name(&dialect_mysql, late, name);
	text_add(late, "\n  ADD");
	text_add_bytes(late, line + 1, length - 1 - (line[length - 1] == ','));
	text_add(late, ";\n");
}

/*
 * A line a column, key or constraint, and no line break within one: the server escapes those. What
 * comes before a foreign key that is taken out ends with a comma too many.
 */
static void write_table(const char *name, const char *sql, struct text *out, struct text *late)
{
	const char *line = sql;

	while (*line) {
		const size_t length = strcspn(line, "\n");

		if (is_reference(line)) {
			add_reference(late, name, line, length);
		} else {
			if (*line == ')' && out->data[out->length - 2] == ',')
				out->data[--out->length - 1] = '\n';
			text_add_bytes(out, line, length);
			text_add(out, line[length] ? "\n" : "");
		}
		line += length + (line[length] == '\n');
	}
}

static const struct lexis lexis = MYSQL_LEXIS;

/* The server names the schema where it would not have to; loaded into another, it would be wrong.
 */
static void drop_schema(const struct schema_source *source, struct text *out)
{
	struct scanner scanner = { .lexis = &lexis, .at = source->sql };
	struct token token;

	while ((token = scanner_read(&scanner)).kind != TOKEN_END) {
		if (token.kind == TOKEN_NAME && token_names(token, source->schema) &&
		    *scanner.at == '.')
			scanner.at++;
		else
			text_add_bytes(out, token.at, token.length);
	}
}

static void write_plain_table(const struct schema_source *source, struct text *out,
			      struct text *late)
{
	const struct object_list none = { 0 };
	const struct object table = { .kind = OBJECT_TABLE, .change = OBJECT_CHANGES };
	struct text clean = { 0 };

	mysql_clean_object(&none, &table, source->sql, &clean);
	write_table(source->name, text_get(&clean), out, late);
	text_finish(&clean);
}

void mysql_write_object(const struct schema_source *source, struct text *out, struct text *late)
{
	const bool table = strcmp(source->kind, "table") == 0;
	struct schema_source own = *source;
	struct text bare = { 0 };

	if (table || strcmp(source->kind, "view") == 0) {
		drop_schema(source, &bare);
		own.sql = text_get(&bare);
	}
	if (table)
		write_plain_table(&own, out, late);
	else
		add_without_definer(out, own.sql);
	text_finish(&bare);
}
