/* A model as the plugin declares it, read as the runner knows models. Checks every size first. */
#ifndef GLIM_GUEST_DECLARATION_H
#define GLIM_GUEST_DECLARATION_H

#include <stdbool.h>

#define GLIM_RUNNER
#include <glim/model.h>

#include "model/model.h"

enum { DECLARATION_WHY = 256 };

/* False: `why` says what is wrong. The texts are borrowed from the plugin. */
bool declaration_read(const glim_model *from, struct model *to, char why[DECLARATION_WHY]);
void declaration_finish(struct model *model);

const glim_column *declaration_column(const glim_model *model, size_t index);
size_t declaration_member_size(uint32_t member); /* 0 if there is no such member */

#endif
