-- migrate:up
CREATE PROCEDURE restock(IN wanted INT)
BEGIN
  DECLARE done INT DEFAULT 0;
  WHILE done < wanted DO
    UPDATE products SET stock = stock + 1;
    SET done = done + 1;
  END WHILE;
END;

-- migrate:down
DROP PROCEDURE restock;
