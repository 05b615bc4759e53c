/* SQL comes from migrations: any bytes are read to their end, and cut the same way twice. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "dialect/rules.h"
#include "statement/scanner.h"
#include "statement/statement.h"

enum { COLUMNS = 40 };

static const struct dialect_like {
	struct lexis lexis;
	const struct statement_rule *rules;
} dialects[] = {
	{ MYSQL_LEXIS, mysql_rules },
	{ SQLITE_LEXIS, sqlite_rules },
	{ { .dollar_quotes = true, .nested_comments = true }, sqlite_rules },
};

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void read_tokens(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	const char *expected = sql;
	struct token token;

	while ((token = scanner_read(&scanner)).kind != TOKEN_END) {
		require(token.at == expected);
		require(token.length > 0 || token.kind == TOKEN_BROKEN);
		require((token.kind == TOKEN_BROKEN) == (scanner.why != NULL));
		expected = token.at + token.length;
	}
	require(*expected == '\0');
}

static void read_class(const struct dialect_like *dialect, const char *sql)
{
	char *later = memory_format("\n\t /* comment */ %s", sql);
	enum statement_class class = statement_classify(&dialect->lexis, dialect->rules, sql);

	require(class == statement_classify(&dialect->lexis, dialect->rules, later));
	free(later);
}

static void read_marks(const struct lexis *lexis, const char *sql)
{
	struct text same = { 0 }, numbered = { 0 };
	size_t count = statement_marks(lexis, sql, '?', &same);

	require(count == statement_marks(lexis, sql, '$', &numbered));
	if (!strstr(sql, "\?\?"))
		require(strcmp(text_get(&same), sql) == 0);
	text_finish(&same);
	text_finish(&numbered);
}

static void require_same(const struct statement_list *a, const struct statement_list *b)
{
	require(a->count == b->count);
	for (size_t i = 0; i < a->count; i++)
		require(strcmp(a->pieces[i].sql, b->pieces[i].sql) == 0);
}

static char *join(const struct statement_list *list)
{
	struct text script = { 0 };

	for (size_t i = 0; i < list->count; i++)
		text_print(&script, "\n%s;", list->pieces[i].sql);
	return text_take(&script);
}

static void split_again(const struct lexis *lexis, const struct statement_list *list)
{
	struct statement_fault fault = { 0 };
	struct statement_list again;
	char *script = join(list);

	require(statement_split(lexis, script, &again, &fault));
	require_same(list, &again);
	statement_list_finish(&again);
	free(script);
}

static void read_script(const struct lexis *lexis, const char *sql, bool again)
{
	struct statement_fault fault = { 0 };
	struct statement_list list;

	if (!statement_split(lexis, sql, &list, &fault)) {
		require(fault.why && fault.line > 0 && fault.column > 0 && !list.pieces);
		return;
	}
	for (size_t i = 0; i < list.count; i++)
		require(list.pieces[i].sql[0] && list.pieces[i].line > 0);
	if (again)
		split_again(lexis, &list);
	statement_list_finish(&list);
}

static void read_single(const struct lexis *lexis, const char *sql)
{
	const char *why = NULL;

	require(statement_is_single(lexis, sql, &why) == (why == NULL));
}

static void show(const char *sql)
{
	char *shown = statement_show(sql, COLUMNS);

	require(strlen(shown) <= COLUMNS * 4);
	for (const char *at = shown; *at; at++)
		require((unsigned char)*at >= ' ' && *at != 0x7f);
	free(shown);
}

static void read_as(const struct dialect_like *dialect, const char *sql)
{
	static const char *const names[] = { "users", "a`b" };
	struct lexis plain = dialect->lexis;

	plain.delimiter_lines = false;
	read_tokens(&dialect->lexis, sql);
	read_class(dialect, sql);
	read_marks(&dialect->lexis, sql);
	read_script(&dialect->lexis, sql, false);
	read_script(&plain, sql, true);
	read_single(&dialect->lexis, sql);
	statement_names_any(&dialect->lexis, sql, names, 2);
	statement_has_word(&dialect->lexis, sql, "ALGORITHM");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *sql = memory_copy_bytes(data, size);

	for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
		read_as(&dialects[i], sql);
	show(sql);
	free(sql);
	return 0;
}
