/* An update by key through a temporary table. */
#ifndef GLIM_DRIVER_MYSQL_STAGED_H
#define GLIM_DRIVER_MYSQL_STAGED_H

#include "session.h"

/* False: *failed tells whether it has failed, or only cannot be done so. */
bool staged_update(struct session *, const struct bulk *, const glim_value *values, size_t rows,
		   struct outcome *, struct failure *, bool *failed);
void staged_company(struct session *, enum bulk_company);
void staged_end(struct session *);

#endif
