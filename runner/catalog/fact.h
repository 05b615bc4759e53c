/* What the bytes of a plugin say of it. Pure: opens nothing, runs nothing. */
#ifndef GLIM_CATALOG_FACT_H
#define GLIM_CATALOG_FACT_H

#include "base/text.h"
#include "catalog/catalog.h"
#include "catalog/needed.h"

enum { FACT_DESCRIPTION = 4096, FACT_DEPENDS = 65536 };

struct fact_reading {
	struct plugin_facts facts;
	struct needed needed;
	struct text warning; /* sentences, "; " between them */
};

/* Reads; scribbles over the ELF header in `data`. The error reads after a name and a colon. */
bool fact_read(struct fact_reading *reading, unsigned char *data, size_t size, struct error *error);
void fact_warn(struct text *warning, const char *sentence);
void fact_finish(struct plugin_facts *facts);
void fact_reading_finish(struct fact_reading *reading);

#endif
