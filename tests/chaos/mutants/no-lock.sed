# runner/lock/lock.c: nobody waits for anybody.
/^bool lock_take/,/^}/ s/^\tstruct patience patience = .*;/&\n\n\tif (patience.start)\n\t\treturn true;/
