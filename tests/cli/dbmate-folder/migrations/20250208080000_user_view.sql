-- migrate:up
CREATE VIEW user_orders AS SELECT u.email, o.id, state_word(o.status) AS word FROM users u JOIN orders o ON o.user_id = u.id;

-- migrate:down
DROP VIEW user_orders;
