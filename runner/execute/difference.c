#include "execute/difference.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "statement/scanner.h"
#include "statement/statement.h"

/* The next line without what only says that another one follows. False at the end. */
static bool next_line(const char **text, const char **line, size_t *length)
{
	const size_t whole = strcspn(*text, "\n");

	if (!**text)
		return false;
	*line = *text;
	*length = whole;
	while (*length && strchr(" ,\r", (*line)[*length - 1]))
		(*length)--;
	*text += whole + ((*text)[whole] == '\n');
	return true;
}

static bool has_line(const char *text, const char *wanted, size_t length)
{
	const char *line;
	size_t own;

	while (next_line(&text, &line, &own))
		if (own == length && memcmp(line, wanted, length) == 0)
			return true;
	return false;
}

/* The name in a quoted one; names that hold their own quote are not looked into. */
static char *name_in(struct token token)
{
	return token.length < 2 ? memory_copy("")
				: memory_copy_bytes(token.at + 1, token.length - 2);
}

static bool names(const struct lexis *lexis, const char *sql, struct token token)
{
	char *name = token.kind == TOKEN_NAME ? name_in(token)
					      : memory_copy_bytes(token.at, token.length);
	const char *const list[] = { name };
	const bool found = *name && statement_names_any(lexis, sql, list, 1);

	free(name);
	return found;
}

static bool has_any(const struct lexis *lexis, const char *sql, const char *const *words)
{
	for (; *words; words++)
		if (statement_has_word(lexis, sql, *words))
			return true;
	return false;
}

struct found {
	size_t names, named; /* in the line; of them in the statement, too */
	bool first;          /* the first of them is */
	bool new_word;       /* a word that the other text has not, and the statement has */
	bool partition;
};

static void look_at(const struct lexis *lexis, const char *line, const char *other, const char *sql,
		    struct found *found)
{
	struct scanner scanner = { .lexis = lexis, .at = line };
	struct token token;

	while ((token = scanner_next(&scanner)).kind != TOKEN_END && token.kind != TOKEN_BROKEN) {
		const bool named = names(lexis, sql, token);

		if (token.kind == TOKEN_NAME) {
			found->first |= !found->names && named;
			found->names++;
			found->named += named;
		} else if (token.kind == TOKEN_WORD) {
			found->new_word |= named && !names(lexis, other, token);
			found->partition |= token_is(token, "PARTITION");
		}
	}
}

static bool is_own(const struct lexis *lexis, const char *line, size_t length, const char *other,
		   const char *sql)
{
	static const char *const keys[] = { "KEY", "INDEX", "UNIQUE", "FOREIGN", "CHECK", NULL };
	static const char *const parts[] = { "PARTITION", "PARTITIONS", "PARTITIONING", NULL };
	char *copy = memory_copy_bytes(line, length);
	struct found found = { 0 };

	look_at(lexis, copy, other, sql, &found);
	free(copy);
	if (found.first || (found.partition && has_any(lexis, sql, parts)))
		return true;
	if (!found.names)
		return found.new_word;
	return found.names > 1 && found.named == found.names - 1 && has_any(lexis, sql, keys);
}

static bool has_own(const struct lexis *lexis, const char *text, const char *other, const char *sql,
		    bool *any)
{
	const char *at = text, *line;
	size_t length;
	bool own = false;

	while (!own && next_line(&at, &line, &length)) {
		if (has_line(other, line, length))
			continue;
		*any = true;
		own = is_own(lexis, line, length, other, sql);
	}
	return own;
}

bool difference_is_own(const struct lexis *lexis, const char *before, const char *after,
		       const char *sql)
{
	bool any = false;

	/* Lines that only changed their places are taken for the statement's. */
	return has_own(lexis, before, after, sql, &any) ||
	       has_own(lexis, after, before, sql, &any) || !any;
}
