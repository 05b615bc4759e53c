# runner/lock/lock.c: nobody waits for anybody.
/^bool lock_take/,/^}/ s/^\tbool said = false;/&\n\n\tif (end)\n\t\treturn true;/
