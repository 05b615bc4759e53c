/*
 * A program that stands before its main() and runs it in a child as often as it is asked: what
 * the start of a process costs is paid once. Asked over a SOCK_SEQPACKET socket, which
 * GLIM_INJECT_SERVE numbers: a request, then its pid, then its status as waitpid() gives it, then
 * the processor time that it took, in milliseconds.
 */
#ifndef INJECT_SERVE_H
#define INJECT_SERVE_H

#include <stdbool.h>
#include <sys/types.h>

enum { SERVE_FD = 3 };

struct serve_request {
	char line[200]; /* split at blanks */
	char wish[80];  /* becomes GLIM_INJECT; "": nothing fails */
};

/* In the program: main() of a child returns from it; the server does not. */
void serve(int fd, int *argc, char ***argv);
/* What failing.c does in the child, whose GLIM_INJECT is set. */
void read_wish(void);

#endif
