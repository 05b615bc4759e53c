#include "command/who.h"

#include <pwd.h>
#include <stdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

char *who_full(const struct options *options, const char *account)
{
	const struct passwd *entry = getpwuid(geteuid());
	const char *as = account && account[0] ? " as " : "";
	char host[256] = "";
	char user[32];

	if (gethostname(host, sizeof host - 1) != 0 || !host[0])
		strcpy(host, "localhost");
	snprintf(user, sizeof user, "uid %u", (unsigned)geteuid());
	if (options->by)
		return memory_format("%s (%s@%s)%s%s", options->by, entry ? entry->pw_name : user,
				     host, as, account ? account : "");
	return memory_format("%s@%s%s%s", entry ? entry->pw_name : user, host, as,
			     account ? account : "");
}

char *who_short(const char *full)
{
	const char *as = full ? strstr(full, " as ") : NULL;

	return as ? memory_copy_bytes(full, (size_t)(as - full)) : memory_copy(full ? full : "");
}
