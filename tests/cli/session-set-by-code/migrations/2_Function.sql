-- migrate:up
CREATE FUNCTION go_there() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('search_path', 'other', false);
	EXECUTE 'SET client_encoding = LATIN1';
	EXECUTE 'SET default_transaction_read_only = on';
END $$;
SELECT go_there();
-- migrate:down
DROP FUNCTION go_there();
