-- What a later version might add; only tests know it.
PRAGMA user_version = 3;
CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT;
