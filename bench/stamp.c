/*
 * stamp PATH COUNT - writes COUNT files from the template on the standard input, numbered from 1.
 * In the path and in the template NUMBER00 becomes the number and NUMBER-1 the one before, with
 * eight digits. A template may be anything, a compiled plugin too: nothing in it moves.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORD = 8, MARKS = 256 };

struct mark {
	size_t at;
	int before; /* 1: the number before */
};

struct template
{
	char *bytes;
	size_t size;
	struct mark marks[MARKS];
	size_t count;
};

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void read_all(struct template *template)
{
	size_t room = 0;

	do {
		room = room * 2 + 65536;
		template->bytes = realloc(template->bytes, room + 1);
		if (!template->bytes)
			fail("stamp");
		template->size +=
			fread(template->bytes + template->size, 1, room - template->size, stdin);
	} while (template->size == room);
	template->bytes[template->size] = 0;
}

static void find_marks(struct template *template)
{
	for (size_t at = 0; at + WORD <= template->size; at++) {
		int here = !memcmp(template->bytes + at, "NUMBER00", WORD);
		int before = !memcmp(template->bytes + at, "NUMBER-1", WORD);

		if (!here && !before)
			continue;
		if (template->count == MARKS) {
			fprintf(stderr, "stamp: more than %d marks\n", MARKS);
			exit(1);
		}
		template->marks[template->count++] = (struct mark){ at, before };
	}
}

static void put_number(struct template *template, unsigned number)
{
	for (size_t i = 0; i < template->count; i++) {
		char digits[16];

		snprintf(digits, sizeof digits, "%08u",
			 number - (unsigned)template->marks[i].before);
		memcpy(template->bytes + template->marks[i].at, digits, WORD);
	}
}

static void write_file(const char *path, const struct template *template)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd < 0 || write(fd, template->bytes, template->size) != (ssize_t) template->size ||
	    close(fd))
		fail(path);
}

int main(int argc, char **argv)
{
	struct template content = { 0 }, path = { 0 };

	if (argc != 3) {
		fprintf(stderr, "usage: stamp PATH COUNT <TEMPLATE\n");
		return 2;
	}
	read_all(&content);
	find_marks(&content);
	path.bytes = strdup(argv[1]);
	path.size = strlen(argv[1]);
	find_marks(&path);
	for (unsigned number = 1; number <= strtoul(argv[2], NULL, 10); number++) {
		put_number(&content, number);
		put_number(&path, number);
		write_file(path.bytes, &content);
	}
	free(content.bytes);
	free(path.bytes);
	return 0;
}
