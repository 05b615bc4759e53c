#include "catalog/fact.h"

#include <stdlib.h>
#include <string.h>

#define GLIM_RUNNER
#include <glim/migration.h>

#include "base/memory.h"
#include "catalog/depends.h"
#include "catalog/inert.h"
#include "catalog/note.h"
#include "catalog/relocation.h"
#include "catalog/symbol.h"
#include "script/script.h"

enum { CHECKSUM_DIGITS = 64 };

struct source {
	struct object object;
	struct dynamic dynamic;
	struct symbol symbols[SYMBOL_NAMES];
};

static bool refuse(struct error *error, const char *why)
{
	return error_set(error, ERROR_PLUGIN_REFUSED, "%s", why);
}

void fact_warn(struct text *warning, const char *sentence)
{
	text_print(warning, "%s%s", warning->length ? "; " : "", sentence);
}

/* Where the characters are: in the symbol itself, or where the pointer that it is leads to. */
static bool find_text(const struct source *source, const struct symbol *symbol, uint64_t *address,
		      uint64_t *limit)
{
	enum relocation relocation = RELOCATION_NONE;
	uint64_t target;

	if (!symbol->defined || symbol->function || symbol->thread)
		return false;
	if (symbol->size == sizeof(void *))
		relocation = relocation_find(&source->object, &source->dynamic, symbol->address,
					     &target);
	*address = relocation == RELOCATION_OWN ? target : symbol->address;
	*limit = relocation == RELOCATION_OWN || !symbol->size ? UINT64_MAX : symbol->size;
	return relocation != RELOCATION_FOREIGN;
}

/* At most `most` bytes of a text; `ended` says whether its NUL was among them. NULL: none. */
static char *read_text(const struct source *source, enum symbol_name name, size_t most, bool *ended)
{
	const unsigned char *bytes;
	uint64_t address, limit;
	size_t left, length;

	*ended = true;
	if (!find_text(source, &source->symbols[name], &address, &limit))
		return NULL;
	left = object_left(&source->object, address);
	if (!left)
		return NULL;
	if (limit > left)
		limit = left;
	bytes = object_at(&source->object, address, limit);
	length = strnlen((const char *)bytes, limit);
	*ended = length < limit;
	return memory_copy_bytes(bytes, length < most ? length : most);
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* A text that was cut at its limit does not end inside of a character. */
static void trim_character(char *text, size_t limit)
{
	size_t end = strlen(text);

	if (end < limit)
		return;
	while (end > limit - 4 && is_continuation(text[end - 1]))
		end--;
	if (text[end - 1] & 0x80)
		end--;
	text[end] = '\0';
}

static const char *missing_description(const struct symbol *symbol, bool is_cxx)
{
	if (symbol->function)
		return "its description is a function, which is not called: make it an array";
	if (symbol->defined)
		return NULL;
	if (symbol->mangled || is_cxx)
		return "it exports no description; in C++ a const array stays inside of its file "
		       "unless it is declared extern, which <glim/migration.h> does";
	return symbol->hidden ? "its description is hidden from others" : NULL;
}

static void read_description(const struct source *source, struct fact_reading *reading)
{
	const struct symbol *symbol = &source->symbols[SYMBOL_DESCRIPTION];
	bool ended;
	char *text = read_text(source, SYMBOL_DESCRIPTION, FACT_DESCRIPTION, &ended);
	const char *why = missing_description(symbol, reading->needed.is_cxx);

	if (!ended)
		fact_warn(&reading->warning, "its description does not end with a NUL");
	if (why)
		fact_warn(&reading->warning, why);
	if (!text || !*text) {
		free(text);
		return;
	}
	trim_character(text, FACT_DESCRIPTION);
	reading->facts.description = text;
}

static bool read_abi(const struct source *source, struct plugin_facts *facts, struct error *error)
{
	const struct symbol *symbol = &source->symbols[SYMBOL_ABI];
	const unsigned char *bytes = object_at(&source->object, symbol->address, sizeof facts->abi);

	if (!symbol->defined || !bytes)
		return error_set(
			error, ERROR_PLUGIN_ABI,
			"it does not say for which ABI it was built (this glim has %u.%u): "
			"include <glim/migration.h>",
			GLIM_ABI_MAJOR, GLIM_ABI_MINOR);
	memcpy(&facts->abi, bytes, sizeof facts->abi);
	if (facts->abi >> 16 == GLIM_ABI_MAJOR && facts->abi <= GLIM_ABI)
		return true;
	return error_set(error, ERROR_PLUGIN_ABI,
			 "it was built for ABI %u.%u, and this glim has %u.%u", facts->abi >> 16,
			 facts->abi & 0xffff, GLIM_ABI_MAJOR, GLIM_ABI_MINOR);
}

static bool read_options(const struct source *source, struct plugin_facts *facts,
			 struct error *error)
{
	const struct symbol *symbol = &source->symbols[SYMBOL_OPTIONS];
	const unsigned char *bytes = object_at(&source->object, symbol->address, sizeof(uint32_t));
	struct glim_options options = { 0 };

	if (!symbol->defined)
		return true;
	if (bytes)
		memcpy(&options.size, bytes, sizeof options.size);
	if (options.size < sizeof options.size || options.size > symbol->size ||
	    !object_at(&source->object, symbol->address, options.size))
		return refuse(error, "its glim_options cannot be read: use GLIM_OPTIONS()");
	memcpy(&options, bytes, options.size < sizeof options ? options.size : sizeof options);
	facts->timeout = options.timeout;
	facts->irreversible = options.irreversible;
	facts->rebuilds = options.rebuilds;
	return true;
}

static bool read_depends(const struct source *source, struct plugin_facts *facts,
			 struct error *error)
{
	bool ended, done;
	char *text = read_text(source, SYMBOL_DEPENDS, FACT_DEPENDS, &ended);

	if (!text && source->symbols[SYMBOL_DEPENDS].defined)
		return refuse(error, "its glim_depends cannot be read: use GLIM_DEPENDS()");
	if (!text)
		return true;
	if (!ended || strlen(text) == FACT_DEPENDS)
		done = refuse(error, "its glim_depends does not end: use GLIM_DEPENDS()");
	else
		done = depends_read(text, &facts->depends, &facts->depends_count, error);
	free(text);
	return done;
}

static void read_source_checksum(const struct source *source, struct plugin_facts *facts)
{
	bool ended;
	char *text = read_text(source, SYMBOL_SOURCE_CHECKSUM, CHECKSUM_DIGITS + 1, &ended);

	if (text && ended && strlen(text) == CHECKSUM_DIGITS &&
	    strspn(text, "0123456789abcdef") == CHECKSUM_DIGITS)
		facts->source_checksum = text;
	else
		free(text);
}

static bool refuse_without_run(const struct symbol *run, struct error *error)
{
	if (run->mangled)
		return refuse(error, "it exports run() under its C++ name: include "
				     "<glim/migration.h>, or declare it extern \"C\"");
	if (run->hidden)
		return refuse(error, "its run() is hidden from others: include <glim/migration.h>, "
				     "or give it default visibility");
	return refuse(error, "it exports no run(): define int run(glim_ctx *)");
}

static bool check_function(const struct source *source, enum symbol_name name, struct error *error)
{
	const struct symbol *symbol = &source->symbols[name];

	if (!symbol->defined)
		return true;
	if (symbol->function && object_is_code(&source->object, symbol->address))
		return true;
	return error_set(error, ERROR_PLUGIN_REFUSED, "its %s is not a function",
			 symbol_spelling(name));
}

static bool check_symbols(const struct source *source, struct plugin_facts *facts,
			  struct error *error)
{
	const struct symbol *symbols = source->symbols;

	facts->has_run = symbols[SYMBOL_RUN].defined;
	facts->has_rollback = symbols[SYMBOL_ROLLBACK].defined;
	facts->has_models = symbols[SYMBOL_MODELS].defined && !symbols[SYMBOL_MODELS].function;
	if (!facts->has_run && !facts->has_models)
		return refuse_without_run(&symbols[SYMBOL_RUN], error);
	return check_function(source, SYMBOL_RUN, error) &&
	       check_function(source, SYMBOL_ROLLBACK, error);
}

/* What SQL says of itself stands in comments of its text. */
static bool take_script(struct plugin_facts *facts, struct script *script, struct error *error)
{
	facts->script = script;
	facts->has_rollback = script_can_roll_back(script);
	if (!facts->description)
		facts->description = memory_copy(script->description);
	return !script->depends || facts->depends_count ||
	       depends_read(script->depends, &facts->depends, &facts->depends_count, error);
}

static bool read_script(const struct source *source, struct plugin_facts *facts,
			struct error *error)
{
	struct script_fault fault;
	const char *site, *text;
	struct script *script;

	if (!note_texts(&source->object, &site, &text))
		return true;
	script = script_read(site, text, &fault);
	facts->only_sql = script && note_only_sql(&source->object);
	if (script)
		return take_script(facts, script, error);
	return error_set(error, ERROR_PLUGIN_REFUSED, "%s:%zu:%zu: %s", site, fault.line,
			 fault.column, fault.why);
}

static bool read_source(struct source *source, struct fact_reading *reading, struct error *error)
{
	struct plugin_facts *facts = &reading->facts;

	if (!dynamic_read(&source->dynamic, &source->object, error) ||
	    !relocation_check(&source->object, &source->dynamic, error))
		return false;
	symbol_read(source->symbols, &source->object, &source->dynamic);
	if (!check_symbols(source, facts, error) || !read_abi(source, facts, error) ||
	    !needed_read(&reading->needed, &source->object, &source->dynamic, error))
		return false;
	facts->inert = inert_read(&source->object, &source->dynamic, &reading->needed);
	read_description(source, reading);
	read_source_checksum(source, facts);
	return read_options(source, facts, error) && read_depends(source, facts, error) &&
	       read_script(source, facts, error);
}

bool fact_read(struct fact_reading *reading, unsigned char *data, size_t size, struct error *error)
{
	struct source source = { 0 };
	bool done;

	*reading = (struct fact_reading){ .facts.size = size };
	done = object_open(&source.object, data, size, error) &&
	       read_source(&source, reading, error);
	reading->facts.known = done;
	if (done && reading->needed.warning)
		fact_warn(&reading->warning, reading->needed.warning);
	dynamic_finish(&source.dynamic);
	object_close(&source.object);
	return done;
}

void fact_finish(struct plugin_facts *facts)
{
	free(facts->description);
	free(facts->source_checksum);
	for (size_t i = 0; i < facts->depends_count; i++)
		free(facts->depends[i]);
	free(facts->depends);
	script_destroy(facts->script);
	*facts = (struct plugin_facts){ 0 };
}

void fact_reading_finish(struct fact_reading *reading)
{
	fact_finish(&reading->facts);
	needed_finish(&reading->needed);
	text_finish(&reading->warning);
}
