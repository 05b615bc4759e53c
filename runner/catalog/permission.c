#include "catalog/permission.h"

#include "base/memory.h"

static bool is_trusted(uid_t owner, const struct permission_owners *owners)
{
	return owner == 0 || owner == owners->effective || owner == owners->config;
}

enum permission permission_check(const struct stat *status, const struct permission_owners *owners)
{
	if (!is_trusted(status->st_uid, owners))
		return PERMISSION_FOREIGN_OWNER;
	if (status->st_mode & S_IWOTH)
		return PERMISSION_WORLD_WRITABLE;
	if (status->st_mode & S_IWGRP)
		return PERMISSION_GROUP_WRITABLE;
	return PERMISSION_GOOD;
}

char *permission_describe(enum permission permission, const struct stat *status)
{
	switch (permission) {
	case PERMISSION_GROUP_WRITABLE:
		return memory_format("group %u may write to it: chmod g-w", status->st_gid);
	case PERMISSION_WORLD_WRITABLE:
		return memory_copy("everyone may write to it: chmod o-w");
	case PERMISSION_FOREIGN_OWNER:
		return memory_format("it belongs to user %u, who is neither root, nor the user "
				     "that runs glim, nor the owner of config.json",
				     status->st_uid);
	case PERMISSION_GOOD:
		break;
	}
	return memory_copy("");
}
