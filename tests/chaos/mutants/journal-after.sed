# runner/execute/boundary.c: the journal is written after the statement that it announces.
# needs a server
# only on mysql: elsewhere such a statement cannot be sent inside of the transaction at all
s/^\tbool done = journal_start(migration, boundary, failure);/\tbool done = true;/
s/^\tconst bool done = send_patiently(migration, sending, sink, failure);/&\n\n\tmigration->transaction.open = false;\n\tif (done \&\& !journal_start(migration, sending->boundary, failure))\n\t\treturn false;/
