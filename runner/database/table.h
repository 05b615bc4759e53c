/* Makes a model's table with all that belongs to it, or nothing. */
#ifndef GLIM_DATABASE_TABLE_H
#define GLIM_DATABASE_TABLE_H

#include "database/database.h"

bool database_create_table(struct database *, const struct model *, struct error *);

#endif
