-- migrate:up
CREATE TRIGGER user_made AFTER INSERT ON users FOR EACH ROW INSERT INTO events_log (at, kind) VALUES (NOW(6), 'user');
CREATE TRIGGER user_gone AFTER DELETE ON users FOR EACH ROW BEGIN INSERT INTO events_log (at, kind) VALUES (NOW(6), 'gone'); END;

-- migrate:down
DROP TRIGGER user_gone;
DROP TRIGGER user_made;
