-- migrate:up
CREATE FUNCTION forget() RETURNS INTEGER LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE 'DEALLOCATE ALL';
	RETURN 4;
END $$;
INSERT INTO crates VALUES (forget());
-- migrate:down
DELETE FROM crates WHERE id = forget();
DROP FUNCTION forget();
