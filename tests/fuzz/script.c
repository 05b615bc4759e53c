/* The text of an SQL migration: cut at its markers, then into statements, on each dialect. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "dialect/dialect.h"
#include "lint/lint.h"
#include "script/script.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void look_at(const struct lexis *lexis, const struct statement_list *list)
{
	struct lint_tables made = { 0 };
	const struct lint lint = { .lexis = lexis, .made = &made };
	struct findings findings = { 0 };

	for (size_t i = 0; i < list->count; i++) {
		require(list->pieces[i].line > 0 && list->pieces[i].column > 0);
		lint_statement(&lint, list->pieces[i].sql, &findings);
		free(lint_target(lexis, list->pieces[i].sql));
	}
	findings_finish(&findings);
	lint_tables_finish(&made);
}

static void read_section(const struct script *script, bool down, const struct dialect *dialect)
{
	struct statement_list list = { 0 };
	struct script_fault fault = { 0 };

	if (script_split(script, down, &dialect->lexis, &list, &fault))
		look_at(&dialect->lexis, &list);
	else
		require(fault.line > 0 && fault.column > 0 && fault.why[0]);
	statement_list_finish(&list);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	char *text = memory_copy_bytes(data, size);
	struct script_fault fault = { 0 };
	struct script *script = script_read("a.sql", text, &fault);

	require(script || (fault.line > 0 && fault.why[0]));
	for (size_t i = 0; script && dialect_list[i]; i++) {
		read_section(script, false, dialect_list[i]);
		read_section(script, true, dialect_list[i]);
		script_check(script, dialect_list[i], &fault);
	}
	script_destroy(script);
	free(text);
	return 0;
}
