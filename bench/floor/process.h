/* The least that keeps a migration's code away from the one who holds the connection: a process. */
#ifndef BENCH_PROCESS_H
#define BENCH_PROCESS_H

#include <stddef.h>

/* What migration `number` below `directory` asks for: its plugin is loaded and called by a child,
 * which says it through a pipe and has ended well when this returns. */
void process_ask(const char *directory, long number, char *sql, size_t size);

#endif
