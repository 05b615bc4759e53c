# runner/execute/finish.c: the record is written after the migration has been committed.
/^static bool commit_end/,/^}/ {
	s/session_own_for_good(migration, failure) ||$/session_own_for_good(migration, failure))/
	/^\t    !write_end(migration, failure))$/d
	s/^\t\treturn true;/\t\treturn write_end(migration, failure) \&\&\n\t\t       database_flush(migration->execution->db, failure);/
}
