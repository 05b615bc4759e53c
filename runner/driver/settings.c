#include "driver/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static char *copy_given(const char *text)
{
	return text && *text ? memory_copy(text) : NULL;
}

void settings_copy(struct driver_settings *to, const struct driver_settings *from)
{
	*to = *from;
	to->host = copy_given(from->host);
	to->socket = copy_given(from->socket);
	to->schema = copy_given(from->schema);
	to->user = copy_given(from->user);
	to->password = copy_given(from->password);
	to->ssl_ca = copy_given(from->ssl_ca);
	to->ssl_cert = copy_given(from->ssl_cert);
	to->ssl_key = copy_given(from->ssl_key);
	to->galera = copy_given(from->galera);
	to->search_path = copy_given(from->search_path);
	to->service = copy_given(from->service);
}

void settings_finish(struct driver_settings *settings)
{
	const char *texts[] = { settings->host,        settings->socket,   settings->schema,
				settings->user,        settings->password, settings->ssl_ca,
				settings->ssl_cert,    settings->ssl_key,  settings->galera,
				settings->search_path, settings->service };

	if (settings->password)
		explicit_bzero((char *)settings->password, strlen(settings->password));
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		free((char *)texts[i]);
	*settings = (struct driver_settings){ 0 };
}
