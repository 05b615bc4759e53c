/* The models that the plugins declare: one of each name, in the order in which they can be created.
 */
#ifndef GLIM_MODEL_SET_H
#define GLIM_MODEL_SET_H

#include <stddef.h>

#include "base/error.h"
#include "model/model.h"

struct model_entry {
	struct model *model; /* owned */
	char *file;          /* the first plugin that declares it; owned */
};

struct model_set {
	struct model_entry *entries;
	size_t count;
};

/* Adds a copy. Two identical models are one; two different ones of one name or table are an error.
 */
bool model_set_add(struct model_set *, const struct model *, const char *file, struct error *);
/* Referenced tables first; false: they refer to each other in a circle. */
bool model_set_order(struct model_set *, struct error *);
void model_set_finish(struct model_set *set);

#endif
