/* The statements of a dump, from what SHOW CREATE answers. */
#ifndef GLIM_DIALECT_MYSQL_SCHEMA_H
#define GLIM_DIALECT_MYSQL_SCHEMA_H

#include "dialect/schema.h"

/* dialect/mysql_write.c; see schema_dialect.write */
void mysql_write_object(const struct schema_source *, struct text *out, struct text *late);

#endif
