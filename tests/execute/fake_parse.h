/* Reads the little SQL of fake_sql.h. */
#ifndef GLIM_TESTS_FAKE_PARSE_H
#define GLIM_TESTS_FAKE_PARSE_H

#include "fake_sql.h"
#include "statement/scanner.h"

enum { CELLS_MOST = 32 };

struct parse {
	struct scanner scanner;
	const glim_value *values;
	size_t left;
};

/* column = value, .. */
struct pairs {
	char *columns[CELLS_MOST];
	glim_value values[CELLS_MOST];
	char *texts[CELLS_MOST]; /* of literals */
	size_t count;
};

enum verb {
	VERB_INSERT,
	VERB_UPDATE,
	VERB_DELETE,
	VERB_SELECT,
	VERB_CREATE_TABLE,
	VERB_CREATE_INDEX,
	VERB_ALTER,
	VERB_OTHER
};

struct parse parse_start(const struct fake_statement *statement);
enum verb parse_verb(struct parse *parse);
bool parse_word(struct parse *parse, const char *word); /* takes it if it is next */
bool parse_symbol(struct parse *parse, char symbol);
char *parse_name(struct parse *parse); /* a new text */

void parse_insert(struct parse *parse, struct pairs *pairs); /* (a, b) VALUES (?, ?) */
void parse_set(struct parse *parse, struct pairs *pairs);    /* SET a = ?, b = ? */
void parse_where(struct parse *parse, struct pairs *pairs);  /* WHERE a = ? AND b = ?, or nothing */
void pairs_finish(struct pairs *pairs);

#endif
