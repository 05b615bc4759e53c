#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "driver/driver.h"
#include "driver/registry.h"

START_TEST(every_kind_has_a_module_and_a_package)
{
	size_t count = 0;

	for (const char *const *kind = driver_kinds(); *kind; kind++, count++) {
		ck_assert_ptr_nonnull(driver_module(*kind));
		ck_assert_ptr_nonnull(driver_package(driver_module(*kind)));
	}
	ck_assert_uint_ge(count, 3);
}
END_TEST

START_TEST(two_names_of_one_kind_share_a_module)
{
	ck_assert_str_eq(driver_module("mariadb"), "mysql");
	ck_assert_str_eq(driver_module("mysql"), "mysql");
	ck_assert(!driver_is_embedded("mariadb"));
	ck_assert(driver_is_embedded("sqlite"));
}
END_TEST

START_TEST(an_unknown_kind_has_nothing)
{
	ck_assert_ptr_null(driver_module("oracle"));
	ck_assert_ptr_null(driver_module(NULL));
	ck_assert(!driver_is_embedded("oracle"));
	ck_assert_ptr_null(driver_package("oracle"));
}
END_TEST

START_TEST(a_module_that_is_not_there_is_named)
{
	char *why = NULL;

	ck_assert_ptr_null(driver_load("absent", &why));
	ck_assert_ptr_nonnull(strstr(why, "lib/glim/drivers/absent.so"));
	free(why);
}
END_TEST

Suite *registry_suite(void);

Suite *registry_suite(void)
{
	Suite *suite = suite_create("registry");
	TCase *tests = tcase_create("registry");

	tcase_add_test(tests, every_kind_has_a_module_and_a_package);
	tcase_add_test(tests, two_names_of_one_kind_share_a_module);
	tcase_add_test(tests, an_unknown_kind_has_nothing);
	tcase_add_test(tests, a_module_that_is_not_there_is_named);
	suite_add_tcase(suite, tests);
	return suite;
}
