#include "catalog/file_list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "catalog/order.h"

static void add(struct file_list *list, const char *file)
{
	const size_t size = strlen(file) + 1;
	char *copy = memory_bytes_in(&list->names, size);

	memcpy(copy, file, size);
	list->files = memory_grow_for(list->files, list->count, sizeof *list->files);
	list->files[list->count++] = (struct listed){ order_number(file), copy };
}

static int compare(const void *left, const void *right)
{
	const struct listed *a = left, *b = right;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return strcmp(a->file, b->file);
}

static bool read_all(struct file_list *list, DIR *stream)
{
	const struct dirent *item;

	while (errno = 0, (item = readdir(stream)))
		if (strcmp(item->d_name, ".") != 0 && strcmp(item->d_name, "..") != 0)
			add(list, item->d_name);
	if (errno)
		return false;
	if (list->count)
		qsort(list->files, list->count, sizeof *list->files, compare);
	return true;
}

bool file_list_read(struct file_list *list, int fd)
{
	const int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	DIR *stream = copy < 0 ? NULL : fdopendir(copy);
	bool done;
	int number;

	if (!stream) {
		number = errno;
		if (copy >= 0)
			close(copy);
		errno = number;
		return false;
	}
	done = read_all(list, stream);
	number = errno;
	closedir(stream);
	errno = number;
	return done;
}

void file_list_finish(struct file_list *list)
{
	free(list->files);
	arena_finish(&list->names);
	*list = (struct file_list){ 0 };
}
