/* Values as people read them. */
#ifndef GLIM_PREVIEW_VALUES_H
#define GLIM_PREVIEW_VALUES_H

#define GLIM_RUNNER
#include <glim/migration.h>

/* "5, 'Aras', NULL, X'00FF'" (owned); long ones are cut. NULL without values. */
char *values_show(const glim_value *values, size_t count);

#endif
