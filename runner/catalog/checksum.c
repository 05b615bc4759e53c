#include "catalog/checksum.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/memory.h"

enum { DIGEST_LIMIT = 64 };

/* Declared here, so that building needs no header of the library that is only loaded. */
static struct {
	int (*set_memory)(void *(*)(size_t, const char *, int),
			  void *(*)(void *, size_t, const char *, int),
			  void (*)(void *, const char *, int));
	void *(*fetch)(void *context, const char *algorithm, const char *properties);
	void *(*create)(void);
	void (*destroy)(void *context);
	int (*start)(void *context, const void *algorithm, void *engine);
	int (*update)(void *context, const void *data, size_t length);
	int (*end)(void *context, unsigned char *digest, unsigned *length);
	void *algorithm;
} crypto;

static const struct {
	const char *name;
	void *slot;
} functions[] = {
	{ "CRYPTO_set_mem_functions", &crypto.set_memory },
	{ "EVP_MD_fetch", &crypto.fetch },
	{ "EVP_MD_CTX_new", &crypto.create },
	{ "EVP_MD_CTX_free", &crypto.destroy },
	{ "EVP_DigestInit_ex", &crypto.start },
	{ "EVP_DigestUpdate", &crypto.update },
	{ "EVP_DigestFinal_ex", &crypto.end },
};

static char problem[256] = "";

static bool fail(const char *why)
{
	strncpy(problem, why ? why : "libcrypto.so.3 cannot be used", sizeof problem - 1);
	return false;
}

static bool load_functions(void *library)
{
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		void *function = dlsym(library, functions[i].name);

		if (!function)
			return fail(dlerror());
		memcpy(functions[i].slot, &function, sizeof function);
	}
	return true;
}

static void *take_memory(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_alloc(size);
}

static void *change_memory(void *old, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return memory_grow(old, size, 1);
}

static void give_memory(void *memory, const char *file, int line)
{
	(void)file;
	(void)line;
	free(memory);
}

static bool load(void)
{
	void *library;

	if (crypto.algorithm)
		return true;
	library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
	if (!library)
		return fail(dlerror());
	if (!load_functions(library))
		return false;
	/* Without memory it would crash. Whoever used it before has settled this. */
	crypto.set_memory(take_memory, change_memory, give_memory);
	crypto.algorithm = crypto.fetch(NULL, "SHA256", NULL);
	return crypto.algorithm || fail("libcrypto.so.3 offers no SHA-256");
}

bool checksum_init(struct checksum *checksum)
{
	checksum->context = NULL;
	if (!load())
		return false;
	checksum->context = crypto.create();
	if (checksum->context && crypto.start(checksum->context, crypto.algorithm, NULL))
		return true;
	crypto.destroy(checksum->context);
	checksum->context = NULL;
	return fail("libcrypto.so.3 cannot start a SHA-256");
}

void checksum_update(struct checksum *checksum, const void *data, size_t length)
{
	crypto.update(checksum->context, data, length);
}

static void write_digits(const unsigned char *bytes, size_t length, char *out)
{
	for (size_t i = 0; i < length; i++)
		out = hex_put(out, bytes[i]);
	*out = '\0';
}

bool checksum_finish(struct checksum *checksum, char out[CHECKSUM_TEXT])
{
	unsigned char bytes[DIGEST_LIMIT];
	unsigned length = 0;
	bool done;

	if (!checksum->context)
		return false;
	done = crypto.end(checksum->context, bytes, &length) && length * 2 == CHECKSUM_TEXT - 1;
	crypto.destroy(checksum->context);
	checksum->context = NULL;
	if (done && out)
		write_digits(bytes, length, out);
	return done || fail("libcrypto.so.3 cannot end a SHA-256");
}

bool checksum_text(const void *data, size_t length, char out[CHECKSUM_TEXT])
{
	struct checksum checksum;

	if (!checksum_init(&checksum))
		return false;
	checksum_update(&checksum, data, length);
	return checksum_finish(&checksum, out);
}

const char *checksum_problem(void)
{
	return problem;
}
