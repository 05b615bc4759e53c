/*
 * Where keys and values stand in a JSON text that the parser has accepted: the tree and the text
 * are walked side by side, as both have their members in the same order.
 */
#ifndef GLIM_CONFIG_PLACE_H
#define GLIM_CONFIG_PLACE_H

#include <stddef.h>

#include <jansson.h>

/* A value and the place of its first byte; NULL for a value that no text holds (a default). */
struct node {
	json_t *json;
	const char *at;
};

struct member {
	const char *key; /* NULL in an array */
	const char *key_at;
	struct node value;
};

/* The members of an object or array; the caller frees the array. */
size_t place_members(struct node parent, struct member **members);

/* The start of the token that ends at or behind `offset`; the text may be any text. */
const char *place_token(const char *text, size_t offset);

/* Lines and columns count from 1, columns in characters. Fast when places are near each other. */
struct place_cursor {
	const char *text;
	const char *line_start;
	const char *at; /* in that line */
	int line, column;
};

void place_start(struct place_cursor *cursor, const char *text);
void place_find(struct place_cursor *cursor, const char *at, int *line, int *column);

#endif
