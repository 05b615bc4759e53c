/*
 * The folder in which every plugin that ran is kept as <sha256>.so: a rollback uses exactly that
 * file when the deployed one is gone or is another one by now. Checked as a plugin directory is.
 */
#ifndef GLIM_CATALOG_ARCHIVE_H
#define GLIM_CATALOG_ARCHIVE_H

#include "catalog/catalog.h"

struct archive;

/*
 * The catalog's archive from now on; NULL: none. A folder that is not there yet is empty. Refused:
 * a folder that others may write to, or one of the plugin directories.
 */
bool archive_open(struct catalog *, const char *folder, struct error *);
void archive_destroy(struct archive *archive);

/* Makes the folder where it is missing. True without an archive. */
bool archive_make(const struct catalog *, struct error *);

/*
 * Keeps this image before it runs: what is there already is left alone if it is sound. True
 * without an archive.
 */
bool archive_keep(const struct catalog *, const char *name, const struct plugin_image *,
		  struct error *);

/*
 * The plugin that ran as `name`, as an entry of the archive's own, inspected and compared with its
 * checksum: `problem` says why it cannot be used. NULL: the archive does not have it.
 */
struct entry *archive_find(const struct catalog *, const char *name, const char *checksum);

int archive_directory(const struct archive *archive); /* its descriptor, or -1 */

#endif
