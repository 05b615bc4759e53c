-- migrate:up
ALTER TABLE places ADD COLUMN country CHAR(2) NOT NULL DEFAULT 'DE', ADD KEY places_country (country, city);

-- migrate:down
ALTER TABLE places DROP KEY places_country, DROP COLUMN country;
