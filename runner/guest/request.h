/* What a migration asks for, as frames; misuse is found here, before anything is sent. */
#ifndef GLIM_GUEST_REQUEST_H
#define GLIM_GUEST_REQUEST_H

#include "guest/guest.h"

/* False, and a failure, if the texts and values of a call cannot be sent. */
bool request_check(struct guest *guest, const char *sql, const glim_value *values, size_t count);
bool request_check_values(struct guest *guest, const glim_value *values, size_t count);

size_t request_open(struct guest *guest, enum wire_kind kind); /* with the site of the call */
void request_statement(struct guest *guest, enum wire_kind kind, const char *sql,
		       const glim_value *values, size_t count);
/* Sends the query that was put last and waits for its rows; NULL after a failure. */
glim_rows *request_rows(struct guest *guest);

#endif
