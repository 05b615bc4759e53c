#include "dialect/rules.h"

#include <stddef.h>

#include "statement/scanner.h"

/*
 * A PRAGMA that is given a value. Those here that are boundaries fail inside a transaction, or,
 * worse, do nothing and say so to nobody; the transactional ones are undone by a rollback.
 */
static const struct pragma {
	const char *name;
	enum statement_class class;
} pragmas[] = {
	{ "foreign_keys", STATEMENT_BOUNDARY },
	{ "journal_mode", STATEMENT_BOUNDARY },
	{ "synchronous", STATEMENT_BOUNDARY },
	{ "wal_checkpoint", STATEMENT_BOUNDARY },
	{ "application_id", STATEMENT_TRANSACTIONAL },
	{ "defer_foreign_keys", STATEMENT_TRANSACTIONAL },
	{ "foreign_key_check", STATEMENT_TRANSACTIONAL },
	{ "foreign_key_list", STATEMENT_TRANSACTIONAL },
	{ "incremental_vacuum", STATEMENT_TRANSACTIONAL },
	{ "index_info", STATEMENT_TRANSACTIONAL },
	{ "index_list", STATEMENT_TRANSACTIONAL },
	{ "index_xinfo", STATEMENT_TRANSACTIONAL },
	{ "integrity_check", STATEMENT_TRANSACTIONAL },
	{ "quick_check", STATEMENT_TRANSACTIONAL },
	{ "table_info", STATEMENT_TRANSACTIONAL },
	{ "table_list", STATEMENT_TRANSACTIONAL },
	{ "table_xinfo", STATEMENT_TRANSACTIONAL },
	{ "user_version", STATEMENT_TRANSACTIONAL },
	{ NULL, STATEMENT_SESSION },
};

static const struct pragma *find_pragma(struct token name)
{
	const struct pragma *pragma = pragmas;

	while (pragma->name && !token_names(name, pragma->name))
		pragma++;
	return pragma;
}

/* PRAGMA [schema.]name, PRAGMA [schema.]name = value, PRAGMA [schema.]name(value) */
static enum statement_class decide_pragma(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token name, next;

	scanner_next(&scanner);
	name = scanner_next(&scanner);
	next = scanner_next(&scanner);
	if (token_is_symbol(next, '.')) {
		name = scanner_next(&scanner);
		next = scanner_next(&scanner);
	}
	if (token_is_symbol(next, '=') || token_is_symbol(next, '(') ||
	    token_names(name, "wal_checkpoint"))
		return find_pragma(name)->class;
	return STATEMENT_TRANSACTIONAL;
}

/* CREATE TABLE temp.name */
static enum statement_class decide_create(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END && !token_is_symbol(token, '('))
		if (token_names(token, "temp") && token_is_symbol(scanner_peek(&scanner), '.'))
			return STATEMENT_SESSION;
	return STATEMENT_TRANSACTIONAL;
}

const struct statement_rule sqlite_rules[] = {
	{ "BEGIN", STATEMENT_CONTROL, NULL },
	{ "COMMIT", STATEMENT_CONTROL, NULL },
	{ "END", STATEMENT_CONTROL, NULL },
	{ "ROLLBACK", STATEMENT_CONTROL, NULL },
	{ "SAVEPOINT", STATEMENT_CONTROL, NULL },
	{ "RELEASE", STATEMENT_CONTROL, NULL },

	{ "VACUUM", STATEMENT_BOUNDARY, NULL },
	{ "PRAGMA", STATEMENT_TRANSACTIONAL, decide_pragma },
	{ "ATTACH", STATEMENT_SESSION, NULL },
	{ "DETACH", STATEMENT_BOUNDARY, NULL },
	{ "CREATE", STATEMENT_TRANSACTIONAL, decide_create },
	{ "CREATE TEMP", STATEMENT_SESSION, NULL },
	{ "CREATE TEMPORARY", STATEMENT_SESSION, NULL },

	{ "", STATEMENT_TRANSACTIONAL, NULL },
	{ NULL, STATEMENT_TRANSACTIONAL, NULL },
};
