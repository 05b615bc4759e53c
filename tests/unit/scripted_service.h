/*
 * A host whose service is a script: it writes down what a plugin asks, a line a request, and
 * answers from the texts themselves. Plugins are compiled while the test runs, into a folder of
 * their own.
 *
 *     SQL that holds   is answered with
 *     "fail"           GLIM_ERROR, "no: " and the SQL; it sticks until it is cleared
 *     "duplicate"      the same, and as glim_try() the code 1061
 *     "lost"           as glim_try() the code -1
 *     "rows"           the rows of the script
 */
#ifndef GLIM_TESTS_SCRIPTED_SERVICE_H
#define GLIM_TESTS_SCRIPTED_SERVICE_H

#include "base/text.h"
#include "host/host.h"

struct script {
	struct host_service service;
	struct host *host;
	struct host_result result;
	struct error error;
	struct text asked;        /* "exec a.c:3 INSERT .. [5 'Aras' NULL]\n" */
	struct text told;         /* what was logged, printed, failed, progressed; models */
	size_t printed;           /* bytes */
	size_t requests;          /* how many */
	int sticks;               /* enum glim_status */
	char *message;            /* of what sticks */
	bool stopped;             /* what service.stopped answers */
	size_t stop_after;        /* requests; 0: never */
	size_t columns, rows;     /* of "rows" */
	const glim_value *values; /* columns * rows */
	size_t pages;      /* so many pages of a scan give these rows, the last one's code is 0 */
	bool anew;         /* each page of a backfill is begun, and begun anew */
	size_t rows_given; /* values of bulks */
	int64_t delay;     /* microseconds that each request takes */

	int64_t timeout; /* of the next task */
	uint64_t memory_limit;
	const char *content;
};

void script_open(struct script *script);
void script_close(struct script *script);
void script_forget(struct script *script); /* what was asked and told, and what sticks */

char *script_find(const char *name); /* a file of the project; an owned path */

/* Compile a source file, or a text behind `#include <glim/model.h>`; returns the plugin's image. */
int script_compile(const char *source, const char *flags);
int script_compile_text(const char *text);
int script_compile_bare(const char *text); /* without the header */
const char *script_folder(void);           /* of the compiled plugins */
void script_remove_folder(void);           /* script_close() does, too */

/* Has it loaded ahead; the image stays open. */
void script_load(struct script *script, int image, enum wire_verb verb);
/* Runs an image, and closes it. */
bool script_run(struct script *script, int image, enum wire_verb verb);
bool script_run_text(struct script *script, const char *text);
/* The body of run(), in "m.c" from line 1, behind what else is needed; it has to return. */
void script_run_body(struct script *script, const char *before, const char *body);

size_t script_processes(void); /* below this one */
bool script_has_sanitizer(void);

#endif
