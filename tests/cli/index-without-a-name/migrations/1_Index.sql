-- migrate:up
CREATE UNIQUE INDEX CONCURRENTLY ON people (name, lower(mail)) INCLUDE (mail);
-- migrate:down
DROP INDEX CONCURRENTLY people_name_lower_mail_idx;
