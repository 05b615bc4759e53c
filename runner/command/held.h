/* Migrations of a batch that are done, but for a COMMIT that they share. */
#ifndef GLIM_COMMAND_HELD_H
#define GLIM_COMMAND_HELD_H

#include "base/text.h"
#include "execute/execute.h"

struct held_list {
	struct held {
		const struct plan_item *item;
		struct execution_result result;
	} * items;
	size_t count;
	struct text lost; /* what is to be said of those that are not done */
};

void held_add(struct held_list *, const struct plan_item *, const struct execution_result *);
/*
 * They are committed (`kept`), or nobody here has committed them: then their records tell. Calls
 * `tell` for each, in order, and holds nothing any more.
 */
void held_settle(struct held_list *, struct database *, enum direction, bool kept,
		 void (*tell)(void *data, const struct held *, bool done), void *data);
/* Adds to the state of the error what became of those that are not done. */
void held_explain(const struct held_list *, struct error *);
void held_finish(struct held_list *list);

#endif
