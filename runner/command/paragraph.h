/* Words as lines of at most 80 columns. */
#ifndef GLIM_COMMAND_PARAGRAPH_H
#define GLIM_COMMAND_PARAGRAPH_H

#include "base/text.h"

/*
 * Adds words from column `indent` on; following lines begin there too. A blank line ends a
 * paragraph, a line that begins with a blank stays as it is.
 */
void paragraph_add(struct text *text, const char *words, int indent);

#endif
