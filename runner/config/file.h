/* A small regular file read whole, without ever waiting on a pipe or a device. */
#ifndef GLIM_CONFIG_FILE_H
#define GLIM_CONFIG_FILE_H

#include <stddef.h>
#include <sys/types.h>

struct file {
	char *text;
	size_t length;
	uid_t owner;
	mode_t mode;
};

/* NULL, or what is wrong ("is a directory"): a new text, to stand behind the file's name. */
char *file_load(const char *path, size_t limit, struct file *out);
void file_finish(struct file *file); /* wipes the text, as it may hold passwords */

/* A relative path made absolute; an absolute one is copied. */
char *file_below(const char *directory, const char *path);

#endif
