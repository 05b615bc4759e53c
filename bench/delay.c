/*
 * delay HOST_PORT MICROSECONDS - a proxy that makes every round trip to 127.0.0.1:HOST_PORT longer
 * by MICROSECONDS, half of it each way; bandwidth stays. Prints its own port, then, when SIGTERM
 * ends it, how many connections and round trips it saw since SIGUSR1. A round trip is counted when
 * a client sends after the server has: what is sent in one go counts once.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LINKS = 64, CHUNK = 65536 };

struct chunk {
	struct chunk *next;
	long long due;
	size_t length; /* 0: the sender has closed */
	size_t sent;
	char bytes[];
};

struct pipe {
	int from, to;
	struct chunk *first, **last;
	int closed;
};

struct link {
	struct pipe up, down;
	int server_spoke;
};

static struct link *links[LINKS];
static volatile long connections, trips;
static long long half_ns;
static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	(void)signal;
	stopped = 1;
}

static void forget(int signal)
{
	(void)signal;
	connections = trips = 0;
}

static void fail(const char *what)
{
	fprintf(stderr, "delay: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static struct sockaddr_in local(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

static int listen_somewhere(void)
{
	struct sockaddr_in address = local(0);
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) || listen(fd, 64) ||
	    getsockname(fd, (struct sockaddr *)&address, &size))
		fail("cannot listen");
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	return fd;
}

static int connect_server(int port)
{
	struct sockaddr_in address = local(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address))
		fail("cannot reach the server");
	return fd;
}

static void set_pipe(struct pipe *pipe, int from, int to)
{
	int yes = 1;

	*pipe = (struct pipe){ .from = from, .to = to, .last = &pipe->first };
	setsockopt(to, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

/* The server greets first, after a trip that the client's connect() paid for. */
static void accept_client(int listener, int port)
{
	for (int i = 0; i < LINKS; i++) {
		if (links[i])
			continue;
		int client = accept(listener, NULL, NULL);
		if (client < 0)
			return;
		int server = connect_server(port);
		links[i] = calloc(1, sizeof *links[i]);
		if (!links[i])
			fail("memory");
		set_pipe(&links[i]->up, client, server);
		set_pipe(&links[i]->down, server, client);
		connections++;
		return;
	}
}

static void receive(struct pipe *pipe)
{
	struct chunk *chunk = malloc(sizeof *chunk + CHUNK);
	ssize_t got;

	if (!chunk)
		fail("memory");
	got = read(pipe->from, chunk->bytes, CHUNK);
	*chunk = (struct chunk){ .due = now() + half_ns, .length = got > 0 ? (size_t)got : 0 };
	pipe->closed = got <= 0;
	*pipe->last = chunk;
	pipe->last = &chunk->next;
}

static void drop_first(struct pipe *pipe)
{
	struct chunk *chunk = pipe->first;

	pipe->first = chunk->next;
	if (!pipe->first)
		pipe->last = &pipe->first;
	free(chunk);
}

static void forward_due(struct pipe *pipe)
{
	while (pipe->first && pipe->first->due <= now()) {
		struct chunk *chunk = pipe->first;
		ssize_t sent = 0;

		if (!chunk->length)
			shutdown(pipe->to, SHUT_WR);
		else
			sent = send(pipe->to, chunk->bytes + chunk->sent,
				    chunk->length - chunk->sent, MSG_NOSIGNAL);
		chunk->sent += sent > 0 ? (size_t)sent : 0;
		if (chunk->sent == chunk->length || sent < 0)
			drop_first(pipe);
	}
}

static void free_link(struct link **slot)
{
	while ((*slot)->up.first)
		drop_first(&(*slot)->up);
	while ((*slot)->down.first)
		drop_first(&(*slot)->down);
	close((*slot)->up.from);
	close((*slot)->down.from);
	free(*slot);
	*slot = NULL;
}

static void receive_link(struct link *link, int client_ready, int server_ready)
{
	if (client_ready) {
		receive(&link->up);
		if (link->server_spoke && !link->up.closed)
			trips++;
		link->server_spoke = 0;
	}
	if (server_ready) {
		receive(&link->down);
		link->server_spoke = 1;
	}
}

static long long earliest(const struct pipe *pipe, long long due)
{
	return pipe->first && pipe->first->due < due ? pipe->first->due : due;
}

/* At most a second, so that a signal just before ppoll() costs no more. */
static struct timespec until_due(void)
{
	long long due = now() + 1000000000LL, wait;

	for (int i = 0; i < LINKS; i++)
		if (links[i])
			due = earliest(&links[i]->up, earliest(&links[i]->down, due));
	wait = due - now();
	if (wait < 0)
		wait = 0;
	return (struct timespec){ wait / 1000000000LL, wait % 1000000000LL };
}

static void serve(int listener, int port)
{
	struct pollfd ready[1 + 2 * LINKS] = { { .fd = listener, .events = POLLIN } };
	struct timespec wait = until_due();

	for (int i = 0; i < LINKS; i++) {
		const struct link *link = links[i];

		ready[1 + 2 * i] = (struct pollfd){ .fd = -1, .events = POLLIN };
		ready[2 + 2 * i] = (struct pollfd){ .fd = -1, .events = POLLIN };
		if (link && !link->up.closed)
			ready[1 + 2 * i].fd = link->up.from;
		if (link && !link->down.closed)
			ready[2 + 2 * i].fd = link->down.from;
	}
	if (ppoll(ready, 1 + 2 * LINKS, &wait, NULL) < 0)
		return;
	for (int i = 0; i < LINKS; i++) {
		if (!links[i])
			continue;
		receive_link(links[i], ready[1 + 2 * i].revents, ready[2 + 2 * i].revents);
		forward_due(&links[i]->up);
		forward_due(&links[i]->down);
		if (links[i]->up.closed && links[i]->down.closed && !links[i]->up.first &&
		    !links[i]->down.first)
			free_link(&links[i]);
	}
	if (ready[0].revents)
		accept_client(listener, port);
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: delay HOST_PORT MICROSECONDS\n");
		return 2;
	}
	int port = atoi(argv[1]);

	half_ns = atoll(argv[2]) * 500;
	prctl(PR_SET_TIMERSLACK, 1000UL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	signal(SIGTERM, stop);
	signal(SIGUSR1, forget);
	int listener = listen_somewhere();
	while (!stopped)
		serve(listener, port);
	printf("%ld %ld\n", connections, trips);
	return 0;
}
