-- migrate:up
ALTER TABLE payments COMMENT = 'money; in cents';
ALTER TABLE tags COMMENT = 'words';

-- migrate:down
ALTER TABLE payments COMMENT = '';
ALTER TABLE tags COMMENT = '';
