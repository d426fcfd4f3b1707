/** The tables of a mirror. Counters are kept, because counting a million rows costs the reading of a million rows. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS files (
	path TEXT PRIMARY KEY,
	state TEXT NOT NULL,
	bytes INTEGER NOT NULL DEFAULT 0,
	reason TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS troubles ON files (state, path) WHERE reason IS NOT NULL;
CREATE TABLE IF NOT EXISTS directories (
	walk TEXT NOT NULL,
	path TEXT NOT NULL,
	waiting INTEGER NOT NULL DEFAULT 1,
	UNIQUE (walk, path)
);
CREATE INDEX IF NOT EXISTS frontier ON directories (walk) WHERE waiting = 1;
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
`;
