#include "output/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "output/stream.h"

/* Where the question can be read: stderr, or the terminal itself when stderr goes elsewhere. */
static void put_question(struct output *output, const char *question)
{
	const bool has_end = *question && question[strlen(question) - 1] == ' ';
	FILE *terminal = isatty(STDERR_FILENO) ? NULL : fopen("/dev/tty", "we");
	struct text text = { 0 };

	text_print(&text, "glim: %s%s", question, has_end ? "" : " ");
	if (terminal) {
		fputs(text_get(&text), terminal);
		fclose(terminal);
	} else {
		output_aside(output, &text);
	}
	text_finish(&text);
}

char *output_ask(struct output *output, bool no_input, const char *question)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	if (no_input || !isatty(STDIN_FILENO))
		return NULL;
	put_question(output, question);
	length = getline(&line, &size, stdin);
	if (length < 0) {
		free(line);
		return memory_copy("");
	}
	while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
		line[--length] = '\0';
	return line;
}
