/*
 * One program a folder of tests: runs the suite of every test_NOUN.c in it, `Suite *NOUN_suite()`.
 * CK_RUN_SUITE=NOUN runs one, CK_FORK=no runs them in this process.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "skip.h"

#define SUITE(noun) Suite *noun##_suite(void);
#include SUITES
#undef SUITE

static Suite *(*const suites[])(void) = {
#define SUITE(noun) noun##_suite,
#include SUITES
#undef SUITE
};

static FILE *skips; /* shared with the processes that Check forks */

void test_skip(const char *reason)
{
	printf("skipped: %s\n", reason);
	fflush(stdout);
	fputc('\n', skips);
	fflush(skips);
}

static SRunner *collect(void)
{
	SRunner *runner = srunner_create(NULL);

	for (size_t i = 0; i < sizeof suites / sizeof *suites; i++)
		srunner_add_suite(runner, suites[i]());
	return runner;
}

int main(void)
{
	SRunner *runner = collect();
	int ran, failed, skipped;

	skips = tmpfile();
	if (!skips) {
		perror("tmpfile");
		return EXIT_FAILURE;
	}
	srunner_run_all(runner, CK_ENV);
	ran = srunner_ntests_run(runner);
	failed = srunner_ntests_failed(runner);
	skipped = (int)lseek(fileno(skips), 0, SEEK_END);
	printf("%d passed, %d failed, %d skipped\n", ran - failed - skipped, failed, skipped);
	srunner_free(runner);
	fclose(skips);
	return failed || !ran ? EXIT_FAILURE : EXIT_SUCCESS;
}
