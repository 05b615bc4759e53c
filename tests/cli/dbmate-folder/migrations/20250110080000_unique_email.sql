-- migrate:up
ALTER TABLE users ADD UNIQUE KEY users_email (email);

-- migrate:down
ALTER TABLE users DROP KEY users_email;
