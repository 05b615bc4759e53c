#include "given_config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "config/source.h"

struct config *given_config_bytes(char *text, size_t length, const struct config_request *request,
				  mode_t mode, struct error *error)
{
	struct source source = {
		.name = (char[]){ "config.json" },
		.file = (char[]){ "/srv/shop/config.json" },
		.directory = (char[]){ "/srv/shop" },
		.text = text,
		.length = length,
		.mode = mode,
	};

	return config_parse(&source, request, error);
}

struct config *given_config_try(const char *text, const struct config_request *request,
				struct error *error)
{
	char *json = strdup(text);
	struct config *config;

	for (char *at = json; (at = strchr(at, '`'));)
		*at = '"';
	config = given_config_bytes(json, strlen(json), request, S_IFREG | 0600, error);
	free(json);
	return config;
}

struct config *given_config(const char *text)
{
	struct error error = { 0 };
	struct config *config = given_config_try(text, &(struct config_request){ 0 }, &error);

	ck_assert_msg(config != NULL, "%s: %s (%s)", text, error.message, error.at);
	ck_assert_int_eq(error.code, ERROR_NONE);
	return config;
}
