/* What config_load keeps for config_describe and for stderr. */
#ifndef GLIM_CONFIG_LINE_H
#define GLIM_CONFIG_LINE_H

#include "config/config.h"

/* All texts are copied. A key is added once; what the command line says replaces its line. */
void line_add(struct config *config, const char *key, const char *value, const char *source);
void line_replace(struct config *config, const char *key, const char *value, const char *source);

__attribute__((format(printf, 2, 3))) void line_warn(struct config *config, const char *format,
						     ...);

#endif
