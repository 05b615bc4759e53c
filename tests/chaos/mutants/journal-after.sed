# runner/execute/boundary.c: the journal is written after the statement that it announces.
# needs a server
# only on mysql: elsewhere such a statement cannot be sent inside of the transaction at all
/^bool boundary_run/,/^}/ {
	/^\tif (!journal_start(migration, boundary, failure))/,/^\t\treturn step_failed_around/ d
	s/^\tdone = send(migration, boundary, sink, failure);/&\n\tmigration->transaction.open = false;\n\tif (done \&\& !journal_start(migration, boundary, failure))\n\t\treturn false;/
}
