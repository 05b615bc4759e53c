#include "base/version.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define GLIM_RUNNER
#include <glim/migration.h>

#include "base/text.h"
#include "command/command.h"
#include "driver/driver.h"

/* Several kinds may share a module; only the first of them stands for it. */
static bool is_first_of_module(const char *const *kinds, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(driver_module(kinds[i]), driver_module(kinds[at])) == 0)
			return false;
	return true;
}

/* Loading a module costs milliseconds: only where its library's version is asked for. */
static char *library_of(const char *module)
{
	char *why = NULL;
	const struct driver *driver = driver_load(module, &why);
	struct text text = { 0 };

	text_print(&text, "%s", driver ? driver->library : why ? why : "cannot be loaded");
	free(why);
	return text_take(&text);
}

static void show_kinds(struct output *output)
{
	struct text line = { 0 };

	for (const char *const *kind = driver_kinds(); *kind; kind++)
		text_print(&line, " %s", *kind);
	output_answer(output, "drivers%s", text_get(&line));
	text_finish(&line);
}

static void show_libraries(struct output *output)
{
	const char *const *kinds = driver_kinds();

	for (size_t i = 0; kinds[i]; i++) {
		char *library;

		if (!is_first_of_module(kinds, i))
			continue;
		library = library_of(driver_module(kinds[i]));
		output_answer(output, "driver %s: %s", driver_module(kinds[i]), library);
		free(library);
	}
}

static json_t *drivers_json(bool with_library)
{
	const char *const *kinds = driver_kinds();
	json_t *drivers = json_array();

	for (size_t i = 0; kinds[i]; i++) {
		json_t *driver = json_pack("{s:s, s:s}", "name", kinds[i], "module",
					   driver_module(kinds[i]));
		char *library = with_library ? library_of(driver_module(kinds[i])) : NULL;

		if (library)
			json_object_set_new(driver, "library", output_text_json(library));
		json_array_append_new(drivers, driver);
		free(library);
	}
	return drivers;
}

static int run_version(struct options *options, struct error *error)
{
	struct output *output = &options->output;

	(void)error;
	if (output->json) {
		output_json(output, json_pack("{s:s, s:s, s:{s:i, s:i}, s:o}", "schema",
					      "glim.version/1", "version", GLIM_VERSION, "abi",
					      "major", GLIM_ABI_MAJOR, "minor", GLIM_ABI_MINOR,
					      "drivers", drivers_json(output->verbose > 0)));
		return 0;
	}
	output_answer(output, "glim %s", GLIM_VERSION);
	output_answer(output, "plugin ABI %d.%d", GLIM_ABI_MAJOR, GLIM_ABI_MINOR);
	show_kinds(output);
	if (output->verbose)
		show_libraries(output);
	return 0;
}

const struct command command_version = {
	.verb = "version",
	.bare = true,
	.summary = "versions of program, plugin ABI and drivers",
	.details = "With -v the driver modules are loaded too, and name the libraries they use.\n",
	.run = run_version,
};
