/* Tables that a dialect gives to those who read SQL. */
#ifndef GLIM_STATEMENT_RULE_H
#define GLIM_STATEMENT_RULE_H

#include <stdbool.h>

enum statement_class {
	STATEMENT_TRANSACTIONAL, /* inside the transaction */
	STATEMENT_SESSION,       /* changes the session; it is replaced afterwards */
	STATEMENT_BOUNDARY,      /* ends the transaction by itself, or cannot run in one */
	STATEMENT_CONTROL        /* BEGIN, COMMIT, SAVEPOINT ..: the runner's own, refused */
};

struct lexis {
	bool backslash_escapes;   /* 'it\'s' */
	bool hash_comments;       /* # to the end of the line */
	bool dash_needs_space;    /* "--x" is no comment */
	bool executable_comments; /* the server runs what stands in some comments */
	bool nested_comments;
	bool dollar_quotes;      /* $tag$ .. $tag$ */
	bool escape_texts;       /* E'it\'s' */
	bool parentheses_hold;   /* a semicolon in parentheses ends nothing */
	bool brackets_quote;     /* [name] */
	bool backticks_quote;    /* `name` */
	bool double_quotes_text; /* "text" rather than "name" */
	bool delimiter_lines;    /* DELIMITER // of the command-line client */
};

/*
 * The first words of a statement, upper case, separated by one blank: "CREATE TEMPORARY TABLE".
 * The longest rule that matches wins. A statement that no rule names is a boundary where
 * `lexis`-free caution is due (the last rule, with the word "", says the class of all else).
 */
struct statement_rule {
	const char *words;
	enum statement_class class;
	/* Looks closer where the first words do not decide; may be NULL. */
	enum statement_class (*decide)(const struct lexis *, const char *sql);
};

#endif
