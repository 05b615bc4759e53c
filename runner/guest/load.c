#include "guest/load.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>
#include <unistd.h>

/* A name is the plugin's own if it lies in the plugin's object: dlsym() looks into what it needs,
 * too. */
static void *own_symbol(void *handle, const char *name)
{
	void *symbol = dlsym(handle, name);
	struct link_map *own = NULL, *found = NULL;
	Dl_info place;

	if (!symbol || dlinfo(handle, RTLD_DI_LINKMAP, &own) ||
	    !dladdr1(symbol, &place, (void **)&found, RTLD_DL_LINKMAP))
		return NULL;
	return own == found ? symbol : NULL;
}

static bool is_function(void *symbol)
{
	const ElfW(Sym) *entry = NULL;
	Dl_info place;

	if (!dladdr1(symbol, &place, (void **)&entry, RTLD_DL_SYMENT) || !entry)
		return true;
	return ELF64_ST_TYPE(entry->st_info) != STT_OBJECT &&
	       ELF64_ST_TYPE(entry->st_info) != STT_TLS;
}

static bool check_abi(void *handle, struct text *why)
{
	const uint32_t *abi = own_symbol(handle, "glim_abi");

	if (!abi) {
		text_add(why, "does not say for which glim it was built: include "
			      "<glim/migration.h>");
		return false;
	}
	if (*abi >> 16 == GLIM_ABI_MAJOR && (*abi & 0xffff) <= GLIM_ABI_MINOR)
		return true;
	text_print(why, "was built for ABI %u.%u; this runner has %u.%u", *abi >> 16, *abi & 0xffff,
		   GLIM_ABI_MAJOR, GLIM_ABI_MINOR);
	return false;
}

static bool find_call(void *handle, const char *name, struct plugin *plugin, struct text *why)
{
	void *symbol = own_symbol(handle, name);

	if (!symbol) {
		text_print(why, "has no %s() of its own", name);
		return false;
	}
	if (!is_function(symbol)) {
		text_print(why, "has a %s that is no function", name);
		return false;
	}
	*(void **)&plugin->call = symbol;
	return true;
}

/* By hand: each part of libc that a child is the first to use costs it a page fault. */
void load_path(int image, char path[LOAD_PATH])
{
	static const char folder[] = "/proc/self/fd/";
	char *at = path + sizeof folder - 1;

	memcpy(path, folder, sizeof folder);
	for (int rest = image; rest > 9; rest /= 10)
		at++;
	at[1] = '\0';
	do
		*at-- = (char)('0' + image % 10);
	while ((image /= 10) > 0);
}

/* The linker's words without the path, which says nothing to a reader. */
static void explain(const char *path, struct text *why)
{
	const char *words = dlerror();

	if (access(path, R_OK) != 0)
		words = "/proc is not mounted, and plugins are loaded through it";
	if (words && strncmp(words, path, strlen(path)) == 0 && words[strlen(path)] == ':')
		words += strlen(path) + 1;
	text_add(why, words ? words + strspn(words, " ") : "the linker does not say why");
}

bool load_plugin(int image, enum wire_verb verb, struct plugin *plugin, struct text *why)
{
	char path[LOAD_PATH];
	void *handle;

	load_path(image, path);
	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!handle) {
		explain(path, why);
		return false;
	}
	if (!check_abi(handle, why))
		return false;
	if (verb != WIRE_VERB_MODELS)
		return find_call(handle, verb == WIRE_VERB_RUN ? "run" : "rollback", plugin, why);
	plugin->models = own_symbol(handle, "glim_models");
	if (!plugin->models)
		text_add(why, "has no glim_models of its own");
	return plugin->models;
}
