/* The languages in which a migration may be written: how its source ends, and who compiles it. */
#ifndef GLIM_COMMAND_LANGUAGE_H
#define GLIM_COMMAND_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

struct language {
	const char *name;       /* what --lang takes: "c++" */
	const char *title;      /* whose compiler it takes, in a sentence: "C++" */
	const char *endings[3]; /* of sources, the first for new ones; NULL at the end */
	const char *variable;   /* names another compiler, as make does: "CXX" */
	const char *compiler;   /* a program in PATH, where the variable says nothing */
	const char *package;    /* Debian packages that bring it */
	const char *template;   /* the source of a new migration; %s is its description */
};

extern const struct language languages[];
extern const size_t language_count;

/* NULL: there is none of that name. */
const struct language *language_named(const char *name);
const char *language_nearest(const char *name); /* its name; NULL: none is near */
/* The language of "20261123_AddUser.cc"; NULL: it is no source. */
const struct language *language_of(const char *file);
char *language_list(void); /* "c, c++ or go"; a new text */
bool language_has_compiler(const struct language *language);

#endif
