/*
 * The test's own way into the database that a runner works on: it prepares, looks, and kills
 * sessions. A failure ends the test program: nothing can be said without it.
 */
#ifndef CHAOS_SIDE_H
#define CHAOS_SIDE_H

struct side;

struct server_place;

struct side *side_open_server(const struct server_place *); /* as its administrator */
struct side *side_open_file(const char *file);
void side_use(struct side *, const char *schema); /* from now on, also in a new session */
void side_close(struct side *side);
/* All rows, `|` between columns, one a line; "" without rows. Owned by the caller. */
__attribute__((format(printf, 2, 3))) char *side_ask(struct side *, const char *format, ...);
__attribute__((format(printf, 2, 3))) void side_do(struct side *, const char *format, ...);
/* The first column of the first row as a number; 0 without rows. */
__attribute__((format(printf, 2, 3))) long side_number(struct side *, const char *format, ...);

#endif
