/* A connection as one URL: "DRIVER://ana:secret@db1:3306/shop?socket=/run/x". Pure. */
#ifndef GLIM_CONFIG_URL_H
#define GLIM_CONFIG_URL_H

#include <stddef.h>

enum { URL_PARAMETERS = 8 };

/* All are decoded; NULL where a part is missing. */
struct url {
	char *scheme; /* in small letters */
	char *user, *password, *host;
	int port;   /* 0: none */
	char *path; /* with the slash behind a host */
	struct {
		char *name, *value;
	} parameters[URL_PARAMETERS];
	size_t count;
};

/* NULL, or what is wrong with it: the rest of a sentence, which shows nothing of the text. */
const char *url_parse(const char *text, struct url *out);
void url_finish(struct url *url);
/* As it may be shown: a password is ********. A new text. */
char *url_show(const struct url *url);

#endif
