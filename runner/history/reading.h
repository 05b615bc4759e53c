/* Rows of one of our tables as they come, the columns matched by name: older tables have fewer. */
#ifndef GLIM_HISTORY_READING_H
#define GLIM_HISTORY_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "database/database.h"
#include "model/model.h"

struct reading {
	const struct model *model;
	const char *columns; /* of the SELECT; NULL: all */
	void *data;          /* what the rows are added to */
	int at[64];          /* model column -> result column, -1 if it is not there */
	bool missing;        /* one of the columns is */
	size_t next;         /* model column that is likely to be asked for next */
};

/* SELECT of the model's table; `row` is given the reading. */
bool reading_do(struct database *, struct reading *,
		bool (*row)(void *reading, size_t count, const glim_value *values),
		struct failure *);

/* The value of a column in this row, or NULL. Quickest in the order of the model. */
const glim_value *reading_cell(struct reading *, const char *column, size_t count,
			       const glim_value *values);
char *reading_text(const glim_value *value); /* owned; NULL for NULL */
/* The same in an arena; `before`, which may be NULL, is given again if it is that text. */
char *reading_text_in(struct arena *arena, const glim_value *value, char *before);
int64_t reading_number(const glim_value *value, int64_t otherwise);
int64_t reading_time(const glim_value *value); /* 0 if it is none */

#endif
