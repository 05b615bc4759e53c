/*
 * A server in the clothes of MySQL 8, which Debian does not have: mysql8 PATH UPSTREAM, or
 * mysql8 PATH fast|full|switch. It prints "ready PORT", PATH being a socket or "tcp".
 *
 * UPSTREAM  the socket of a MariaDB server. The greeting says 8.0.36, and what MySQL 8 does not
 *           know (dress.c) is refused as MySQL refuses it; all else is passed on.
 * fast ..   no server at all: the ways of logging in by caching_sha2_password. The first statement
 *           is answered by an error that says how its client came in.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mysql8.h"

static int listen_tcp(int *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, 16) != 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &size) != 0)
		return -1;
	*port = ntohs(address.sin_port);
	return fd;
}

static struct sockaddr_un local_address(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	return address;
}

static int listen_local(const char *path)
{
	struct sockaddr_un address = local_address(path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 16) != 0)
		return -1;
	return fd;
}

static int connect_local(const char *path)
{
	struct sockaddr_un address = local_address(path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return connect(fd, (struct sockaddr *)&address, sizeof address) == 0 ? fd : -1;
}

static void serve(int client, const char *what)
{
	int upstream;

	if (*what != '/') {
		login_scripted(client, what);
		return;
	}
	upstream = connect_local(what);
	if (upstream >= 0)
		dress(client, upstream);
}

int main(int argc, char **argv)
{
	int port = 0, listener, client;

	if (argc != 3)
		return 2;
	listener = strcmp(argv[1], "tcp") == 0 ? listen_tcp(&port) : listen_local(argv[1]);
	if (listener < 0)
		return 1;
	printf("ready %d\n", port);
	fflush(stdout);
	while ((client = accept(listener, NULL, NULL)) >= 0) {
		if (fork() == 0) {
			serve(client, argv[2]);
			_exit(0);
		}
		close(client);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
	return 1;
}
