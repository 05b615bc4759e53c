/* Is a walk in the order of this key sound? Asked of the database when a walk begins. */
#ifndef GLIM_EXECUTE_KEY_H
#define GLIM_EXECUTE_KEY_H

#include "data/key.h"
#include "data/selection.h"
#include "execute/migration.h"

/* What the database says of a table. */
struct known_key {
	char *table;
	struct key_columns columns;
	struct known_key *next;
};

/*
 * The marks of the selection's key (an array to be freed; its texts live until the next call for
 * the table). False: rows could be left out, or the database cannot say, and that sticks.
 */
bool key_learn(struct migration *, const struct selection *, const char *site,
	       struct selection_marks *out);
/* What the database says of a table now; NULL sticks. */
const struct key_columns *key_describe(struct migration *, const char *table, const char *site);
/* Does it say that of a table which a temporary one hides? */
bool key_is_of_another(const struct migration *, const char *table);
/* Is it best read along an index? A condition may have an index of its own, a better one. */
bool key_gives_order(struct migration *, const struct selection *);
/* What was learned of the table; NULL: nothing. */
const struct key_columns *key_known(const struct migration *, const char *table);
void key_forget_all(struct migration *migration);

#endif
