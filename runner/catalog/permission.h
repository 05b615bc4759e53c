/* Who may own a plugin or its directory, and who may write to it. Pure: reads a struct stat. */
#ifndef GLIM_CATALOG_PERMISSION_H
#define GLIM_CATALOG_PERMISSION_H

#include <stdbool.h>
#include <sys/stat.h>

enum permission {
	PERMISSION_GOOD,
	PERMISSION_GROUP_WRITABLE, /* suspicious, accepted */
	PERMISSION_WORLD_WRITABLE,
	PERMISSION_FOREIGN_OWNER
};

struct permission_owners {
	uid_t effective, config;
};

enum permission permission_check(const struct stat *status, const struct permission_owners *owners);
/* "everyone may write to it ..", "" for PERMISSION_GOOD; reads after the name and a colon. */
char *permission_describe(enum permission permission, const struct stat *status);

#endif
