-- migrate:up
ALTER TABLE tags CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- migrate:down
ALTER TABLE tags CONVERT TO CHARACTER SET ascii;
