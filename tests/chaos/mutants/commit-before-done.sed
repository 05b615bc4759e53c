# runner/execute/pending.c: what waits is committed when it is sent, before the migration is done.
# needs a server
/^bool pending_flush(/,/^}/ s/database_flush(migration->execution->db, &failure)/migration->transaction.depth\n\t\t    ? database_flush(migration->execution->db, \&failure)\n\t\t    : transaction_commit(\&migration->transaction, \&failure)/
