/* What a test learns of the calls that it counts and makes fail: shared through a file. */
#ifndef INJECT_COUNT_H
#define INJECT_COUNT_H

struct inject_count {
	unsigned long calls, fired;
	char function[40], object[40]; /* the first that failed, and who called it from where */
	unsigned long offset;
};

#endif
