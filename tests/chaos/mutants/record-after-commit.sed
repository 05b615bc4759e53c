# runner/execute/finish.c: the record is written after the migration has been committed.
/^static bool commit_end/,/^}/ {
	s/ || !write_end(migration, failure)//
	s/^\t\treturn true;/\t\treturn write_end(migration, failure);/
}
