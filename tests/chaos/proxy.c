#include "proxy.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"

/* Sessions come one after the other; a cancel opens a second one beside the first. */
enum { LINKS = 8, CHUNK = 4096 };

struct link {
	int client, server; /* -1: none */
	bool counts, silent;
};

struct proxy {
	pthread_t thread;
	struct proxy_fault *fault;
	int listener, stop, port, server_port;
	struct link links[LINKS];
	bool counted;
};

static int socket_to(int port)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	const int one = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	close(fd);
	return -1;
}

static void close_link(struct link *link)
{
	if (link->client >= 0)
		close(link->client);
	if (link->server >= 0)
		close(link->server);
	*link = (struct link){ -1, -1, false, false };
}

static void accept_link(struct proxy *proxy)
{
	const int one = 1;
	int client = accept4(proxy->listener, NULL, NULL, SOCK_CLOEXEC);

	setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	for (int i = 0; client >= 0 && i < LINKS; i++) {
		if (proxy->links[i].client >= 0)
			continue;
		proxy->links[i] = (struct link){ client, socket_to(proxy->server_port),
						 !proxy->counted, false };
		proxy->counted = true;
		return;
	}
	close(client);
}

/* How much of a piece goes through, by the fault. */
static ssize_t allowed(struct proxy *proxy, struct link *link, bool from_server, ssize_t length)
{
	struct proxy_fault *fault = proxy->fault;
	const unsigned long left = fault->cut_at - fault->passed;

	if (!link->counts || from_server != fault->from_server)
		return length;
	if (!fault->cut_at || (unsigned long)length < left) {
		fault->passed += (unsigned long)length;
		return length;
	}
	fault->passed = fault->cut_at;
	return (ssize_t)left;
}

static void move(struct proxy *proxy, struct link *link, bool from_server)
{
	char piece[CHUNK];
	ssize_t length = read(from_server ? link->server : link->client, piece, sizeof piece);
	ssize_t goes = length > 0 ? allowed(proxy, link, from_server, length) : 0;

	if (goes > 0 &&
	    send(from_server ? link->client : link->server, piece, (size_t)goes, MSG_NOSIGNAL) < 0)
		goes = 0;
	if (length > 0 && goes == length)
		return;
	if (length > 0 && proxy->fault->silent)
		link->silent = true;
	else
		close_link(link);
}

static void serve(struct proxy *proxy)
{
	struct pollfd polls[2 + 2 * LINKS];

	polls[0] = (struct pollfd){ .fd = proxy->stop, .events = POLLIN };
	polls[1] = (struct pollfd){ .fd = proxy->listener, .events = POLLIN };
	for (int i = 0; i < LINKS; i++) {
		const struct link *link = &proxy->links[i];

		polls[2 + 2 * i] = (struct pollfd){ link->silent ? -1 : link->client, POLLIN, 0 };
		polls[3 + 2 * i] = (struct pollfd){ link->silent ? -1 : link->server, POLLIN, 0 };
	}
	poll(polls, 2 + 2 * LINKS, -1);
	if (polls[1].revents)
		accept_link(proxy);
	for (int i = 0; i < LINKS; i++) {
		if (polls[2 + 2 * i].revents)
			move(proxy, &proxy->links[i], false);
		if (polls[3 + 2 * i].revents && proxy->links[i].server >= 0)
			move(proxy, &proxy->links[i], true);
	}
}

static void *live(void *data)
{
	struct proxy *proxy = data;
	struct pollfd stop = { .fd = proxy->stop, .events = POLLIN };

	while (poll(&stop, 1, 0) == 0)
		serve(proxy);
	return NULL;
}

static void open_listener(struct proxy *proxy)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof address;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	proxy->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(proxy->listener, (struct sockaddr *)&address, length) != 0 ||
	    listen(proxy->listener, LINKS) != 0 ||
	    getsockname(proxy->listener, (struct sockaddr *)&address, &length) != 0) {
		perror("chaos: proxy");
		exit(3);
	}
	proxy->port = ntohs(address.sin_port);
}

struct proxy *proxy_start(int server_port, struct proxy_fault *fault)
{
	struct proxy *proxy = memory_alloc(sizeof *proxy);

	proxy->fault = fault;
	proxy->server_port = server_port;
	proxy->stop = eventfd(0, EFD_CLOEXEC);
	for (int i = 0; i < LINKS; i++)
		proxy->links[i].client = proxy->links[i].server = -1;
	open_listener(proxy);
	pthread_create(&proxy->thread, NULL, live, proxy);
	return proxy;
}

int proxy_port(const struct proxy *proxy)
{
	return proxy->port;
}

void proxy_stop(struct proxy *proxy)
{
	const uint64_t one = 1;

	if (write(proxy->stop, &one, sizeof one) > 0)
		pthread_join(proxy->thread, NULL);
	for (int i = 0; i < LINKS; i++)
		close_link(&proxy->links[i]);
	close(proxy->listener);
	close(proxy->stop);
	free(proxy);
}
