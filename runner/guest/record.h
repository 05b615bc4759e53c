/* A struct of the plugin as values, and values as a struct. */
#ifndef GLIM_GUEST_RECORD_H
#define GLIM_GUEST_RECORD_H

#include "guest/guest.h"

/* One value a column; the array is owned, the data borrowed from `row`. */
glim_value *record_read(const glim_model *model, const void *row);
/* An autoincrement column that is 0 or NULL becomes GLIM_TYPE_END: the database numbers it. */
void record_leave_out(const glim_model *model, glim_value *values);

/* Fills `row` from the current row, or leaves it alone and fails. Memory comes from the arena. */
bool record_fill(struct guest *guest, const glim_model *model, const glim_value *values,
		 size_t count, void *row);

#endif
