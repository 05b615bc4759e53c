/* Reads SQL text without a database: classes, marks, cutting. Pure. */
#ifndef GLIM_STATEMENT_STATEMENT_H
#define GLIM_STATEMENT_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "statement/rule.h"

/*
 * What a statement is, by its first words and the dialect's rules. With an executable comment in it
 * a statement is at least a boundary.
 */
enum statement_class statement_classify(const struct lexis *, const struct statement_rule *,
					const char *sql);

/*
 * May the session be another one after this statement, whatever its class? A boundary too may leave
 * a setting, a table lock or an open transaction behind; one that defines data does not.
 */
bool statement_changes_session(const struct lexis *, const struct statement_rule *,
			       const char *sql);

/*
 * Does it run code of which its text says nothing? It begins with one of `words` (NULL at the end);
 * a SELECT that reads from tables is there for its rows, and one without a call runs nothing.
 */
bool statement_runs_code(const struct lexis *, const char *const *words, const char *sql);

/*
 * Is this one statement and no more? A semicolon at the end is allowed. False for two, for a text
 * or comment without end (then *why says so; a constant text).
 */
bool statement_is_single(const struct lexis *, const char *sql, const char **why);

/* The one statement without its semicolon and the comments around it; false: it is not one. */
bool statement_only(const struct lexis *, const char *sql, const char **begin, size_t *length);
/* Is this one statement that begins with one of `words` (NULL at the end) and no more? Then others
 * may travel beside it. */
bool statement_joins(const struct lexis *, const char *const *words, const char *sql);

/*
 * Counts the `?` marks outside of texts, names and comments, and writes the statement with `??`
 * made
 * `?` and each mark made what `mark` says ('?' stays, '$' becomes $1, $2 ..). Returns the number of
 * marks. With no values a `?` is left as it stands: do not call this then.
 */
size_t statement_marks(const struct lexis *, const char *sql, char mark, struct text *out);

/* True if a name of the list occurs in the statement as a word or a quoted name. */
bool statement_names_any(const struct lexis *, const char *sql, const char *const *names,
			 size_t count);
/* True if `word` (upper case) occurs outside of texts, quoted names and comments. */
bool statement_has_word(const struct lexis *, const char *sql, const char *word);

/* Does each parenthesis outside of texts, names and comments close where another one has opened? */
bool statement_is_balanced(const struct lexis *, const char *sql);

/*
 * Is the name one that `set` assigns to, as of UPDATE .. SET: "a = 1, t.b = 2, (c, d) = (3, 4)"?
 * The letters' case does not matter.
 */
bool statement_assigns(const struct lexis *, const char *set, const char *name);

/*
 * Cuts a script. Each piece is one statement without its semicolon or delimiter; line and column
 * (in bytes) say where it begins, from 1. Empty pieces are left out. False: a text, comment or body
 * without end; the fault says where that begins.
 */
struct statement_piece {
	char *sql;
	size_t line, column;
};

struct statement_fault {
	size_t line, column;
	const char *why; /* a constant text */
};

struct statement_list {
	struct statement_piece *pieces;
	size_t count;
};

bool statement_split(const struct lexis *, const char *script, struct statement_list *out,
		     struct statement_fault *fault);
void statement_list_finish(struct statement_list *list);

/* Moves line and column, which belong to `from`, on to a later place of the same text. */
void statement_advance(const char *from, const char *to, size_t *line, size_t *column);

/* The statement on one line for people: blanks collapsed, control characters escaped, cut at
 * `most`. */
char *statement_show(const char *sql, size_t most);
/* The same, with *** for every text behind IDENTIFIED or PASSWORD. */
char *statement_show_masked(const struct lexis *, const char *sql, size_t most);

#endif
