# runner/execute/backfill_page.c: a page's checkpoint is committed after the page.
/^bool backfill_write_page/,/^}/ {
	s/ || !note_checkpoint(migration, failure)//
	s/^\tCHAOS_POINT("paged");/&\n\tif (!transaction_open(transaction, failure) || !note_checkpoint(migration, failure) ||\n\t    !transaction_check(transaction, failure) || !transaction_commit(transaction, failure))\n\t\treturn false;/
}
