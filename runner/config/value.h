/* The readers of key tables: each checks one kind of value and stores it. */
#ifndef GLIM_CONFIG_VALUE_H
#define GLIM_CONFIG_VALUE_H

#include "config/key.h"

/*
 * The text of a member, its ${NAME} replaced where the reading says so; NULL: the error is set. An
 * empty text is an error for a key that is required or has a fallback. Owned by the caller.
 */
char *value_text(struct reading *, const struct key *, const struct member *);
/* Whether the text is one of the key's choices, or cannot be known yet; else the error is set. */
bool value_is_choice(struct reading *, const struct key *, const struct member *, const char *text);

/* The readers; behind each what the key's offset names. */
bool value_string(struct reading *, const struct key *, const struct member *, void *); /* char * */
bool value_path(struct reading *, const struct key *, const struct member *, void *);   /* char * */
bool value_switch(struct reading *, const struct key *, const struct member *, void *); /* bool: the
										   second choice */
bool value_boolean(struct reading *, const struct key *, const struct member *, void *); /* bool */
bool value_count(struct reading *, const struct key *, const struct member *,
		 void *); /* uint32_t, at least 1 */
bool value_port(struct reading *, const struct key *, const struct member *, void *); /* int */
bool value_duration(struct reading *, const struct key *, const struct member *,
		    void *);                                                          /* int64_t */
bool value_size(struct reading *, const struct key *, const struct member *, void *); /* uint64_t */
bool value_object(struct reading *, const struct key *, const struct member *, void *); /* itself */

#endif
