-- What one store keeps beside its log. Nothing here is part of the log or decides anything of a
-- run; all of it may be deleted but for the erased names, which would be shown again.

PRAGMA user_version = 2;

-- Answers to requests that carried an Idempotency-Key, by SHA-256 of who asked and the key. An
-- answer that is NULL is not given yet, or never was because the server ended.
CREATE TABLE answers (
  key     TEXT PRIMARY KEY,
  request TEXT NOT NULL,
  at      TEXT NOT NULL,
  answer  TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_by_time ON answers (at);

-- Evidence whose bytes were removed on purpose: the log goes on citing its digest.
CREATE TABLE tombstones (
  digest TEXT PRIMARY KEY,
  at     TEXT NOT NULL,
  why    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Closed runs whose evidence and samples were removed.
CREATE TABLE thinned_runs (
  run TEXT PRIMARY KEY,
  at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Names that are shown no more, by a keyed hash, so that this is no list of them.
CREATE TABLE erased_names (
  number INTEGER PRIMARY KEY,
  hash   TEXT NOT NULL UNIQUE,
  words  INTEGER NOT NULL CHECK (words >= 1),
  at     TEXT NOT NULL
) STRICT;
