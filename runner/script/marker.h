/* One line of an SQL migration: a marker, a comment, or something else. */
#ifndef GLIM_SCRIPT_MARKER_H
#define GLIM_SCRIPT_MARKER_H

#include <stdbool.h>
#include <stddef.h>

enum marker_family { MARKER_DBMATE, MARKER_GOOSE };

enum marker_kind {
	MARKER_UP,
	MARKER_DOWN,
	MARKER_BEGIN, /* of what goose sends as one; the statements are cut all the same */
	MARKER_END,
	MARKER_IGNORED, /* needs nothing here */
	MARKER_REFUSED  /* `why` says why */
};

struct marker {
	const char *words; /* "migrate:up", "+goose Up" */
	enum marker_family family;
	enum marker_kind kind;
	const char *why;
};

enum line_kind { LINE_BLANK, LINE_COMMENT, LINE_MARKER, LINE_WRONG, LINE_OTHER };

/* `length` bytes, the newline included. LINE_WRONG: *why says what is wrong with the marker. */
enum line_kind marker_read(const char *line, size_t length, const struct marker **marker,
			   const char **why);

/* The text behind `-- KEY`, without blanks around it (owned); NULL if this is no such line. */
char *marker_remark(const char *line, size_t length, const char *key);

#endif
