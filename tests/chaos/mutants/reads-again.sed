# runner/execute/step.c: a replay asks the database again where it should answer from the journal.
# needs a server
s/replay_step(migration, step->sql, step->hash, step->site, step->rows, code)/replay_step(migration, step->sql, step->hash, step->site, NULL, code)/
/^static bool answer(/,/^}/ s/^\tcase REPLAY_AGAIN:/&\n\t\tif (step->rows) {\n\t\t\tstruct failure failure = { 0 };\n\t\t\tstruct row_path path = { step->rows, \&migration->journal };\n\t\t\tconst struct row_sink sink = { pass_columns, pass_row, \&path };\n\n\t\t\treturn transaction_open(\&migration->transaction, \&failure) \&\&\n\t\t\t       database_execute(migration->execution->db, step->sql, NULL, 0, \&sink, NULL,\n\t\t\t\t\t\t\&failure);\n\t\t}/
