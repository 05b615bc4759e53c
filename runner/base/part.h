/*
 * Where the program's own parts are: found relative to its real path, in the build tree as in an
 * installation, from any working directory:
 *
 *     PREFIX/bin/glim  PREFIX/lib/glim/glim-guest  PREFIX/lib/glim/drivers/NAME.so
 *     PREFIX/include/glim/migration.h  PREFIX/share/glim/glim.mk
 *
 * build/ has the same shape.
 */
#ifndef GLIM_BASE_PART_H
#define GLIM_BASE_PART_H

char *part_path(const char *below_prefix); /* a new text: part_path("lib/glim/glim-guest") */

#endif
