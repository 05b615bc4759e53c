/* A file that is there whole, on the disk, or not at all. */
#ifndef GLIM_CATALOG_COPY_H
#define GLIM_CATALOG_COPY_H

#include <stdbool.h>

/* Copies all that `from` holds to `name` in this directory, mode 0444; false: errno says why. */
bool copy_into(int directory, const char *name, int from);

#endif
