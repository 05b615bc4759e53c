/*
 * The objects of a statement that commits by itself. The reading stands behind the statement's
 * first word; a list begins as FATE_UNKNOWABLE, and stays it where nothing better is shown.
 */
#ifndef GLIM_DIALECT_MYSQL_OBJECTS_H
#define GLIM_DIALECT_MYSQL_OBJECTS_H

#include "base/text.h"
#include "dialect/object.h"
#include "dialect/reading.h"

void mysql_objects(const struct lexis *, const char *sql, struct object_list *out);
void mysql_show_object(struct text *sql, const struct object *, size_t *column);
void mysql_clean_object(const struct object_list *, const struct object *, const char *shown,
			struct text *out);

bool mysql_has_executable_comment(const struct lexis *, const char *sql);
/* dialect/mysql_parse.c */
bool mysql_parse_refused(const struct lexis *, const char *sql, int native, size_t position,
			 const char *message);

void mysql_create_objects(struct reading, struct object_list *);
void mysql_drop_objects(struct reading, struct object_list *);
void mysql_alter_objects(struct reading, struct object_list *);
void mysql_alter_table_objects(struct reading, struct object_list *);
void mysql_rename_objects(struct reading, struct object_list *);

/* Each takes over the names; `to` may be NULL. */
void mysql_compare(struct object_list *, enum object_kind, enum object_change, char *name);
void mysql_compare_renamed(struct object_list *, enum object_kind, char *from, char *to);
/* Empties the list. */
void mysql_cannot_know(struct object_list *, const char *why);
/* Takes words and values such as OR REPLACE, UNIQUE, DEFINER = x@y that stand before the kind. */
void mysql_skip_options(struct reading *reading);

#define MYSQL_WHY_NOT_KNOWN "glim cannot tell from its text what it changes"
#define MYSQL_WHY_ACCOUNT   "accounts and rights are not compared"

#endif
