-- migrate:up
ALTER TABLE product_tags
  ADD CONSTRAINT tagged FOREIGN KEY (product_id) REFERENCES products (id),
  ADD CONSTRAINT tagging FOREIGN KEY (tag_id) REFERENCES tags (id);

-- migrate:down
ALTER TABLE product_tags DROP FOREIGN KEY tagged, DROP FOREIGN KEY tagging;
