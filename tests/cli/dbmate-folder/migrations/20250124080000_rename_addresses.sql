-- migrate:up
RENAME TABLE addresses TO places;

-- migrate:down
RENAME TABLE places TO addresses;
