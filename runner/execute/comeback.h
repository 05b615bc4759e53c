/* A new connection in the place of one that was lost: what does the history say by then? */
#ifndef GLIM_EXECUTE_COMEBACK_H
#define GLIM_EXECUTE_COMEBACK_H

#include <stdbool.h>

struct execution;
struct history;
struct migration;

/* How long a server is waited for: to say what became of a COMMIT, or to take a failure. */
enum comeback { COMEBACK_SETTLE = 60 * 1000000, COMEBACK_RECORD = 10 * 1000000 };

/* Connected, and locked again; NULL: the server cannot be reached. */
struct history *comeback(struct execution *, enum comeback wait);
/* Does this history have what the migration would have left there? */
bool comeback_finds(const struct migration *, const struct history *);
/* Of one that it does not have: has another run gone on with it? */
void comeback_look(struct migration *, const struct history *);
/* All of this. False: it cannot be asked. */
bool comeback_settle(struct migration *, bool *applied);

#endif
