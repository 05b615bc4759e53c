/* For a test that cannot run here: test_skip("no IPv6"); return; It is counted and shown. */
#ifndef GLIM_TESTS_SKIP_H
#define GLIM_TESTS_SKIP_H

void test_skip(const char *reason);

#endif
