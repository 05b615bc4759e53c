/* What config_load keeps for config_describe and for stderr. */
#ifndef GLIM_CONFIG_LINE_H
#define GLIM_CONFIG_LINE_H

#include "config/config.h"

/* A new line, or new values of the line of that key; all texts are copied. */
void line_set(struct config *config, const char *key, const char *value, const char *source);

__attribute__((format(printf, 2, 3))) void line_warn(struct config *config, const char *format,
						     ...);

#endif
