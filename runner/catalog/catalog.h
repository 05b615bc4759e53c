/*
 * The plugin directories as an ordered list. Reads names first and files only when asked; runs
 * nobody's code. The struct owns everything in it.
 */
#ifndef GLIM_CATALOG_CATALOG_H
#define GLIM_CATALOG_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/error.h"

/* What the ELF file of a plugin says. Filled by catalog_inspect. */
struct plugin_facts {
	bool known; /* the file was read */
	bool has_run, has_rollback, has_models;
	bool irreversible; /* by its options */
	bool inert;        /* loading it runs nobody's code */
	bool rebuilds;     /* by its options: foreign keys are checked at the end only */
	bool only_sql;     /* its script is all of it: there is no code to call */
	uint32_t abi;
	uint32_t timeout;  /* seconds; 0: none of its own */
	char *description; /* NULL: none, or not readable without running it */
	char **depends;
	size_t depends_count;
	char *source_checksum; /* hex, or NULL */
	uint64_t size;
	struct script *script; /* of a migration whose source is SQL (script/script.h), or NULL */
};

struct script;

/* path, file, stem, number and name lie in one block that begins at path, the catalog's. */
struct entry {
	char *path;         /* absolute */
	char *file;         /* "20150301120000_AddUserMigration.so" */
	char *stem;         /* without .so, or .sql.so */
	char *number;       /* its leading digits, or the version of V1.2__Name, or "" */
	char *name;         /* the rest: "AddUserMigration"; of SQL the whole stem */
	uint32_t directory; /* index into the catalog's directories */
	bool archived;      /* it lies in the archive instead, and its stem is its SHA-256 */
	struct plugin_facts facts;
	enum error_code problem_code; /* ERROR_PLUGIN_REFUSED or ERROR_PLUGIN_ABI */
	char *problem; /* why the file is refused, to be read after its name and a colon; or NULL */
	char *warning; /* why it is suspicious but accepted, or NULL */
};

struct catalog {
	char **directories; /* resolved once by realpath */
	size_t directory_count;
	struct entry *entries; /* in order: number by value, name by bytes; unnumbered last */
	size_t count;
	char **ignored; /* paths of other files, for -v; not escaped */
	size_t ignored_count;
	char **warnings; /* sentences for stderr */
	size_t warning_count;
	struct arena names;
	uid_t config_owner;
	int *directory_fds;
	struct lookup *by_name;  /* NULL in a catalog that was made by hand */
	struct loader *loader;   /* remembers which libraries this system has */
	struct archive *archive; /* NULL: none is configured (catalog/archive.h) */
};

/*
 * Lists the directories. Errors: a directory that is not there, one that others may write to, two
 * files with the same name (both are shown), a file name that is no migration's (shown escaped).
 */
struct catalog *catalog_read(char *const *directories, size_t count, uid_t config_owner,
			     struct error *);
void catalog_destroy(struct catalog *catalog);

/* Opens one file, checks and reads it; fills facts, problem, warning. Remembers: twice is once. */
void catalog_inspect(const struct catalog *, struct entry *);

/*
 * Finds by name, else by stem, else by the name without "Migration", else the one SQL migration
 * that has this name behind its number; NULL if there is none.
 */
struct entry *catalog_find(const struct catalog *, const char *name);
/* "AddUser, AddCrates", as the history keeps it (owned). */
char *catalog_depends_text(const struct plugin_facts *facts);
/* The same rule for a name that stands in the history only. */
bool catalog_name_matches(const char *asked, const char *name);
/* The last part of the rule: of several names that it fits, it means none. */
bool catalog_behind_number(const char *asked, const char *name);
const char *catalog_short_name(const char *name); /* behind its number, if it has one */

/*
 * Names only, pure: cuts "20150301120000_AddUser" into number and name. False: no valid name, and
 * `why` says why. Both results may be NULL; the length is that of the digits, without the "_".
 */
bool catalog_cut_name(const char *stem, size_t *number_length, const char **why);
/*
 * Of SQL the number is the leading digits, whatever follows, and part of the name: other tools'
 * folders have many files of one name. NULL for other files; else where the ending begins.
 */
const char *catalog_sql_ending(const char *file);
/* How long the version of Flyway's "V1.2__Name", "B1_2__Name" is, which stands behind the letter;
 * 0 for others. It is part of the name. */
size_t catalog_version(const char *stem);
/* By value: 9 stands before 10, 1.9 before 1.10; 1, 01 and 1.0 are one, and so are 1.2 and 1_2. */
int catalog_compare_numbers(const char *a, const char *b);
int catalog_compare(const struct entry *a, const struct entry *b); /* the order, pure */

/*
 * The plugin as it will run: opened, checked again, copied into a sealed memfd while it is hashed.
 * The descriptor is the caller's to close.
 */
struct plugin_image {
	int fd; /* -1: it is SQL alone, which is in the entry's facts, and nothing is archived */
	char checksum[65]; /* SHA-256, hex */
};

bool catalog_open_image(const struct catalog *, struct entry *, struct plugin_image *,
			struct error *);
/* Hashes a file without keeping it; false if it cannot be read. */
bool catalog_checksum(const char *path, char checksum[65], struct error *);

#endif
