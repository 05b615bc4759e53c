#include "output/output.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "interrupt/interrupt.h"
#include "output/stream.h"

enum { IDLE_EVERY = 1000 }; /* milliseconds */

/* Where the question can be read: stderr, or the terminal itself when that holds other things. */
static bool put_question(struct output *output, const char *question)
{
	const bool has_end = *question && question[strlen(question) - 1] == ' ';
	FILE *terminal = isatty(STDERR_FILENO) && !output->events ? NULL : fopen("/dev/tty", "we");
	struct text text = { 0 };

	text_print(&text, "glim: %s%s", question, has_end ? "" : " ");
	if (terminal) {
		fputs(text_get(&text), terminal);
		fclose(terminal);
	} else if (!output->events) {
		output_aside(output, &text);
	}
	text_finish(&text);
	return terminal || !output->events;
}

/* False once a signal asked the run to stop: signals are taken elsewhere and do not end a read. */
static bool wait_for_answer(const struct output *output)
{
	struct pollfd waits[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = interrupt_fd(), .events = POLLIN },
	};

	while (!interrupt_signal()) {
		if (output->idle)
			output->idle(output->idle_data);
		if (poll(waits, 2, output->idle ? IDLE_EVERY : -1) < 0 && errno != EINTR)
			return true;
		if (waits[0].revents)
			return true;
		if (!interrupt_signal())
			interrupt_drain();
	}
	return false;
}

char *output_ask(struct output *output, bool no_input, const char *question)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	if (no_input || !isatty(STDIN_FILENO))
		return NULL;
	if (!put_question(output, question))
		return NULL;
	length = wait_for_answer(output) ? getline(&line, &size, stdin) : -1;
	if (length < 0) {
		free(line);
		return memory_copy("");
	}
	while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
		line[--length] = '\0';
	return line;
}
