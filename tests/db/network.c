#include "network.h"

#include <stdlib.h>

#include "base/memory.h"
#include "skip.h"

static const char *variable(int kind, const char *what)
{
	char *name = memory_format("GLIM_TEST_%s_%s", kind == TARGET_MYSQL ? "MYSQL" : "POSTGRESQL",
				   what);
	const char *value = getenv(name);

	free(name);
	return value;
}

bool network_settings(int kind, struct driver_settings *settings)
{
	const char *port = variable(kind, "PORT");

	if (!port) {
		test_skip(kind == TARGET_MYSQL ? "no server: GLIM_TEST_MYSQL_PORT is not set"
					       : "no server: GLIM_TEST_POSTGRESQL_PORT is not set");
		return false;
	}
	*settings = (struct driver_settings){ .host = "127.0.0.1",
					      .port = atoi(port),
					      .user = variable(kind, "USER"),
					      .password = variable(kind, "PASSWORD"),
					      .schema = variable(kind, "SCHEMA") };
	return true;
}

bool network_tls_settings(int kind, struct driver_settings *settings)
{
	if (!network_settings(kind, settings))
		return false;
	if (!variable(kind, "TLS")) {
		test_skip("the server was started without --tls");
		return false;
	}
	settings->ssl = settings->ssl_verify = true;
	return true;
}

char *network_tls_file(int kind, const char *name)
{
	return memory_format("%s/%s", variable(kind, "TLS"), name);
}
