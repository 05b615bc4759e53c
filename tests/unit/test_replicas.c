/* Where a replica is, as config.json writes it. */
#include <check.h>
#include <stdlib.h>

#include "database/replicas.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct {
	const char *address, *host;
	int port; /* 1: as it was */
} addresses[] = {
	{ "db2", "db2", 1 },
	{ "db2:3307", "db2", 3307 },
	{ "10.0.0.7:3307", "10.0.0.7", 3307 },
	{ "fe80::1", "fe80::1", 1 },
	{ "[fe80::1]", "fe80::1", 1 },
	{ "[fe80::1]:3307", "fe80::1", 3307 },
	{ "/run/db2/socket", "/run/db2/socket", 1 },
	{ "/run/db2:a/socket", "/run/db2:a/socket", 1 },
	{ "[", "[", 1 },
};

START_TEST(an_address_has_a_host_and_perhaps_a_port)
{
	int port = 1;
	char *host = replica_host(addresses[_i].address, &port);

	ck_assert_str_eq(host, addresses[_i].host);
	ck_assert_int_eq(port, addresses[_i].port);
	free(host);
}
END_TEST

Suite *replicas_suite(void);
Suite *replicas_suite(void)
{
	Suite *suite = suite_create("replicas");
	TCase *cases = tcase_create("replicas");

	tcase_add_loop_test(cases, an_address_has_a_host_and_perhaps_a_port, 0, COUNT(addresses));
	suite_add_tcase(suite, cases);
	return suite;
}
