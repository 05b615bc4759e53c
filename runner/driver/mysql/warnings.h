/* What the server has put up with in the last statement. */
#ifndef GLIM_DRIVER_MYSQL_WARNINGS_H
#define GLIM_DRIVER_MYSQL_WARNINGS_H

#include "session.h"

/* False, and a failure, if it cut or replaced a value. */
bool warnings_check(struct session *, struct failure *);

#endif
