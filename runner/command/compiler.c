#include "command/compiler.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/part.h"
#include "base/text.h"
#include "child/child.h"
#include "command/language.h"
#include "command/listing.h"
#include "interrupt/interrupt.h"

enum { ARGUMENTS = 16 };

static const char rules[] = "share/glim/glim.mk";

struct arguments {
	char *list[ARGUMENTS]; /* owned, NULL at the end */
	size_t count;
};

static void add(struct arguments *arguments, char *owned)
{
	arguments->list[arguments->count++] = owned;
}

/* A dollar sign in a path is no variable of make's. */
static void add_path(struct arguments *arguments, const char *variable, const char *path)
{
	struct text text = { 0 };

	text_print(&text, "%s=", variable);
	for (; *path; path++)
		text_print(&text, "%s%c", *path == '$' ? "$" : "", *path);
	add(arguments, text_take(&text));
}

static bool has_makefile(const char *sources)
{
	char *own = memory_format("%s/Makefile", sources);
	const bool has = access(own, F_OK) == 0;

	free(own);
	return has;
}

/* A Makefile of the user's own may not bear several jobs at once; ours does. */
static void add_rules(struct arguments *arguments, const char *sources)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	if (has_makefile(sources))
		return;
	add(arguments, memory_copy("-f"));
	add(arguments, part_path(rules));
	add(arguments, memory_format("-j%ld", processors > 0 ? processors : 1));
	add(arguments, memory_copy("--output-sync"));
}

static void add_all(struct arguments *arguments, const struct compiler_request *request)
{
	char *include = part_path("include");

	add(arguments, memory_copy("make"));
	add(arguments, memory_copy("--no-print-directory"));
	add(arguments, memory_copy("-C"));
	add(arguments, memory_copy(request->sources));
	add_rules(arguments, request->sources);
	add(arguments, memory_copy(request->verbose ? "V=1" : "-s"));
	add_path(arguments, "GLIM_OUT", request->plugins);
	add_path(arguments, "GLIM_INCLUDE", include);
	if (request->dialect)
		add_path(arguments, "GLIM_DIALECT", request->dialect);
	if (request->stem)
		add(arguments, memory_format("%s/%s.so", request->plugins, request->stem));
	free(include);
}

static void arguments_finish(struct arguments *arguments)
{
	for (size_t i = 0; i < arguments->count; i++)
		free(arguments->list[i]);
}

/* Settings of a make around us are not for the migrations: its flags, its jobs, its variables. */
static bool is_of_make(const char *variable)
{
	static const char *const names[] = { "MAKEFLAGS=", "MFLAGS=", "MAKELEVEL=",
					     "MAKEOVERRIDES=", "MAKEFILES=" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strncmp(variable, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static char **own_environment(void)
{
	size_t count = 0, kept = 0;
	char **list;

	while (environ[count])
		count++;
	list = memory_alloc((count + 1) * sizeof *list);
	for (size_t i = 0; i < count; i++)
		if (!is_of_make(environ[i]))
			list[kept++] = environ[i];
	return list;
}

/* stdout is ours: what make prints goes where its errors go, or nowhere. */
static void redirect_stdout(posix_spawn_file_actions_t *actions, bool quiet)
{
	if (quiet)
		posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	else
		posix_spawn_file_actions_adddup2(actions, STDERR_FILENO, STDOUT_FILENO);
}

static int spawn_make(char *const *arguments, bool quiet, pid_t *pid)
{
	char **environment = own_environment();
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int failed;

	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGXFSZ);
	posix_spawn_file_actions_init(&actions);
	redirect_stdout(&actions, quiet);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	failed = posix_spawnp(pid, arguments[0], &actions, &attributes, arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	free(environment);
	return failed;
}

static bool missing(struct error *error, const char *what, const char *package)
{
	error_set(error, ERROR_BUILD, "%s is not installed, and migrations are compiled with it",
		  what);
	error_next(error, "apt-get install %s", package);
	return false;
}

/* Where glim came as packages, those who only run migrations need neither rules nor headers. */
static bool has_rules(const char *sources, struct error *error)
{
	char *path = part_path(rules);
	const bool has = has_makefile(sources) || access(path, R_OK) == 0;

	if (!has) {
		error_set(error, ERROR_BUILD,
			  "%s is not there, and migrations are compiled by its rules", path);
		error_next(error, "apt-get install glim-dev");
	}
	free(path);
	return has;
}

static bool is_asked_for(const struct compiler_request *request, const char *file)
{
	char *stem = listing_stem(file);
	bool asked = !request->stem || strcmp(stem, request->stem) == 0;

	free(stem);
	return asked;
}

/* The first language in which a source is written and which nobody here can compile. */
static const struct language *without_compiler(const struct compiler_request *request)
{
	const struct language *found = NULL;
	struct listing listing;

	if (!listing_read(&listing, request->sources, listing_is_source))
		return NULL;
	for (size_t i = 0; i < listing.count && !found; i++) {
		const struct language *language = language_of(listing.files[i]);

		if (is_asked_for(request, listing.files[i]) && !language_has_compiler(language))
			found = language;
	}
	listing_finish(&listing);
	return found;
}

static bool explain(const struct compiler_request *request, int status, struct error *error)
{
	const struct language *language = without_compiler(request);
	char what[64];

	if (language) {
		snprintf(what, sizeof what, "a %s compiler", language->title);
		return missing(error, what, language->package);
	}
	if (WIFSIGNALED(status))
		error_set(error, ERROR_BUILD, "make was ended by signal %d (%s)", WTERMSIG(status),
			  strsignal(WTERMSIG(status)));
	else
		error_set(error, ERROR_BUILD,
			  "%s%sdid not compile; the compiler's words stand above",
			  request->stem ? request->stem : "", request->stem ? " " : "a source ");
	error_line(&error->at, "%s", request->sources);
	error_line(&error->state, "plugins that were built before are as they were");
	error_next(error, "correct the source, then: glim migration:build");
	return false;
}

static bool wait_for(pid_t pid, int *status)
{
	while (waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			return false;
	return true;
}

static void on_line(void *data, const char *line, size_t length)
{
	output_tool(data, "make", line, length);
}

static bool on_wake(void *data)
{
	(void)data;
	return interrupt_signal() != 0;
}

/* Status as waitpid gives it; an errno if make could not be started. */
static int make_with_events(char *const *arguments, struct output *events, int *status)
{
	char **environment = own_environment();
	const struct child_request request = {
		.words = arguments,
		.environment = environment,
		.line = on_line,
		.stopped = on_wake,
		.data = events,
	};
	struct child_result result;

	interrupt_start();
	result = child_run(&request);
	free(environment);
	*status = result.end == CHILD_EXITED   ? W_EXITCODE(result.number, 0)
		  : result.end == CHILD_KILLED ? W_EXITCODE(0, result.number)
					       : W_EXITCODE(0, SIGKILL);
	return result.end == CHILD_NOT_STARTED ? result.number : 0;
}

static int make_as_it_is(char *const *arguments, bool quiet, int *status)
{
	pid_t pid;
	const int failed = spawn_make(arguments, quiet, &pid);

	if (!failed && !wait_for(pid, status))
		return errno;
	return failed;
}

static bool stopped(struct error *error)
{
	error_set(error, ERROR_CANCELLED, "cancelled while make ran");
	error->exit_code = 128 + interrupt_signal();
	return false;
}

bool compiler_run(const struct compiler_request *request, struct error *error)
{
	struct arguments arguments = { 0 };
	int status = 0, failed;

	if (!has_rules(request->sources, error))
		return false;
	add_all(&arguments, request);
	failed = request->events ? make_with_events(arguments.list, request->events, &status)
				 : make_as_it_is(arguments.list, request->quiet, &status);
	arguments_finish(&arguments);
	if (failed == ENOENT)
		return missing(error, "make", "make gcc libc6-dev");
	if (failed)
		return error_set(error, ERROR_BUILD, "make cannot be started: %s",
				 strerror(failed));
	if (interrupt_signal())
		return stopped(error);
	return status == 0 || explain(request, status, error);
}
