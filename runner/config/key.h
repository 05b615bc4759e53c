/*
 * The keys of config.json as tables: what each is called, how its value is read, where it is
 * stored. A table ends with a key without a name.
 */
#ifndef GLIM_CONFIG_KEY_H
#define GLIM_CONFIG_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "config/config.h"
#include "config/document.h"
#include "config/place.h"

/* One pass over the document. */
struct reading {
	struct document *document;
	struct config *config;
	const struct config_request *request;
	struct error *error;

	const char *prefix; /* of the object that is read: "extensions.migration"; "" at the top */
	bool expand;        /* ${NAME} is replaced, files are read, paths are made absolute */
	bool is_open;       /* the last text still has its ${NAME}: its value cannot be checked */
	bool from_environment;   /* the last text had one */
	bool literal_password;   /* a password stands in the file itself */
	const char *alias_place; /* of extensions.migration.db */
};

struct key {
	const char *name;
	/* Checks and stores one value; false: the error is set. `target` is the table's struct. */
	bool (*read)(struct reading *, const struct key *, const struct member *, void *target);
	size_t offset;              /* in the target */
	const char *fallback;       /* the text that is read where the key is missing */
	const char *absent;         /* else: what to show where it is missing; NULL: nothing */
	const char *const *choices; /* the words allowed, NULL at the end */
	const struct key *keys;     /* of a nested object */
	const char *also;           /* what others call it, for suggestions: " database dbname " */
	bool is_section;            /* a missing object is read as an empty one */
	bool is_required, is_secret;
};

/* Reads one object by its table; unknown and missing keys are errors. */
bool key_read_object(struct reading *, const char *prefix, const struct key *keys,
		     struct node object, void *target);

char *key_path(const struct reading *, const char *name); /* "db.default.host"; a new text */

/* False unless the value is of that JSON type; `wanted` is in words. */
bool key_is(struct reading *, const struct member *, json_type type, const char *wanted);

/* Sets the error at the member's value; returns false. */
__attribute__((format(printf, 3, 4))) bool key_fail(struct reading *, const struct member *,
						    const char *format, ...);

/* Remembers the value for `glim config`; a secret's is masked. */
void key_note(struct reading *, const struct key *, const struct member *, const char *value);

/* The words joined by ", ". A new text. */
char *key_list(const char *const *words);

#endif
