/* Whether the account may write the history, asked before anything is started. */
#ifndef GLIM_HISTORY_WRITABLE_H
#define GLIM_HISTORY_WRITABLE_H

#include "database/database.h"

/* 4 where it may be read and not written. */
bool history_writable(struct database *, struct error *);
/* 6 where one of its tables has no transactions. */
bool history_undoable(struct database *, struct error *);

#endif
