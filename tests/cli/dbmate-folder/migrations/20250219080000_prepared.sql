-- migrate:up
SET @sql = 'ALTER TABLE audits ADD COLUMN made DATE NULL';
PREPARE change_it FROM @sql;
EXECUTE change_it;
DEALLOCATE PREPARE change_it;

-- migrate:down
ALTER TABLE audits DROP COLUMN made;
