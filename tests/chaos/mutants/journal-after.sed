# runner/execute/boundary.c: the journal is written after the statement that it announces.
# needs a server
/^bool boundary_run/,/^}/ {
	/^\tif (!journal_start(migration, boundary, failure))/,/^\t\treturn step_failed_around/ d
	s/^\tdone = send(migration, boundary, sink, failure);/&\n\tmigration->transaction.open = false;\n\tif (done \&\& !journal_start(migration, boundary, failure))\n\t\treturn false;/
}
