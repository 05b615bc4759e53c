/* The parts of CREATE TABLE that the dialects share (dialect/table.c). */
#ifndef GLIM_DIALECT_TABLE_H
#define GLIM_DIALECT_TABLE_H

#include "dialect/dialect.h"

/* `name`, (`one`, `other`): the key of a model, with its brackets. */
void table_add_key(const struct dialect *, struct text *, const struct model *);
/* , UNIQUE (`name`) and , FOREIGN KEY (`a`) REFERENCES `b` (`c`) for every column that asks. */
void table_add_uniques(const struct dialect *, struct text *, const struct model *);
void table_add_references(const struct dialect *, struct text *, const struct model *);

/* What a database calls these. */
struct table_words {
	const char *const *types; /* of enum glim_column_type */
	const char *long_text;    /* a TEXT of more than 65535 bytes; NULL: TEXT holds it */
	const char *bytewise;     /* behind a type whose texts are compared so, or "" */
	const char *counts;       /* at the end of a column that counts by itself, or "" */
	unsigned index_name_most; /* bytes; 0: any */
};

/* `name` VARCHAR(80) NOT NULL DEFAULT ..: a column, and its type alone. */
void table_add_column(const struct dialect *, const struct table_words *, struct text *,
		      const struct column *);
void table_add_type(const struct table_words *, struct text *, const struct column *);
/*
 * `ix_users_name` and a blank: the name of a column's index. Nothing where it does not fit: it
 * would be cut, and two might be the same then; the database finds one.
 */
void table_add_index_name(const struct dialect *, const struct table_words *, struct text *,
			  const char *prefix, const struct model *, const struct column *);
/* The n-th index that a model asks for, as a statement; false: it asks for fewer. */
bool table_create_index(const struct dialect *, const struct table_words *, struct text *,
			const struct model *, size_t n);
/* A unique index of a table that is there, as a statement. */
void table_create_unique(const struct dialect *, const struct table_words *, struct text *,
			 const struct model *, const struct column *);

#endif
