-- Times are milliseconds since 1970, by this machine's clock.
CREATE TABLE deliveries (
    -- AUTOINCREMENT, so that no number is given twice.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    version TEXT NOT NULL,
    event TEXT,
    dedup_key BLOB NOT NULL,
    order_key TEXT,
    -- The same as order_key where the delivery is in a queue, NULL where it is in none.
    queue TEXT,
    -- Whether a dead one holds those behind it in its queue.
    holds INTEGER NOT NULL,
    revision TEXT,
    trace_parent TEXT,
    state TEXT NOT NULL
        CHECK (state IN ('ready', 'waiting', 'leased', 'done', 'dead', 'discarded')),
    attempts INTEGER NOT NULL DEFAULT 0,
    lease_no INTEGER NOT NULL DEFAULT 0,
    -- When it may be claimed, where it is ready; when its lease runs out, where it is leased.
    due INTEGER NOT NULL,
    first_arrival INTEGER NOT NULL,
    settled INTEGER,
    repeats INTEGER NOT NULL DEFAULT 0,
    others INTEGER NOT NULL DEFAULT 0,
    dead_kind TEXT,
    dead_reason TEXT,
    dead_version TEXT,
    -- NULL once the delivery was erased.
    body_hash BLOB
) STRICT;

-- Apart, so that a change of state does not write the body anew. A row goes when its delivery is
-- purged or erased.
CREATE TABLE contents (
    delivery INTEGER PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
    -- JSON.
    head TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX deliveries_by_key ON deliveries (dedup_key);
CREATE INDEX deliveries_ready ON deliveries (due, id) WHERE state = 'ready';
CREATE INDEX deliveries_leased ON deliveries (due, id) WHERE state = 'leased';
CREATE INDEX deliveries_open ON deliveries (state) WHERE state IN ('ready', 'waiting', 'leased');
CREATE INDEX deliveries_repeated ON deliveries (repeats) WHERE repeats > 0;
-- A queue has one head at most.
CREATE UNIQUE INDEX deliveries_heads ON deliveries (source, queue)
    WHERE queue IS NOT NULL AND state IN ('ready', 'leased');
CREATE INDEX deliveries_holding ON deliveries (source, queue)
    WHERE queue IS NOT NULL AND state = 'dead' AND holds = 1;
CREATE INDEX deliveries_waiting ON deliveries (source, queue, id) WHERE state = 'waiting';
CREATE INDEX deliveries_settled ON deliveries (state, settled) WHERE settled IS NOT NULL;
CREATE INDEX deliveries_of_resource ON deliveries (source, order_key) WHERE order_key IS NOT NULL;

CREATE TABLE attempts (
    delivery INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    lease_no INTEGER NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER,
    outcome TEXT,
    error TEXT,
    PRIMARY KEY (delivery, lease_no)
) STRICT, WITHOUT ROWID;

-- Other bodies that came under the key of a delivery.
CREATE TABLE other_bodies (
    delivery INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    body_hash BLOB NOT NULL,
    arrived INTEGER NOT NULL,
    count INTEGER NOT NULL,
    head TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (delivery, body_hash)
) STRICT;

-- The newest revision that was handled, of each resource.
CREATE TABLE revisions (
    source TEXT NOT NULL,
    order_key TEXT NOT NULL,
    revision TEXT NOT NULL,
    PRIMARY KEY (source, order_key)
) STRICT, WITHOUT ROWID;
