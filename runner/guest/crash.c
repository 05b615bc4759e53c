#include "guest/crash.h"

#include <dlfcn.h>
#include <signal.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

static struct {
	struct wire_page *page;
	char image[64];
	pid_t pid;
} crash;

static char crash_stack[64 * 1024]; /* its own: the usual one may be what ran out */

static uintptr_t program_counter(const ucontext_t *at)
{
#if defined(__x86_64__)
	return (uintptr_t)at->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
	return (uintptr_t)at->uc_mcontext.pc;
#else
	(void)at;
	return 0;
#endif
}

static uintptr_t stack_pointer(const ucontext_t *at)
{
#if defined(__x86_64__)
	return (uintptr_t)at->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
	return (uintptr_t)at->uc_mcontext.sp;
#else
	(void)at;
	return 0;
#endif
}

static void copy_text(char *to, size_t size, const char *from)
{
	size_t length = from ? strnlen(from, size - 1) : 0;

	memcpy(to, from ? from : "", length);
	to[length] = '\0';
}

static void note_object(const char *name)
{
	const char *slash = name ? strrchr(name, '/') : NULL;

	if (!name || strcmp(name, crash.image) == 0)
		return;
	copy_text(crash.page->object, sizeof crash.page->object, slash ? slash + 1 : name);
}

/*
 * The linker's own lock may be held by another thread: SIGALRM then ends the wait, and the page
 * tells what really happened.
 */
static void note_place(uintptr_t at)
{
	Dl_info found;
	sigset_t alarms;

	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	signal(SIGALRM, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &alarms, NULL);
	alarm(2);
	if (!dladdr((void *)at, &found)) { /* NOLINT(performance-no-int-to-ptr) */
		copy_text(crash.page->object, sizeof crash.page->object, "?");
		return;
	}
	note_object(found.dli_fname);
	copy_text(crash.page->symbol, sizeof crash.page->symbol, found.dli_sname);
	crash.page->offset = at - (uintptr_t)(found.dli_sname ? found.dli_saddr : found.dli_fbase);
}

static void note(int number, const siginfo_t *info, const ucontext_t *at)
{
	const uintptr_t near = 64 * 1024;
	uintptr_t address = (uintptr_t)info->si_addr;

	crash.page->signal = number;
	if (info->si_code <= 0) /* sent by somebody, as abort() does */
		return;
	crash.page->faulted = 1;
	crash.page->address = address;
	crash.page->overflow = number == SIGSEGV && address + near > stack_pointer(at) &&
			       address < stack_pointer(at) + near;
	note_place(program_counter(at));
}

static void on_signal(int number, siginfo_t *info, void *context)
{
	if (getpid() == crash.pid && !crash.page->signal)
		note(number, info, context);
	signal(number, SIG_DFL);
	raise(number);
}

void crash_catch(struct wire_page *page, const char *image)
{
	static const int numbers[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS, SIGTRAP };
	const stack_t stack = { .ss_sp = crash_stack, .ss_size = sizeof crash_stack };
	struct sigaction action = { .sa_sigaction = on_signal,
				    .sa_flags = SA_SIGINFO | SA_ONSTACK };

	crash.page = page;
	crash.pid = getpid();
	copy_text(crash.image, sizeof crash.image, image);
	sigemptyset(&action.sa_mask);
	sigaltstack(&stack, NULL);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		sigaction(numbers[i], &action, NULL);
}
