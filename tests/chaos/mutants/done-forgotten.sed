# runner/execute/boundary.c: nothing says that a step has ended.
# needs a server
/^bool boundary_note/,/^}/ s/^\tif (!migration->boundary)/\tif (!migration->boundary || strcmp(migration->boundary_state, "done") == 0)/
