#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "command/batch.h"

char *batch_who(const struct options *options, const char *account)
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
