/* How fast something goes on, by what it did lately. Pure: the caller says what time it is. */
#ifndef GLIM_PROGRESS_RATE_H
#define GLIM_PROGRESS_RATE_H

#include <stdint.h>

enum { RATE_SAMPLES = 16 };

struct rate {
	struct rate_sample {
		int64_t time; /* microseconds */
		uint64_t done;
	} samples[RATE_SAMPLES]; /* a ring: the last half minute */
	unsigned int count, next;
};

/* Times may not go back. Where `done` does, something new has begun. */
void rate_add(struct rate *, int64_t time, uint64_t done);
double rate_per_second(const struct rate *, int64_t time, uint64_t done); /* below 0: not known */
/* Microseconds until `done` is `total`; below 0 before a tenth of it is done, or without a rate. */
int64_t rate_left(double per_second, uint64_t done, uint64_t total);

#endif
