# runner/execute/group.c: what a migration did before it failed is committed with those before it.
/^bool group_leave/,/^}/ s/transaction_undo_item(&migration->transaction, &failure) &&/true \&\&/
