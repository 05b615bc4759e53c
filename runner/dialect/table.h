/* The parts of CREATE TABLE that the dialects share (dialect/table.c). */
#ifndef GLIM_DIALECT_TABLE_H
#define GLIM_DIALECT_TABLE_H

#include "dialect/dialect.h"

/* `name`, (`one`, `other`): the key of a model, with its brackets. */
void table_add_key(const struct dialect *, struct text *, const struct model *);
/* , UNIQUE (`name`) and , FOREIGN KEY (`a`) REFERENCES `b` (`c`) for every column that asks. */
void table_add_uniques(const struct dialect *, struct text *, const struct model *);
void table_add_references(const struct dialect *, struct text *, const struct model *);
/* " NOT NULL" and " DEFAULT .." of a column. */
void table_add_constraints(struct text *, const struct column *);
/* The quoted name of a column's index: ix_users_name. */
void table_add_index_name(const struct dialect *, struct text *, const char *prefix,
			  const struct model *, const struct column *);

#endif
