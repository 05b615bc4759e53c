/* What is asked of the history before anything is started, besides what it holds. */
#ifndef GLIM_HISTORY_WRITABLE_H
#define GLIM_HISTORY_WRITABLE_H

#include "database/database.h"

/* 4 where it may be read and not written. */
bool history_writable(struct database *, struct error *);
/* Does glim_steps hold no row? False where that cannot be known. */
bool history_journal_empty(struct database *);
/* 6 where one of its tables has no transactions. */
bool history_undoable(struct database *, struct error *);

#endif
