#include "command/language.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "command/template.h"
#include "config/config.h"

const struct language languages[] = {
	{
		.name = "c",
		.title = "C",
		.endings = { ".c" },
		.variable = "CC",
		.compiler = "cc",
		.package = "gcc libc6-dev",
		.template = template_c,
	},
	{
		.name = "c++",
		.title = "C++",
		.endings = { ".cc", ".cpp" },
		.variable = "CXX",
		.compiler = "g++",
		.package = "g++",
		.template = template_cxx,
	},
	{
		.name = "rust",
		.title = "Rust",
		.endings = { ".rs" },
		.variable = "RUSTC",
		.compiler = "rustc",
		.package = "rustc",
		.template = template_rust,
	},
	{
		.name = "go",
		.title = "Go",
		.endings = { ".go" },
		.variable = "GO",
		.compiler = "go",
		.package = "golang-go",
		.template = template_go,
	},
	{
		.name = "sql",
		.title = "C",
		.endings = { ".sql" },
		.variable = "CC",
		.compiler = "cc",
		.package = "gcc libc6-dev",
		.template = template_sql,
	},
};

const size_t language_count = sizeof languages / sizeof *languages;

const struct language *language_named(const char *name)
{
	for (size_t i = 0; i < language_count; i++)
		if (strcmp(languages[i].name, name) == 0)
			return &languages[i];
	return NULL;
}

const char *language_nearest(const char *name)
{
	const char *known[sizeof languages / sizeof *languages];

	for (size_t i = 0; i < language_count; i++)
		known[i] = languages[i].name;
	return config_nearest(name, known, language_count);
}

static bool has_ending(const struct language *language, const char *ending)
{
	for (const char *const *at = language->endings; *at; at++)
		if (strcmp(*at, ending) == 0)
			return true;
	return false;
}

const struct language *language_of(const char *file)
{
	const char *dot = strrchr(file, '.');

	if (!dot || dot == file || *file == '.')
		return NULL;
	for (size_t i = 0; i < language_count; i++)
		if (has_ending(&languages[i], dot))
			return &languages[i];
	return NULL;
}

char *language_list(void)
{
	struct text list = { 0 };

	for (size_t i = 0; i < language_count; i++)
		text_print(&list, "%s%s",
			   i == 0                   ? ""
			   : i + 1 < language_count ? ", "
						    : " or ",
			   languages[i].name);
	return text_take(&list);
}

static bool in_path(const char *program)
{
	const char *at = getenv("PATH");
	bool found = strchr(program, '/') && access(program, X_OK) == 0;

	while (!found && at && *at && !strchr(program, '/')) {
		size_t length = strcspn(at, ":");
		char *path = memory_format("%.*s/%s", (int)length, at, program);

		found = access(path, X_OK) == 0;
		free(path);
		at += length + (at[length] == ':');
	}
	return found;
}

/* The first word of what the variable says: the others are the compiler's options. */
bool language_has_compiler(const struct language *language)
{
	const char *chosen = getenv(language->variable);
	char *program = chosen && *chosen ? memory_copy_bytes(chosen, strcspn(chosen, " "))
					  : memory_copy(language->compiler);
	bool found = in_path(program);

	free(program);
	return found;
}
