#include "guest/child.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/memory.h"
#include "guest/crash.h"
#include "guest/declaration.h"
#include "guest/guest.h"
#include "guest/load.h"

static struct guest own; /* not on the stack, which a migration may overrun */

static void limit(int resource, rlim_t most)
{
	struct rlimit now;

	if (getrlimit(resource, &now) != 0)
		return;
	if (now.rlim_cur > most)
		now.rlim_cur = most;
	setrlimit(resource, &now);
}

void child_prepare(void)
{
	const rlim_t stack = 64 * 1024 * 1024; /* an unlimited one would eat all memory first */

	limit(RLIMIT_STACK, stack);
	setvbuf(stdout, NULL, _IOLBF, 0);
	guest_prepare(&own);
}

/* A group of its own: a migration that signals all of its own does not mean the others. */
static void settle_in(const struct child_birth *birth)
{
	sigset_t none;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != birth->parent)
		_exit(1);
	dup2(birth->fds[WIRE_OUTPUT], STDOUT_FILENO);
	dup2(birth->fds[WIRE_OUTPUT], STDERR_FILENO);
	close(birth->fds[WIRE_OUTPUT]);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static struct wire_page *map_page(int fd)
{
	void *page =
		mmap(NULL, sizeof(struct wire_page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	close(fd);
	if (page == MAP_FAILED)
		_exit(1);
	return page;
}

static _Noreturn void leave(struct guest *guest, size_t frame)
{
	wire_close(&guest->wire.out, frame);
	guest_send(guest);
	_exit(guest->lost);
}

static _Noreturn void leave_unloaded(struct guest *guest, const char *why)
{
	size_t frame = wire_open(&guest->wire.out, WIRE_LOAD_FAILED);

	wire_put_text(&guest->wire.out, why);
	leave(guest, frame);
}

static void list_model(struct guest *guest, const glim_model *from)
{
	char why[DECLARATION_WHY];
	struct model model;
	size_t frame;

	if (!declaration_read(from, &model, why))
		leave_unloaded(guest, why);
	frame = wire_open(&guest->wire.out, WIRE_MODEL);
	wire_put_model(&guest->wire.out, &model);
	wire_close(&guest->wire.out, frame);
	declaration_finish(&model);
	guest_done(guest);
}

static int list_models(struct guest *guest, const glim_model *const *models)
{
	enum { MODELS_MOST = 1000 };

	for (size_t i = 0; models[i]; i++) {
		if (i == MODELS_MOST)
			leave_unloaded(guest, "it declares more than 1000 models");
		list_model(guest, models[i]);
	}
	return 0;
}

static void finish(struct guest *guest, int returned)
{
	size_t frame;

	if (getpid() != guest->pid) /* the migration forked, and this is the copy */
		_exit(0);
	guest->page->stage = WIRE_RETURNED;
	fflush(NULL);
	if (atomic_load(&guest->strayed))
		guest_misuse(guest, "another thread than the migration's own used its context");
	frame = wire_open(&guest->wire.out, WIRE_DONE);
	wire_put_u32(&guest->wire.out, (uint32_t)returned);
	leave(guest, frame);
}

struct task {
	int image;
	enum wire_verb verb;
};

/* The runner may have no task any more: then it closes the socket. */
static struct task await_task(struct guest *guest)
{
	struct task task = { 0 };
	struct wire_body body;
	enum wire_kind kind;
	uint64_t memory_limit;
	const char *driver;
	uint32_t names_rule;

	if (wire_receive_descriptors(&guest->wire, &kind, &body, &task.image, 1) != WIRE_FRAME ||
	    kind != WIRE_TASK)
		_exit(1);
	task.verb = (enum wire_verb)wire_get_u32(&body);
	memory_limit = (uint64_t)wire_get_i64(&body);
	driver = wire_get_text(&body);
	names_rule = wire_get_u32(&body);
	if (body.bad)
		_exit(1);
	guest->names_rule = (enum names_rule)names_rule;
	guest->driver = memory_copy(driver ? driver : "");
	if (memory_limit)
		limit(RLIMIT_AS, memory_limit);
	return task;
}

static void load(const struct task *task, struct wire_page *page, struct plugin *plugin)
{
	struct text why = { 0 };
	char path[LOAD_PATH];

	load_path(task->image, path);
	crash_catch(page, path);
	page->stage = WIRE_LOADING;
	if (!load_plugin(task->image, task->verb, plugin, &why))
		leave_unloaded(&own, text_get(&why));
	close(task->image);
}

_Noreturn void child_live(const struct child_birth *birth)
{
	struct wire_page *page;
	struct plugin plugin = { 0 };
	struct task task;

	settle_in(birth);
	page = map_page(birth->fds[WIRE_PAGE]);
	guest_begin(&own, birth->fds[WIRE_SOCKET], page);
	task = await_task(&own);
	load(&task, page, &plugin);
	if (!guest_await_go(&own))
		_exit(1);
	page->stage = WIRE_RUNNING;
	finish(&own, task.verb == WIRE_VERB_MODELS ? list_models(&own, plugin.models)
						   : plugin.call(&own.ctx));
	_exit(1);
}
