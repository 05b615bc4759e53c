/* What status, validate and log open: only to read. */
#ifndef GLIM_COMMAND_VIEW_H
#define GLIM_COMMAND_VIEW_H

#include "command/options.h"
#include "driver/driver.h"
#include "overview/overview.h"

struct view {
	struct config *config;
	struct catalog *catalog;
	struct database *db; /* NULL: not asked for, or an embedded database that is not there */
	struct history *history;
	struct overview *overview;
	struct lock_holder holder; /* who is at work; `who` is NULL: nobody */
};

/* `without_database`: --no-db. The history is then empty. */
bool view_open(struct view *, struct options *, bool without_database, struct error *);
/* Only the configuration and the database, for what needs no plugins. */
bool view_open_database(struct view *, struct options *, struct error *);
void view_close(struct view *view);
/* "shop on PRODUCT VERSION at db1:3306 as deploy" (owned) */
char *view_title(const struct view *view);

#endif
