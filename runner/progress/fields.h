/* The facts of a migration under way as the fields of an event. */
#ifndef GLIM_PROGRESS_FIELDS_H
#define GLIM_PROGRESS_FIELDS_H

#include "progress/line.h"

struct json_t;

struct json_t *progress_fields(const struct progress_facts *); /* a new reference */

#endif
