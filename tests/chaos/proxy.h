/* Stands between a runner and the server, and stops after so many bytes. A thread. */
#ifndef CHAOS_PROXY_H
#define CHAOS_PROXY_H

#include <stdbool.h>

struct proxy_fault {
	bool from_server;     /* the direction that counts */
	bool silent;          /* nothing more goes through, and nothing is closed */
	unsigned long cut_at; /* so many bytes of the first session pass; 0: all */
	unsigned long passed; /* how many did */
};

struct proxy;

struct proxy *proxy_start(int server_port, struct proxy_fault *fault); /* 127.0.0.1 */
int proxy_port(const struct proxy *proxy);
void proxy_stop(struct proxy *proxy);

#endif
