# runner/execute/settle.c: a step that was sent is taken as done.
# needs a server
/^enum settled settle_step/,/^}/ s/^\tif (!row->fingerprint)/\tif (row->fingerprint)\n\t\treturn SETTLED_DONE;\n&/
