-- migrate:up
ALTER TYPE colour ADD VALUE 'blue';
