#include "unit/capture.h"

#include <check.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"

struct capture capture_begin(int fd)
{
	struct capture capture = { .fd = fd };

	fflush(stdout);
	capture.saved = dup(fd);
	capture.file = memfd_create("capture", MFD_CLOEXEC);
	ck_assert_int_ge(capture.file, 0);
	ck_assert_int_eq(dup2(capture.file, fd), fd);
	return capture;
}

char *capture_end(struct capture *capture)
{
	off_t length;
	char *text;

	fflush(stdout);
	length = lseek(capture->file, 0, SEEK_END);
	text = memory_alloc((size_t)length + 1);
	ck_assert_int_eq(pread(capture->file, text, (size_t)length, 0), length);
	dup2(capture->saved, capture->fd);
	close(capture->saved);
	close(capture->file);
	return text;
}
