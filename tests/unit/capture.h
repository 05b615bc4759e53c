/* What the code under test writes to one of its streams. */
#ifndef GLIM_TESTS_CAPTURE_H
#define GLIM_TESTS_CAPTURE_H

struct capture {
	int fd, saved, file;
};

struct capture capture_begin(int fd);
char *capture_end(struct capture *capture); /* a new text; the stream is what it was */

#endif
