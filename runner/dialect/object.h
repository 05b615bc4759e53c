/*
 * What a statement that commits by itself makes, changes or removes, and so how one can tell, after
 * the answer to it was lost, whether it took effect.
 */
#ifndef GLIM_DIALECT_OBJECT_H
#define GLIM_DIALECT_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

enum statement_fate {
	FATE_COMPARE,    /* its objects tell: compare them before and after */
	FATE_REPEATABLE, /* executing it once more does no harm: never asked */
	FATE_UNKNOWABLE
};

enum object_kind {
	OBJECT_TABLE,
	OBJECT_VIEW,
	OBJECT_SEQUENCE,
	OBJECT_TRIGGER,
	OBJECT_PROCEDURE,
	OBJECT_FUNCTION,
	OBJECT_PACKAGE,
	OBJECT_PACKAGE_BODY,
	OBJECT_EVENT,
	OBJECT_DATABASE,
	OBJECT_INDEX,
	OBJECT_INDEXES,    /* all those of one table, which it names */
	OBJECT_PARTITION,  /* its place below its parent */
	OBJECT_TABLESPACE, /* of the whole server */
	OBJECT_KINDS
};

/* What the statement does to an object when it succeeds. */
enum object_change {
	OBJECT_CHANGES,  /* there before and after, with another text */
	OBJECT_APPEARS,  /* CREATE */
	OBJECT_GOES,     /* DROP */
	OBJECT_MAY_GO,   /* DROP .. IF EXISTS: what is left of several may be dropped again */
	OBJECT_REPLACED, /* CREATE OR REPLACE of what holds data: a second time would lose some */
	OBJECT_RENEWED,  /* CREATE OR REPLACE of what may be replaced again */
	OBJECT_SWAPPED,  /* has another's contents afterwards; the text is compared without names */
	OBJECT_CHANGE_COUNT
};

struct object {
	enum object_kind kind;
	enum object_change change;
	char *name; /* as SHOW CREATE takes it: quoted, with its schema if one was given */
};

struct object_list {
	enum statement_fate fate;
	struct object *items;
	size_t count;
	const char *why; /* of FATE_UNKNOWABLE: a constant part of a sentence, after "because" */
	const char *half_done; /* the same, of what it leaves half done, and how that is ended */
	bool all_or_nothing;   /* a refusal (SQL error) of this statement leaves nothing behind */
};

/* Takes over `name`. */
void object_list_add(struct object_list *list, enum object_kind kind, enum object_change change,
		     char *name);
bool object_list_equal(const struct object_list *a, const struct object_list *b);
void object_list_finish(struct object_list *list);

const char *object_kind_name(enum object_kind kind);       /* "table" */
const char *object_change_name(enum object_change change); /* "appears" */
/* The change that a text begins with, followed by a blank; false if none does. */
bool object_change_read(const char *text, enum object_change *change);

#endif
