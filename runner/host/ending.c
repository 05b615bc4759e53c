#include "host/talk.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"

static void end_text(char *text, size_t size)
{
	text[size - 1] = '\0';
}

/* The page is foreign: nothing in it is believed but as something to show. */
static void read_page(int fd, struct wire_page *page)
{
	*page = (struct wire_page){ 0 };
	if (pread(fd, page, sizeof *page, 0) != (ssize_t)sizeof *page)
		*page = (struct wire_page){ 0 };
	end_text(page->symbol, sizeof page->symbol);
	end_text(page->object, sizeof page->object);
	end_text(page->file, sizeof page->file);
}

static void add_place(struct text *out, const struct wire_page *page)
{
	const char *object = page->object;

	if (*page->symbol) {
		text_add(out, " in ");
		text_add_safe(out, page->symbol, strlen(page->symbol));
		text_print(out, "+0x%llx", (unsigned long long)page->offset);
	} else if (strcmp(object, "?") != 0) {
		text_print(out, " at +0x%llx", (unsigned long long)page->offset);
		object = *object ? object : "the plugin";
	}
	if (*object && strcmp(object, "?") != 0) {
		text_add(out, " of ");
		text_add_safe(out, object, strlen(object));
	}
}

static void add_stage(struct text *out, const struct wire_page *page)
{
	if (page->stage == WIRE_LOADING)
		text_add(out, " while it was being loaded");
	if (page->stage == WIRE_RETURNED)
		text_add(out, " after it had returned");
}

static void add_signal(struct text *out, int number)
{
	const char *name = sigabbrev_np(number);

	if (name)
		text_print(out, "was killed by SIG%s", name);
	else
		text_print(out, "was killed by signal %d", number);
}

static void add_address(struct text *out, const struct wire_page *page)
{
	if (page->overflow)
		text_add(out, " (its stack is used up)");
	else
		text_print(out, " (address 0x%llx)", (unsigned long long)page->address);
}

static char *describe_signal(int number, const struct wire_page *page)
{
	struct text out = { 0 };

	add_signal(&out, page->signal ? page->signal : number);
	if (page->signal && page->faulted) {
		add_place(&out, page);
		add_address(&out, page);
	}
	add_stage(&out, page);
	return text_take(&out);
}

static char *describe_timeout(int64_t timeout)
{
	return memory_format("took longer than %g s", (double)timeout / 1e6);
}

static char *describe_exit(const struct talk *talk, const struct wire_page *page)
{
	if (talk->done)
		return memory_format("ended with exit status %d after it had returned",
				     WEXITSTATUS(talk->status));
	if (page->stage == WIRE_RETURNED)
		return memory_copy("closed its connection to the runner");
	return memory_format("left by exit without returning (exit status %d)%s",
			     WEXITSTATUS(talk->status),
			     page->stage == WIRE_LOADING ? " while it was being loaded" : "");
}

/* A service manager may signal the migration and the runner at once: then the runner was stopped.
 */
static bool stopped_from_outside(const struct talk *talk)
{
	const struct host_service *service = &talk->service;
	int number = WIFSIGNALED(talk->status) ? WTERMSIG(talk->status) : 0;
	struct pollfd ready = { .fd = service->wake_fd, .events = POLLIN };

	if ((number != SIGTERM && number != SIGINT && number != SIGHUP) || !service->stopped)
		return false;
	if (!service->stopped(service->data))
		poll(&ready, 1, 100);
	return service->stopped(service->data);
}

static enum host_end judge(const struct talk *talk, const struct wire_page *page, char **reason)
{
	if (talk->unloaded) {
		*reason = memory_format("could not be loaded: %s", talk->unloaded);
		return HOST_NOT_LOADED;
	}
	if (talk->end == TALK_OUT_OF_TIME) {
		*reason = describe_timeout(talk->task.timeout);
		return HOST_TIMEOUT;
	}
	if (talk->end == TALK_STOPPED || stopped_from_outside(talk)) {
		*reason = memory_copy("was stopped");
		return HOST_STOPPED;
	}
	if (WIFSIGNALED(talk->status) && talk->end == TALK_GOES_ON) {
		*reason = describe_signal(WTERMSIG(talk->status), page);
		return HOST_CRASHED;
	}
	if (talk->end == TALK_BROKEN || talk->wire.in.length > talk->wire.in_at) {
		*reason = memory_copy("sent what is no request");
		return HOST_BROKEN;
	}
	if (talk->end == TALK_STUCK) {
		*reason = memory_copy(talk->done ? "returned and did not end"
						 : "closed its connection to the runner");
		return HOST_EXITED;
	}
	*reason = describe_exit(talk, page);
	return HOST_EXITED;
}

void ending_locate(struct talk *talk, struct host_result *result)
{
	struct wire_page page;

	read_page(talk->page, &page);
	result->calls = page.calls;
	if (*page.file) {
		result->file = memory_copy(page.file);
		result->line = page.line;
	}
}

void ending_describe(struct talk *talk, struct host_result *result)
{
	struct wire_page page;

	if (talk->done && talk->status == 0) {
		result->end = HOST_DONE;
		result->returned = talk->returned;
		return;
	}
	read_page(talk->page, &page);
	result->end = judge(talk, &page, &result->reason);
}
