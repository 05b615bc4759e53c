-- migrate:up
# a comment of this server's own; with a semicolon
CREATE TABLE audits (id INT NOT NULL PRIMARY KEY, what VARCHAR(10)); # and one behind

-- migrate:down
DROP TABLE audits;
