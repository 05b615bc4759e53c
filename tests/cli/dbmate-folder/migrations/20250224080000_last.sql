-- migrate:up
CREATE TABLE finals (
  id INT NOT NULL,
  `order` INT NOT NULL, -- a word of SQL
  `text` VARCHAR(9) NULL
);

-- migrate:down
DROP TABLE finals;
