#include "wire/descendant.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

static bool read_stat(const char *pid, char *text, size_t size)
{
	char path[64];
	ssize_t length;
	int fd;

	snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	length = read(fd, text, size - 1);
	close(fd);
	text[length > 0 ? length : 0] = '\0';
	return length > 0;
}

/* pid (name) state parent .. start time as the 22nd; the name may hold anything. */
static bool read_process(const char *pid, struct process *process)
{
	char text[1024];
	const char *at;
	char state;
	int parent;
	unsigned long long started;

	if (!read_stat(pid, text, sizeof text))
		return false;
	at = strrchr(text, ')');
	if (!at || sscanf(at + 1,
			  " %c %d %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s "
			  "%*s %llu",
			  &state, &parent, &started) != 3)
		return false;
	*process = (struct process){ .pid = (pid_t)strtol(pid, NULL, 10),
				     .parent = parent,
				     .started = started,
				     .dead = state == 'Z' || state == 'X' };
	return true;
}

static void append(struct process_list *list, const struct process *process)
{
	list->items = memory_grow_for(list->items, list->count, sizeof *list->items);
	list->items[list->count++] = *process;
}

static void list_all(struct process_list *all)
{
	DIR *dir = opendir("/proc");
	const struct dirent *entry;
	struct process process;

	while (dir && (entry = readdir(dir)))
		if (isdigit((unsigned char)entry->d_name[0]) &&
		    read_process(entry->d_name, &process))
			append(all, &process);
	if (dir)
		closedir(dir);
}

static bool holds(const struct process_list *list, const struct process *process)
{
	for (size_t i = 0; list && i < list->count; i++)
		if (list->items[i].pid == process->pid &&
		    list->items[i].started == process->started)
			return true;
	return false;
}

static void list_below(pid_t root, const struct process_list *spared, struct process_list *list)
{
	struct process_list all = { 0 };
	pid_t parent = root;

	list_all(&all);
	for (size_t next = 0;; parent = list->items[next++].pid) {
		for (size_t i = 0; i < all.count; i++)
			if (all.items[i].parent == parent && !holds(spared, &all.items[i]) &&
			    !holds(list, &all.items[i]))
				append(list, &all.items[i]);
		if (next == list->count)
			break;
	}
	descendant_forget(&all);
}

void descendant_list(pid_t root, struct process_list *list)
{
	*list = (struct process_list){ 0 };
	list_below(root, NULL, list);
}

void descendant_add(pid_t pid, struct process_list *list)
{
	struct process process;
	char text[24];

	snprintf(text, sizeof text, "%d", (int)pid);
	if (read_process(text, &process))
		append(list, &process);
}

void descendant_forget(struct process_list *list)
{
	free(list->items);
	*list = (struct process_list){ 0 };
}

/* Kills everyone in the list; those met alive for the first time are added to `met`. */
static void kill_all(const struct process_list *list, struct process_list *met)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct process *process = &list->items[i];

		if (process->dead) {
			if (process->parent == getpid())
				waitpid(process->pid, NULL, WNOHANG);
			continue;
		}
		kill(process->pid, SIGKILL);
		if (!holds(met, process))
			append(met, process);
	}
}

size_t descendant_end(pid_t root, const struct process_list *spared)
{
	enum { ROUNDS = 5000 };
	const struct timespec pause = { .tv_nsec = 1000000 };
	struct process_list met = { 0 };
	size_t count;

	for (size_t round = 0; round < ROUNDS; round++) {
		struct process_list list = { 0 };

		list_below(root, spared, &list);
		kill_all(&list, &met);
		count = list.count;
		descendant_forget(&list);
		if (!count)
			break;
		nanosleep(&pause, NULL);
	}
	count = met.count;
	descendant_forget(&met);
	return count;
}
