# runner/execute/comeback.c: what has lost its answer is taken as committed.
# needs a server
/^bool comeback_finds/,/^}/ s/^\tif (migration->direction == DIRECTION_ROLLBACK)/\tif (history)\n\t\treturn true;\n&/
