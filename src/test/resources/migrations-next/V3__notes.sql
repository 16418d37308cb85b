-- What a later version might add; only tests know it.
CREATE TABLE notes (id BIGINT PRIMARY KEY);
