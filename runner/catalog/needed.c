#include "catalog/needed.h"

#include <gnu/libc-version.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The parts of libc's own package: they come and go together. */
static const char *const libc_parts[] = {
	"libc.so.6",
	"libm.so.6",
	"libdl.so.2",
	"libpthread.so.0",
	"librt.so.1",
	"ld-linux-x86-64.so.2",
	"ld-linux-aarch64.so.1",
};

/* Far more than any linker writes; a damaged file may claim millions. */
enum { LIBRARY_LIMIT = 256, VERSION_LIMIT = 4096, NAME_LIMIT = 255 };

static const char version_prefix[] = "GLIBC_";

static bool refuse(struct error *error, const char *why)
{
	return error_set(error, ERROR_PLUGIN_REFUSED, "%s", why);
}

static bool is_libc_part(const char *library)
{
	for (size_t i = 0; i < sizeof libc_parts / sizeof *libc_parts; i++)
		if (strcmp(libc_parts[i], library) == 0)
			return true;
	return false;
}

static bool read_libraries(struct needed *needed, const struct dynamic *dynamic, struct text *key,
			   struct error *error)
{
	for (size_t i = 0; i < dynamic->needed_count; i++) {
		const char *library = dynamic_string(dynamic, dynamic->needed[i]);

		if (i == LIBRARY_LIMIT || !*library || strlen(library) > NAME_LIMIT)
			return refuse(error, "damaged: its list of libraries makes no sense");
		text_print(key, "%s\n", library);
		needed->beyond_libc |= !is_libc_part(library);
		needed->is_cxx |= strncmp(library, "libstdc++.", strlen("libstdc++.")) == 0 ||
				  strncmp(library, "libc++.", strlen("libc++.")) == 0;
	}
	return true;
}

static bool check_version(struct needed *needed, const char *version, struct error *error)
{
	const char *number = version + strlen(version_prefix);

	if (strncmp(version, version_prefix, strlen(version_prefix)) != 0 || *number < '0' ||
	    *number > '9') {
		needed->beyond_libc = true;
		return true;
	}
	if (strverscmp(number, gnu_get_libc_version()) <= 0)
		return true;
	return error_set(error, ERROR_PLUGIN_REFUSED,
			 "it needs %.40s, and this system has glibc %s: build it on this system or "
			 "an older one",
			 version, gnu_get_libc_version());
}

struct version_walk {
	struct needed *needed;
	const struct object *object;
	const struct dynamic *dynamic;
	struct text *key;
	size_t steps;
};

static const void *read_record(struct version_walk *walk, uint64_t address, size_t size,
			       struct error *error)
{
	const void *bytes = object_at(walk->object, address, size);

	if (bytes && walk->steps++ < VERSION_LIMIT)
		return bytes;
	refuse(error, "damaged: its table of versions makes no sense");
	return NULL;
}

/* The versions of one library, a chain of records that each tell where the next one is. */
static bool read_versions(struct version_walk *walk, uint64_t address, struct error *error)
{
	for (;;) {
		Elf64_Vernaux record;
		const void *bytes = read_record(walk, address, sizeof record, error);
		const char *version;

		if (!bytes)
			return false;
		memcpy(&record, bytes, sizeof record);
		version = dynamic_string(walk->dynamic, record.vna_name);
		text_print(walk->key, " %.255s\n", version);
		if (!check_version(walk->needed, version, error))
			return false;
		if (!record.vna_next)
			return true;
		address += record.vna_next;
	}
}

static bool read_version_needs(struct version_walk *walk, struct error *error)
{
	uint64_t address = dynamic_get(walk->dynamic, DT_VERNEED);

	while (dynamic_has(walk->dynamic, DT_VERNEED)) {
		Elf64_Verneed record;
		const void *bytes = read_record(walk, address, sizeof record, error);

		if (!bytes)
			return false;
		memcpy(&record, bytes, sizeof record);
		text_print(walk->key, "%.255s:\n", dynamic_string(walk->dynamic, record.vn_file));
		if (record.vn_cnt && !read_versions(walk, address + record.vn_aux, error))
			return false;
		if (!record.vn_next)
			break;
		address += record.vn_next;
	}
	return true;
}

/* The file is loaded from memory, so that $ORIGIN leads nowhere. */
static bool read_run_path(struct needed *needed, const struct dynamic *dynamic, struct text *key,
			  struct error *error)
{
	int64_t tag = dynamic_has(dynamic, DT_RUNPATH) ? DT_RUNPATH : DT_RPATH;
	const char *path = dynamic_string(dynamic, dynamic_get(dynamic, tag));
	struct text shown = { 0 };

	if (!dynamic_has(dynamic, tag))
		return true;
	text_print(key, "=%s\n", path);
	if (needed->beyond_libc && (strstr(path, "$ORIGIN") || strstr(path, "${ORIGIN}")))
		return refuse(error, "its run path contains $ORIGIN, which leads nowhere, as glim "
				     "loads a checked copy: link without -rpath");
	text_add(&shown, "it brings a run path of its own: ");
	text_add_safe(&shown, path, strnlen(path, 200));
	needed->warning = text_take(&shown);
	return true;
}

bool needed_read(struct needed *needed, const struct object *object, const struct dynamic *dynamic,
		 struct error *error)
{
	struct text key = { 0 };
	struct version_walk walk = {
		.needed = needed, .object = object, .dynamic = dynamic, .key = &key
	};
	bool done;

	*needed = (struct needed){ 0 };
	done = read_libraries(needed, dynamic, &key, error) && read_version_needs(&walk, error) &&
	       read_run_path(needed, dynamic, &key, error);
	needed->key = text_take(&key);
	return done;
}

void needed_finish(struct needed *needed)
{
	free(needed->key);
	free(needed->warning);
	*needed = (struct needed){ 0 };
}
