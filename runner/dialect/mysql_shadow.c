#include "dialect/shadow.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "lint/words.h"

static const struct shadow_kind kinds[] = {
	{ "sequence",
	  "SELECT table_name FROM information_schema.tables "
	  "WHERE table_schema = DATABASE() AND table_type = 'SEQUENCE'",
	  "SHOW CREATE SEQUENCE ", 1, true },
	{ "function",
	  "SELECT routine_name FROM information_schema.routines "
	  "WHERE routine_schema = DATABASE() AND routine_type = 'FUNCTION'",
	  "SHOW CREATE FUNCTION ", 2, false },
	{ "table",
	  "SELECT table_name FROM information_schema.tables "
	  "WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')",
	  "SHOW CREATE TABLE ", 1, true },
	{ "procedure",
	  "SELECT routine_name FROM information_schema.routines "
	  "WHERE routine_schema = DATABASE() AND routine_type = 'PROCEDURE'",
	  "SHOW CREATE PROCEDURE ", 2, false },
	{ "view",
	  "SELECT table_name FROM information_schema.tables "
	  "WHERE table_schema = DATABASE() AND table_type = 'VIEW'",
	  "SHOW CREATE VIEW ", 1, false },
	{ "trigger",
	  "SELECT trigger_name FROM information_schema.triggers "
	  "WHERE trigger_schema = DATABASE() ORDER BY event_object_table, action_order",
	  "SHOW CREATE TRIGGER ", 2, false },
	{ NULL, NULL, NULL, 0, false },
};

/* No CALL, PREPARE or EVENT: what those do cannot be seen in their text. */
static const char *const openings[] = { "SELECT",
					"INSERT",
					"UPDATE",
					"DELETE",
					"REPLACE",
					"WITH",
					"VALUES",
					"SET",
					"TRUNCATE",
					"CREATE TABLE",
					"CREATE OR REPLACE TABLE",
					"CREATE TEMPORARY TABLE",
					"CREATE INDEX",
					"CREATE OR REPLACE INDEX",
					"CREATE UNIQUE INDEX",
					"CREATE FULLTEXT INDEX",
					"CREATE SPATIAL INDEX",
					"CREATE VIEW",
					"CREATE OR REPLACE VIEW",
					"CREATE TRIGGER",
					"CREATE OR REPLACE TRIGGER",
					"CREATE PROCEDURE",
					"CREATE OR REPLACE PROCEDURE",
					"CREATE FUNCTION",
					"CREATE OR REPLACE FUNCTION",
					"CREATE SEQUENCE",
					"ALTER TABLE",
					"ALTER ONLINE TABLE",
					"ALTER IGNORE TABLE",
					"ALTER VIEW",
					"ALTER SEQUENCE",
					"DROP TABLE",
					"DROP TEMPORARY TABLE",
					"DROP INDEX",
					"DROP VIEW",
					"DROP TRIGGER",
					"DROP PROCEDURE",
					"DROP FUNCTION",
					"DROP SEQUENCE",
					"RENAME TABLE",
					"OPTIMIZE TABLE",
					"ANALYZE TABLE",
					NULL };

static const char *const engines[] = { "InnoDB", "MyISAM", "Aria", "MEMORY", "SEQUENCE", NULL };

/* What costs least comes first. */
static const struct shadow_way ways[] = {
	{ "ALGORITHM=INSTANT, LOCK=NONE", false, false, false },
	{ "ALGORITHM=INSTANT, LOCK=SHARED", false, false, true },
	{ "ALGORITHM=INSTANT, LOCK=EXCLUSIVE", false, false, true },
	{ "ALGORITHM=NOCOPY, LOCK=NONE", false, false, false },
	{ "ALGORITHM=NOCOPY, LOCK=SHARED", false, true, false },
	{ "ALGORITHM=NOCOPY, LOCK=EXCLUSIVE", false, true, false },
	{ "ALGORITHM=INPLACE, LOCK=NONE", true, false, false },
	{ "ALGORITHM=INPLACE, LOCK=SHARED", true, true, false },
	{ "ALGORITHM=INPLACE, LOCK=EXCLUSIVE", true, true, false },
	{ "ALGORITHM=COPY, LOCK=NONE", true, false, false },
	{ "ALGORITHM=COPY, LOCK=SHARED", true, true, false },
	{ "ALGORITHM=COPY, LOCK=EXCLUSIVE", true, true, false },
};

static const int refusals[] = { 1845, 1846, 0 };

/* The end of `user`@`host`, each bare or quoted. */
static const char *skip_account(const char *at)
{
	bool host = false;

	for (;; at++) {
		if (*at == '`')
			for (at++; *at && *at != '`'; at++)
				;
		else
			at += strcspn(at, " @`");
		at += *at == '`';
		if (host || *at != '@')
			return at;
		host = true;
	}
}

static char *neutral(const char *text)
{
	static const char word[] = " DEFINER=";
	const char *at = strstr(text, word), *end;
	const char *body = strpbrk(text, "(");

	if (!at || (body && at > body))
		return memory_copy(text);
	end = skip_account(at + strlen(word));
	return memory_format("%.*s%s", (int)(at - text), text, end);
}

static bool has_own_way(struct words words)
{
	return words_has(words, "ALGORITHM") || words_has(words, "LOCK") ||
	       words_has(words, "PARTITION") || words_has(words, "DISCARD") ||
	       words_has(words, "IMPORT");
}

/* `at` is where the words of the way go, with a comma behind them. */
static void put_before(struct text *out, const char *sql, const char *at, const char *way)
{
	text_add_bytes(out, sql, (size_t)(at - sql));
	text_print(out, " %s, ", way);
	text_add(out, at + strspn(at, " \t\r\n"));
}

static bool spell_alter(struct words words, const char *sql, const char *way, struct text *out,
			char **table)
{
	words_skip(&words, "ONLINE");
	words_skip(&words, "IGNORE");
	if (!words_skip(&words, "TABLE"))
		return false;
	words_skip(&words, "IF EXISTS");
	*table = words_name(&words);
	if (words_skip(&words, "WAIT"))
		scanner_next(&words.scanner);
	words_skip(&words, "NOWAIT");
	if (!*table || has_own_way(words))
		return false;
	put_before(out, sql, words.scanner.at, way);
	return true;
}

/* CREATE INDEX i ON t (..) takes the words behind it, without a comma. */
static bool spell_create_index(struct words words, const char *sql, const char *way,
			       struct text *out, char **table)
{
	const char *comma = strchr(way, ',');

	words_skip(&words, "OR REPLACE");
	words_skip(&words, "UNIQUE");
	words_skip(&words, "FULLTEXT");
	words_skip(&words, "SPATIAL");
	if (!words_skip(&words, "INDEX"))
		return false;
	words_skip(&words, "IF NOT EXISTS");
	free(words_name(&words));
	if (words_skip(&words, "USING"))
		scanner_next(&words.scanner);
	if (!words_skip(&words, "ON"))
		return false;
	*table = words_name(&words);
	if (!*table || has_own_way(words))
		return false;
	text_print(out, "%s %.*s%s", sql, (int)(comma - way), way, comma + 1);
	return true;
}

/* DROP INDEX i ON t takes one of the two words only, ALTER TABLE both. */
static bool spell_drop_index(struct words words, const char *way, struct text *out, char **table)
{
	char *index;
	bool if_exists;

	if (!words_skip(&words, "INDEX"))
		return false;
	if_exists = words_skip(&words, "IF EXISTS");
	index = words_name(&words);
	words_skip(&words, "ON");
	*table = index ? words_name(&words) : NULL;
	if (*table && !has_own_way(words))
		text_print(out, "ALTER TABLE `%s` %s, DROP INDEX %s`%s`", *table, way,
			   if_exists ? "IF EXISTS " : "", index);
	free(index);
	return out->length > 0;
}

static bool spell_way(const struct lexis *lexis, const char *sql, const char *way, struct text *out,
		      char **table)
{
	struct words words = words_of(lexis, sql);

	if (words_skip(&words, "ALTER"))
		return spell_alter(words, sql, way, out, table);
	if (words_skip(&words, "CREATE"))
		return spell_create_index(words, sql, way, out, table);
	return words_skip(&words, "DROP") && spell_drop_index(words, way, out, table);
}

static bool spell(const struct lexis *lexis, const char *sql, size_t n, struct text *out,
		  const struct shadow_way **way, char **table)
{
	char *name = NULL;
	bool done;

	if (n >= sizeof ways / sizeof *ways)
		return false;
	*way = &ways[n];
	done = spell_way(lexis, sql, ways[n].words, out, &name);
	if (done && n == 0)
		*table = name;
	else
		free(name);
	return done;
}

const struct shadow_rules mysql_shadow = {
	.prefix = "glim_shadow_",
	.abandoned = "SELECT schema_name FROM information_schema.schemata "
		     "WHERE schema_name LIKE 'glim\\_shadow\\_%' "
		     "AND IS_FREE_LOCK(CONCAT('glim:', schema_name)) = 1",
	.options = "SELECT CONCAT(' CHARACTER SET ', default_character_set_name, ' COLLATE ', "
		   "default_collation_name) FROM information_schema.schemata "
		   "WHERE schema_name = DATABASE()",
	.claim = "SELECT GET_LOCK(CONCAT('glim:', ?), 0)",
	.others = "SELECT schema_name FROM information_schema.schemata",
	.unbound = "SET foreign_key_checks = 0",
	.bound = "SET foreign_key_checks = 1",
	.size = "SELECT table_rows, data_length + index_length FROM information_schema.tables "
		"WHERE table_name = ? AND table_schema = ?",
	.kinds = kinds,
	.openings = openings,
	.engines = engines,
	.neutral = neutral,
	.spell = spell,
	.refusals = refusals,
	.text = "SET @glim_text = ?",
	.parse = "PREPARE glim_text FROM @glim_text",
	.unspeakable = 1064,
};
