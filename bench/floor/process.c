#include "process.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glim/migration.h>

static int to_host;

static int tell(glim_ctx *ctx, const char *sql, const glim_value *values, size_t count)
{
	(void)ctx, (void)values, (void)count;
	return write(to_host, sql, strlen(sql)) < 0;
}

static _Noreturn void live(const char *directory, long number)
{
	static const glim_api api = { .size = sizeof api, .exec = tell };
	glim_ctx ctx = { .api = &api };
	char path[4096];
	int (*call)(glim_ctx *);
	void *plugin;

	snprintf(path, sizeof path, "%s/2026%08ld_Bench%08ld.so", directory, number, number);
	plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	*(void **)&call = plugin ? dlsym(plugin, "run") : NULL;
	if (!call)
		fprintf(stderr, "%s\n", dlerror());
	_exit(!call || call(&ctx));
}

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void hear(int from_child, char *sql, size_t size)
{
	size_t length = 0;
	ssize_t got;

	while ((got = read(from_child, sql + length, size - 1 - length)) > 0)
		length += (size_t)got;
	sql[length] = '\0';
}

void process_ask(const char *directory, long number, char *sql, size_t size)
{
	int ends[2], status;
	pid_t child = pipe(ends) < 0 ? -1 : fork();

	if (child < 0)
		fail("process");
	if (!child) {
		to_host = ends[1];
		live(directory, number);
	}
	close(ends[1]);
	hear(ends[0], sql, size);
	close(ends[0]);
	if (waitpid(child, &status, 0) != child || status)
		fail("the child");
}
