/* A model as a temporary table of its own, so that the database itself says what it becomes. */
#ifndef GLIM_SCHEMA_SHADOW_H
#define GLIM_SCHEMA_SHADOW_H

#include "schema/facts.h"

/* The facts of a model's table, as if it had been made; nothing stays. NULL: the failure is set. */
struct table_facts *shadow_facts(struct database *, const struct model *, struct failure *);

#endif
