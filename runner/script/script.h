/*
 * The text of an SQL migration, cut at its markers: `-- migrate:up` and `-- migrate:down` as dbmate
 * has them, or `-- +goose Up` and the others of goose. Knows no SQL but comments of a line. Pure.
 */
#ifndef GLIM_SCRIPT_SCRIPT_H
#define GLIM_SCRIPT_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "statement/statement.h"

struct dialect;

struct script_section {
	bool there;     /* its marker is */
	bool empty;     /* nothing but blank lines and comments */
	size_t at, end; /* bytes of the text */
	size_t line;    /* the one that begins at `at`, from 1 */
};

struct script {
	char *site; /* what errors call the file */
	char *text;
	struct script_section up, down;
	char *description; /* of `-- description: ..` before the first marker, or NULL */
	char *depends;     /* of `-- depends: AddUser, AddCrates` there, or NULL */
};

struct script_fault {
	size_t line, column; /* from 1 */
	char why[200];
};

/* Both texts are copied. False: the fault says what is wrong where; there is nothing to destroy. */
struct script *script_read(const char *site, const char *text, struct script_fault *);
void script_destroy(struct script *script);

/* A down section without a statement is no way back. */
bool script_can_roll_back(const struct script *script);

/* The statements of one section, their places those in the file; owned by the caller. */
bool script_split(const struct script *, bool down, const struct lexis *, struct statement_list *,
		  struct script_fault *);

/* script/check.c: can all of it be run on this kind of database, as far as can be told? */
bool script_check(const struct script *, const struct dialect *, struct script_fault *);

#endif
