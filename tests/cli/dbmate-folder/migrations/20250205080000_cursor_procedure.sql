-- migrate:up
CREATE PROCEDURE rename_all()
BEGIN
  DECLARE finished BOOL DEFAULT FALSE;
  DECLARE who INT;
  DECLARE c CURSOR FOR SELECT id FROM users;
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET finished = TRUE;
  OPEN c;
  walk: LOOP
    FETCH c INTO who;
    IF finished THEN LEAVE walk; END IF;
    UPDATE users SET name = CONCAT('u', who) WHERE id = who;
  END LOOP;
  CLOSE c;
END;

-- migrate:down
DROP PROCEDURE rename_all;
