/* The JSON document of status and validate: glim.status/1. */
#ifndef GLIM_COMMAND_STATUS_DOCUMENT_H
#define GLIM_COMMAND_STATUS_DOCUMENT_H

#include "command/view.h"

struct json_t;

struct json_t *status_document(const struct view *, const struct overview_row *const *rows,
			       size_t count);
struct json_t *status_row_document(const struct overview_row *row);
/* "sha256:..", or null */
struct json_t *status_checksum(const char *checksum);
struct json_t *status_target_document(const struct view *view);

#endif
