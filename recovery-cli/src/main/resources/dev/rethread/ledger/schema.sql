-- Names and values that name ids of the lost branch are templates (item.Template#encode); everything else is plain.

CREATE TABLE IF NOT EXISTS meta (
  name VARCHAR PRIMARY KEY,
  content VARCHAR NOT NULL);

-- The sources the staging was made from.
CREATE TABLE IF NOT EXISTS source (
  name VARCHAR PRIMARY KEY,
  role VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  path VARCHAR NOT NULL,
  bytes BIGINT NOT NULL,
  sha256 VARCHAR NOT NULL);

-- What people would miss, and what becomes of it.
CREATE TABLE IF NOT EXISTS item (
  id BIGINT PRIMARY KEY,
  kind VARCHAR NOT NULL,
  lost_id VARBINARY NOT NULL,
  outcome VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  waits_domain VARCHAR,
  waits_id VARBINARY,
  forum VARCHAR NOT NULL,
  author VARCHAR NOT NULL,
  at BIGINT NOT NULL,
  label VARCHAR NOT NULL);

-- Every source that attests an item, best first.
CREATE TABLE IF NOT EXISTS item_source (
  item BIGINT NOT NULL,
  rank INT NOT NULL,
  source VARCHAR NOT NULL,
  start BIGINT NOT NULL,
  length BIGINT NOT NULL,
  PRIMARY KEY (item, rank));

-- The element-level writes that bring an item back. Ids are never used again, so that the journal stays unambiguous.
CREATE TABLE IF NOT EXISTS effect (
  id BIGINT PRIMARY KEY,
  item BIGINT NOT NULL,
  phase INT NOT NULL,
  database INT NOT NULL,
  key VARBINARY NOT NULL,
  lost_key VARBINARY NOT NULL,
  type VARCHAR NOT NULL,
  element VARBINARY NOT NULL,
  operation VARCHAR NOT NULL,
  expected VARBINARY,
  content VARBINARY NOT NULL,
  needs VARBINARY NOT NULL,
  text BOOLEAN NOT NULL,
  source VARCHAR NOT NULL,
  start BIGINT NOT NULL,
  length BIGINT NOT NULL,
  object VARBINARY);
CREATE INDEX IF NOT EXISTS effect_order ON effect (phase, database, lost_key, id);
CREATE INDEX IF NOT EXISTS effect_item ON effect (item);

-- What ids of the lost branch are in live. A fresh id is filled in when it has been reserved.
CREATE TABLE IF NOT EXISTS id_map (
  domain VARCHAR NOT NULL,
  lost VARBINARY NOT NULL,
  live VARBINARY,
  how VARCHAR NOT NULL,
  evidence VARCHAR NOT NULL,
  PRIMARY KEY (domain, lost));

-- Kept out, by name; the bytes stay in their source.
CREATE TABLE IF NOT EXISTS withheld (
  kind VARCHAR NOT NULL,
  key VARCHAR NOT NULL,
  field VARCHAR NOT NULL,
  reason VARCHAR NOT NULL,
  source VARCHAR NOT NULL,
  start BIGINT NOT NULL,
  length BIGINT NOT NULL);

CREATE TABLE IF NOT EXISTS plan (
  digest VARCHAR PRIMARY KEY,
  file VARCHAR NOT NULL,
  staging VARCHAR NOT NULL,
  steps INT NOT NULL,
  writes INT NOT NULL,
  created BIGINT NOT NULL,
  consumed BOOLEAN NOT NULL);

CREATE TABLE IF NOT EXISTS run (
  id BIGINT PRIMARY KEY,
  plan VARCHAR NOT NULL,
  marker VARCHAR NOT NULL,
  server VARCHAR NOT NULL,
  started BIGINT NOT NULL,
  ended BIGINT,
  state VARCHAR NOT NULL);

-- One row per write, made durable before the write is sent: what live held and what it gets.
CREATE TABLE IF NOT EXISTS journal (
  run BIGINT NOT NULL,
  step INT NOT NULL,
  effect BIGINT NOT NULL,
  database INT NOT NULL,
  key VARBINARY NOT NULL,
  type VARCHAR NOT NULL,
  element VARBINARY NOT NULL,
  operation VARCHAR NOT NULL,
  before VARBINARY,
  content VARBINARY NOT NULL,
  lost_key VARBINARY NOT NULL,
  lost_element VARBINARY NOT NULL,
  result VARCHAR,
  reason VARCHAR,
  PRIMARY KEY (run, step, effect));
CREATE INDEX IF NOT EXISTS journal_effect ON journal (effect, result);
