/* manual FOLDER: writes the manual pages below FOLDER, as man1/glim.1 and so on. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "manual/manual.h"

static bool write_page(const char *folder, const char *name, int section, struct text *page)
{
	struct text path = { 0 };
	FILE *file;
	bool done;

	text_print(&path, "%s/man%d", folder, section);
	mkdir(text_get(&path), 0777);
	text_print(&path, "/%s.%d", name, section);
	file = fopen(text_get(&path), "w");
	done = file && fputs(text_get(page), file) >= 0;
	done = (!file || fclose(file) == 0) && done;
	if (!done)
		perror(text_get(&path));
	text_finish(&path);
	text_finish(page);
	return done;
}

static bool write_commands(const char *folder)
{
	bool done = true;

	for (size_t i = 0; done && commands[i]; i++) {
		struct text page = { 0 }, name = { 0 };

		text_print(&name, "glim-%s", commands[i]->verb);
		manual_write_command(&page, commands[i]);
		done = write_page(folder, text_get(&name), 1, &page);
		text_finish(&name);
	}
	return done;
}

int main(int argc, char **argv)
{
	struct text program = { 0 }, settings = { 0 }, errors = { 0 };

	if (argc != 2)
		return 2;
	manual_write_program(&program);
	manual_write_settings(&settings);
	manual_write_errors(&errors);
	return !(write_page(argv[1], "glim", 1, &program) &&
		 write_page(argv[1], "glim-config", 5, &settings) &&
		 write_page(argv[1], "glim-errors", 7, &errors) && write_commands(argv[1]));
}
