--  migrate:up
CREATE TABLE addresses (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id INT UNSIGNED NOT NULL,
  street VARCHAR(120) NOT NULL,
  city VARCHAR(80) NOT NULL,
  KEY addresses_user (user_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

--  migrate:down
DROP TABLE addresses;
