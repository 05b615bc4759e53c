/* The schema in a file, as migration:dump writes it; also after a run (dump_after_run). */
#ifndef GLIM_COMMAND_DUMP_H
#define GLIM_COMMAND_DUMP_H

#include "base/text.h"
#include "database/database.h"

enum dump_format { DUMP_SQL, DUMP_JSON, DUMP_MERMAID };

extern const char *const dump_formats[]; /* their names; NULL at the end */

/* By the ending of a file's name: .json, .mmd, .mermaid; SQL for all others. */
enum dump_format dump_format_of(const char *path);
/* Reads the schema and adds it to `out`. */
bool dump_write(struct database *, enum dump_format, struct text *out, struct error *);
/* And puts it in the place of a file. */
bool dump_to_file(struct database *, const char *path, struct error *);

#endif
