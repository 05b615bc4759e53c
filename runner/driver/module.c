#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/part.h"
#include "driver/driver.h"
#include "driver/registry.h"

/* The loader says "libfoo.so.3: cannot open shared object file: No such file or directory". */
static char *not_loaded(const char *path, const char *module, const char *says)
{
	const char *package = driver_package(module);

	if (access(path, F_OK) != 0)
		return memory_format(
			"the driver module %s is not there: install the package glim-%s, "
			"or run make in the source tree",
			path, module);
	if (strstr(says, "cannot open shared object file") && package)
		return memory_format("the %s driver misses its client library (%s): "
				     "apt-get install %s",
				     module, says, package);
	return memory_format("the driver module %s cannot be loaded: %s", path, says);
}

static const struct driver *refuse(void *handle, char **why, char *reason)
{
	if (handle)
		dlclose(handle);
	*why = reason;
	return NULL;
}

/* The module stays loaded until the program ends: the client library keeps state of its own. */
static const struct driver *load(const char *path, const char *module, char **why)
{
	void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	const struct driver *driver;

	if (!handle)
		return refuse(NULL, why, not_loaded(path, module, dlerror()));
	driver = dlsym(handle, "glim_module");
	if (!driver)
		return refuse(handle, why, memory_format("%s is no driver module of glim", path));
	if (driver->version != DRIVER_VERSION)
		return refuse(handle, why,
			      memory_format("the driver module %s has version %u, this program "
					    "takes %d: install both from the same package",
					    path, driver->version, DRIVER_VERSION));
	return driver;
}

const struct driver *driver_load(const char *module, char **why)
{
	char *below = memory_format("lib/glim/drivers/%s.so", module);
	char *path = part_path(below);
	const struct driver *driver = load(path, module, why);

	free(path);
	free(below);
	return driver;
}
