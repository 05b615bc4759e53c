/*
 * What people and machines read. stdout of run and rollback is a contract (output_contract);
 * notes, progress, prompts and errors go to stderr. Nothing here decides anything.
 */
#ifndef GLIM_OUTPUT_OUTPUT_H
#define GLIM_OUTPUT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct json_t;
struct text;

enum output_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct output {
	bool json, quiet;
	bool events;     /* --log json: stderr holds events, and nothing else */
	bool error_told; /* the error event is out */
	bool silent;     /* for now: what is looked at is looked at again */
	int verbose;
	enum output_color color;
	bool json_written; /* the one JSON document is out */
	bool failed; /* stdout could not be written (EPIPE, ENOSPC): exit 1 if all else is well */
	int failed_with;          /* errno of that */
	void (*idle)(void *data); /* called now and then while an answer is waited for; or NULL */
	void *idle_data;
};

/* A line of the contract on stdout, flushed at once; dropped with --json. */
__attribute__((format(printf, 2, 3))) void output_contract(struct output *, const char *format,
							   ...);
/* A line on stdout that is the command's answer (status, config, help). */
__attribute__((format(printf, 2, 3))) void output_answer(struct output *, const char *format, ...);
/* A whole text on stderr, as it is. */
void output_aside(struct output *, const struct text *);
/* Writes out what stdout still holds; main calls it last. */
void output_flush(struct output *);
/*
 * "glim: .." on stderr; not with -q. The texts of notes, warnings and details are made safe for a
 * terminal as a whole, lines are kept.
 */
__attribute__((format(printf, 2, 3))) void output_note(struct output *, const char *format, ...);
/* "glim: warning: .." on stderr, with -q too. */
__attribute__((format(printf, 2, 3))) void output_warning(struct output *, const char *format, ...);
/* "glim: .." on stderr, only with -v. */
__attribute__((format(printf, 2, 3))) void output_detail(struct output *, const char *format, ...);
/* What a plugin printed or logged: "AddUserMigration: line", made safe for a terminal. */
void output_plugin(struct output *, const char *name, const char *line, size_t length);

/* The same of a command that is run: a hook, make. */
void output_tool(struct output *, const char *name, const char *line, size_t length);

/* The error as a block on stderr: what, where, the state now, the next command. */
void output_error(struct output *, const struct error *);
/* The error as the JSON object
 * {"code","message","says","sqlstate","native","sql","site","state","next"}. */
struct json_t *output_error_json(const struct error *);
/*
 * With --log json: an event, one object on a line of stderr; docs/events.md lists them. All else
 * that goes to stderr becomes one too. Takes the reference of `fields`.
 */
void output_event(struct output *, const char *event, struct json_t *fields);
/* The same for the thread that waits for signals, which waits for nobody; only with events. */
bool output_try_event(struct output *, const char *event, struct json_t *fields);
/* A foreign text as JSON: null for NULL, bytes that are no UTF-8 escaped as \xNN. */
struct json_t *output_text_json(const char *text);
/* Exactly one document on stdout; takes the reference. */
void output_json(struct output *, struct json_t *document);

/* ---- output/live.c: the one line of a terminal that is drawn again and again. ---- */
/* Is stderr a terminal on which a line can be drawn again? Not with -q. */
bool output_is_live(const struct output *);
size_t output_columns(void); /* of the terminal that stderr is; 80 if it does not say */
/*
 * Both are for the thread that waits for signals, and wait for nobody: where another thread is
 * writing, or the terminal or pipe takes nothing now, they do nothing and return false. The line is
 * erased before anything else is written; it must not be wider than the terminal.
 */
bool output_draw(struct output *, const char *line);
bool output_try_aside(struct output *, const struct text *);
void output_erase(void);
/* The last words when a second signal ends the program: takes no lock. How is said beforehand. */
void output_farewell(const char *doing);
void output_farewell_as(const struct output *);
/* For that thread too: a statement goes on that should have been cancelled. */
void output_unheard(void);

/*
 * Puts a whole text in the place of a file, or makes it: whoever reads it sees the old one or the
 * new one. False: the old one is as it was.
 */
bool output_replace(const char *path, const struct text *, struct error *);
/* The same text on stdout, as the command's answer. */
void output_whole(struct output *, const struct text *);

/* Words in colour when the stream is a terminal; the word is always there too. */
enum output_shade { SHADE_PLAIN, SHADE_GOOD, SHADE_BAD, SHADE_WARN, SHADE_DIM };
bool output_colored(const struct output *, int fd);
const char *output_shade_on(const struct output *, int fd, enum output_shade);
const char *output_shade_off(const struct output *, int fd, enum output_shade);

/*
 * Asks on the terminal: the answer typed (owned), "" when input ends there or a signal comes, or
 * NULL where nobody can be asked: with `no_input`, or when stdin is no terminal. stderr shows
 * "glim: " and the question.
 */
char *output_ask(struct output *, bool no_input, const char *question);

/* A path as people type it: relative to the working directory when it lies below it (owned). */
char *output_path(const char *absolute);

/* ---- output/table.c: columns as wide as their cells; nothing is ever cut. ---- */
struct table;
struct table *table_create(const char *const *headers, size_t columns);
/* Cells are copied; NULL is "". `shade` colours the first cell. */
void table_add(struct table *, const char *const *cells, enum output_shade shade);
void table_print(const struct table *, struct output *); /* on stdout */
void table_destroy(struct table *);

#endif
