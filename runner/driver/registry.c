#include "driver/registry.h"

#include <string.h>

#include "driver/driver.h"

static const struct kind {
	const char *name;
	const char *module;
	const char *package;
	bool embedded;
	bool asks_replicas; /* its server does not know how far they are behind */
} kinds[] = {
	{ "sqlite", "sqlite", "libsqlite3-0", true, false },
	{ "mysql", "mysql", "libmariadb3", false, true },
	{ "mariadb", "mysql", "libmariadb3", false, true },
	{ "postgresql", "postgresql", "libpq5", false, false },
};

enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

static const struct kind *find(const char *name)
{
	for (size_t i = 0; name && i < KIND_COUNT; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

const char *driver_module(const char *kind)
{
	const struct kind *found = find(kind);

	return found ? found->module : NULL;
}

const char *const *driver_kinds(void)
{
	static const char *names[KIND_COUNT + 1];

	for (size_t i = 0; i < KIND_COUNT; i++)
		names[i] = kinds[i].name;
	return names;
}

/* What other tools write in a URL. */
static const char *const other_schemes[][2] = {
	{ "sqlite3", "sqlite" },
	{ "postgres", "postgresql" },
};

const char *driver_of_scheme(const char *scheme)
{
	const struct kind *found = find(scheme);

	for (size_t i = 0; !found && i < sizeof other_schemes / sizeof *other_schemes; i++)
		if (strcmp(other_schemes[i][0], scheme) == 0)
			found = find(other_schemes[i][1]);
	return found ? found->name : NULL;
}

bool driver_is_embedded(const char *kind)
{
	const struct kind *found = find(kind);

	return found && found->embedded;
}

bool driver_asks_replicas(const char *kind)
{
	const struct kind *found = find(kind);

	return found && found->asks_replicas;
}

const char *driver_default(void)
{
	return kinds[0].name;
}

const char *driver_package(const char *module)
{
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (strcmp(kinds[i].module, module) == 0)
			return kinds[i].package;
	return NULL;
}
