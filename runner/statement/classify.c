#include "statement/statement.h"

#include <string.h>

#include "statement/scanner.h"

enum { WORDS_MOST = 6, WORD_LENGTH_MOST = 24 };

static enum statement_class strongest(enum statement_class a, enum statement_class b)
{
	return a > b ? a : b;
}

static size_t add_word(char *words, size_t length, struct token token)
{
	if (length)
		words[length++] = ' ';
	for (size_t i = 0; i < token.length; i++) {
		char c = token.at[i];

		words[length++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	words[length] = '\0';
	return length;
}

/* The words that a statement begins with, as a rule spells them. */
static void read_first_words(const struct lexis *lexis, const char *sql, char *words)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token = scanner_next(&scanner);
	size_t length = 0;

	words[0] = '\0';
	while (token_is_symbol(token, '('))
		token = scanner_next(&scanner);
	for (size_t n = 0; n < WORDS_MOST; n++) {
		if (token.kind != TOKEN_WORD || token.length > WORD_LENGTH_MOST)
			return;
		length = add_word(words, length, token);
		token = scanner_next(&scanner);
	}
}

static bool rule_matches(const struct statement_rule *rule, const char *words)
{
	size_t length = strlen(rule->words);

	if (length == 0)
		return true;
	return strncmp(words, rule->words, length) == 0 &&
	       (words[length] == '\0' || words[length] == ' ');
}

static const struct statement_rule *find_rule(const struct statement_rule *rules, const char *words)
{
	const struct statement_rule *best = NULL;

	for (const struct statement_rule *rule = rules; rule->words; rule++)
		if (rule_matches(rule, words) &&
		    (!best || strlen(rule->words) > strlen(best->words)))
			best = rule;
	return best;
}

static enum statement_class classify_reading(const struct lexis *lexis,
					     const struct statement_rule *rules, const char *sql)
{
	char words[WORDS_MOST * (WORD_LENGTH_MOST + 1) + 1];
	const struct statement_rule *rule;

	read_first_words(lexis, sql, words);
	rule = find_rule(rules, words);
	if (!rule)
		return STATEMENT_BOUNDARY;
	return rule->decide ? strongest(rule->class, rule->decide(lexis, sql)) : rule->class;
}

static bool has_executable_comment(const struct lexis *lexis, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	struct token token;

	if (!lexis->executable_comments)
		return false;
	do
		token = scanner_read(&scanner);
	while (token.kind != TOKEN_END && token.kind != TOKEN_EXECUTABLE);
	return token.kind == TOKEN_EXECUTABLE;
}

enum statement_class statement_classify(const struct lexis *lexis,
					const struct statement_rule *rules, const char *sql)
{
	enum statement_class class = classify_reading(lexis, rules, sql);
	struct lexis other_server = *lexis;

	if (!has_executable_comment(lexis, sql))
		return class;
	/* Whether such a comment runs depends on the server's version: both readings count. */
	other_server.executable_comments = false;
	class = strongest(class, classify_reading(&other_server, rules, sql));
	return strongest(class, STATEMENT_BOUNDARY);
}

bool statement_changes_session(const struct lexis *lexis, const struct statement_rule *rules,
			       const char *sql)
{
	static const char *const leave_it[] = { "CREATE",   "ALTER",   "DROP",     "RENAME",
						"TRUNCATE", "ANALYZE", "OPTIMIZE", "CHECK",
						"REPAIR",   "GRANT",   "REVOKE",   "VACUUM",
						"DETACH",   "REINDEX", "CLUSTER",  "COPY" };
	struct scanner scanner = { .lexis = lexis, .at = sql };
	enum statement_class class = statement_classify(lexis, rules, sql);
	struct token first = scanner_next(&scanner);

	if (class != STATEMENT_BOUNDARY)
		return class != STATEMENT_TRANSACTIONAL;
	for (size_t i = 0; i < sizeof leave_it / sizeof *leave_it; i++)
		if (token_is(first, leave_it[i]))
			return false;
	return true;
}

static bool calls_alone(struct scanner scanner)
{
	bool calls = false;

	for (struct token token; (token = scanner_next(&scanner)).kind != TOKEN_END;) {
		if (token_is(token, "FROM"))
			return false;
		calls |= token_is_symbol(token, '(');
	}
	return calls;
}

bool statement_runs_code(const struct lexis *lexis, const char *const *words, const char *sql)
{
	struct scanner scanner = { .lexis = lexis, .at = sql };
	const struct token first = scanner_next(&scanner);

	for (; *words; words++)
		if (token_is(first, *words))
			return !token_is(first, "SELECT") || calls_alone(scanner);
	return false;
}
