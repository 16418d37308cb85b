-- What one store keeps beside its log: the same tables as in migrations/ for SQLite. Nothing here
-- is part of the log or decides anything of a run; all of it may be deleted but for the erased
-- names, which would be shown again.

-- Answers to requests that carried an Idempotency-Key, by SHA-256 of who asked and the key. An
-- answer that is NULL is not given yet, or never was because the server ended.
CREATE TABLE answers (
  key     TEXT COLLATE "C" PRIMARY KEY,
  request TEXT COLLATE "C" NOT NULL,
  at      TEXT COLLATE "C" NOT NULL,
  answer  TEXT COLLATE "C"
);
CREATE INDEX answers_by_time ON answers (at);

-- Evidence whose bytes were removed on purpose: the log goes on citing its digest.
CREATE TABLE tombstones (
  digest TEXT COLLATE "C" PRIMARY KEY,
  at     TEXT COLLATE "C" NOT NULL,
  why    TEXT COLLATE "C" NOT NULL
);

-- Closed runs whose evidence and samples were removed.
CREATE TABLE thinned_runs (
  run TEXT COLLATE "C" PRIMARY KEY,
  at  TEXT COLLATE "C" NOT NULL
);

-- Names that are shown no more, by a keyed hash, so that this is no list of them.
CREATE TABLE erased_names (
  number INTEGER PRIMARY KEY,
  hash   TEXT COLLATE "C" NOT NULL UNIQUE,
  words  INTEGER NOT NULL CHECK (words >= 1),
  at     TEXT COLLATE "C" NOT NULL
);

-- When bytes were put last: what was put a moment ago may be about to be cited. By this server's
-- clock.
ALTER TABLE blobs ADD COLUMN put_at TIMESTAMPTZ NOT NULL DEFAULT now();
