-- migrate:up
CREATE FUNCTION state_word(s VARCHAR(10)) RETURNS VARCHAR(20) DETERMINISTIC
BEGIN
  RETURN CASE s WHEN 'new' THEN 'fresh' WHEN 'paid' THEN 'ready; go' ELSE 'old' END;
END;

-- migrate:down
DROP FUNCTION state_word;
