/* The ELF notes in which a plugin that was written in SQL keeps its source (include/glim/sql.h). */
#ifndef GLIM_CATALOG_NOTE_H
#define GLIM_CATALOG_NOTE_H

#include "catalog/object.h"

/* False: there is none that can be read. Both texts are borrowed from the object. */
bool note_texts(const struct object *object, const char **site, const char **text);
/* It says that its code hands the text over and does nothing else. */
bool note_only_sql(const struct object *object);

#endif
