-- migrate:up
CREATE INDEX payments_day ON payments (paid_on DESC, cents);

-- migrate:down
DROP INDEX payments_day ON payments;
