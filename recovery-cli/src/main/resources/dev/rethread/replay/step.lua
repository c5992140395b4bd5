-- One step of a replay: the writes to one key, each with its precondition, atomically and exactly once.
--
-- KEYS   1 the key
--        2 the marker, a hash: "attempt" -> who may write, step number -> one letter per write of that step
--        3 and more: keys that must be there, of what the key belongs to
-- ARGV   1 attempt   2 step number   3 absent|present|whole|any, what the key must be before
--        4 type of the key   5 "1": all writes or none, "0": each by itself
--        then four per write: create|replace|remove|raise|lift|add|load|expire, element, expected, value
-- Returns the letters:
--        W written          A live held the value already
--        D live differs     T key of another type     N no number, or too large a one
--        K key is there     M key is missing          S another write of the same object was refused
--        P a key that must be there is missing         G a hash to be removed whole has got more fields
--        B the server does not take this payload       X the deadline is over
--        - in the marker only: not done, because the server refused a command in the middle of the step
--
-- A step that the marker knows is not done again. What an attempt that was given up has left on its way to the server
-- is refused. Lists travel as ( 4-byte big-endian length, bytes )*, deadlines as Unix ms in decimal, "" for none.
-- Elements are removed behind the step's other writes, so that a key does not vanish in between; deadlines come last.

-- Before Redis 5 a script that asks for an expiry may not write unless its effects are replicated instead of itself.
if redis.replicate_commands then
  redis.replicate_commands()
end

local HEAD, SIZE, TOLERANCE = 5, 4, 1000
local key, marker = KEYS[1], KEYS[2]
local attempt, step, must, kind, together = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5] == '1'
local count = (#ARGV - HEAD) / SIZE

local function encode(list)
  local parts = {}
  for i, element in ipairs(list) do
    parts[i] = struct.pack('>I4c0', #element, element)
  end
  return table.concat(parts)
end

local function decode(text)
  local list, at = {}, 1
  while at <= #text do
    list[#list + 1], at = struct.unpack('>I4c0', text, at)
  end
  return list
end

-- The server's clock in Unix ms; nil where a script that asks for it must not write, or the user may not ask.
local function clock()
  local time = redis.replicate_commands and redis.pcall('TIME')
  return time and time[1] and time[1] * 1000 + math.floor(time[2] / 1000)
end

-- The key's deadline in Unix ms, true where it has one that cannot be told; '' for none, false without a key.
local function deadline()
  local left = redis.call('PTTL', key)
  if left < 0 then
    return redis.call('EXISTS', key) == 1 and ''
  end
  local now = clock()
  return not now or now + left
end

-- What live holds; false where it holds nothing.
local function current(op, element)
  if op == 'expire' then
    return deadline()
  elseif op == 'load' then
    return redis.call('EXISTS', key) == 1 and redis.call('DUMP', key)
  elseif kind == 'hash' then
    return redis.call('HGET', key, element)
  elseif kind == 'zset' then
    return redis.call('ZSCORE', key, element)
  elseif kind == 'set' then
    return redis.call('SISMEMBER', key, element) == 1 and ''
  elseif kind == 'string' then
    return redis.call('GET', key)
  end
  return redis.call('EXISTS', key) == 1 and encode(redis.call('LRANGE', key, 0, -1))
end

local function integer(text)
  return text == '0' or string.find(text, '^%-?[1-9]%d*$') ~= nil
end

-- An integer of at most 18 digits: the sum of two never leaves 64 bits.
local function countable(text)
  return integer(text) and #text <= (string.sub(text, 1, 1) == '-' and 19 or 18)
end

local function number(text)
  if string.find(text, '[^-+.%deEinf]') then
    return nil
  end
  local value = tonumber(text)
  return value == value and value or nil
end

local function equal(one, other)
  return one == other or (kind == 'zset' and number(one) ~= nil and number(one) == number(other))
end

-- Whether one < other, both numbers. Integers by their digits: a double cannot tell those beyond 2^53 apart.
local function smaller(one, other)
  if kind == 'zset' or not (integer(one) and integer(other)) then
    return number(one) < number(other)
  end
  local below, otherBelow = string.sub(one, 1, 1) == '-', string.sub(other, 1, 1) == '-'
  if below ~= otherBelow then
    return below
  end
  if below then
    one, other = other, one
  end
  if #one ~= #other then
    return #one < #other
  end
  return one < other
end

local judge = {}

function judge.create(now, expected, value)
  if kind == 'zset' and not number(value) then
    return 'N'
  end
  return not now and 'W' or equal(now, value) and 'A' or 'D'
end

function judge.replace(now, expected, value)
  if kind == 'zset' and not number(value) then
    return 'N'
  end
  return not now and 'D' or equal(now, value) and 'A' or equal(now, expected) and 'W' or 'D'
end

function judge.remove(now, expected, value)
  return not now and 'A' or (kind == 'set' or equal(now, expected)) and 'W' or 'D'
end

function judge.raise(now, expected, value)
  if kind == 'set' or kind == 'list' or not number(value) or (now and not number(now)) then
    return 'N'
  end
  return (not now or smaller(now, value)) and 'W' or 'A'
end

function judge.lift(now, expected, value)
  return not now and number(value) and 'A' or judge.raise(now, expected, value)
end

function judge.add(now, expected, value)
  if kind == 'zset' then
    return countable(value) and math.abs(number(now or '0')) < math.huge and 'W' or 'N'
  end
  local counts = kind == 'hash' or kind == 'string'
  return counts and countable(value) and countable(now or '0') and 'W' or 'N'
end

-- The last ten bytes of a payload tell the server's version, and are a checksum.
function judge.load(now, expected, value)
  return not now and 'W' or string.sub(now, 1, -11) == string.sub(value, 1, -11) and 'A' or 'D'
end

-- Live's deadline is worked out from two clocks.
local function near(now, wanted)
  if now == true or now == '' or wanted == '' then
    return now == true and wanted ~= '' or now == wanted
  end
  return math.abs(now - wanted) <= TOLERANCE
end

function judge.expire(now, expected, value)
  local time = clock()
  if not countable(value) or not (expected == '' or countable(expected)) then
    return 'N'
  elseif not now then
    return 'M'
  elseif time and tonumber(value) <= time then
    return 'X'
  end
  return now ~= true and near(now, value) and 'A' or near(now, expected) and 'W' or 'D'
end

-- Appends before it trims: if the second is refused, nothing is lost. Keeps the expiry.
local function writeList(value)
  local list, old = decode(value), redis.call('LLEN', key)
  if #list == 0 then
    return redis.pcall('DEL', key)
  end
  local answer
  for from = 1, #list, 1000 do
    answer = redis.pcall('RPUSH', key, unpack(list, from, math.min(from + 999, #list)))
    if type(answer) == 'table' then
      return answer
    end
  end
  return old > 0 and redis.pcall('LTRIM', key, old, -1) or answer
end

-- Keeps the expiry, in one command: nothing can be refused between the two.
local function writeString(value)
  local left = redis.call('PTTL', key)
  if left < 0 then
    return redis.pcall('SET', key, value)
  end
  return redis.pcall('PSETEX', key, math.max(left, 1), value)
end

local function remove(element)
  if kind == 'hash' then
    return redis.pcall('HDEL', key, element)
  elseif kind == 'zset' then
    return redis.pcall('ZREM', key, element)
  elseif kind == 'set' then
    return redis.pcall('SREM', key, element)
  end
  return redis.pcall('DEL', key)
end

local function write(op, element, value)
  if op == 'remove' then
    return remove(element)
  elseif op == 'load' then
    return redis.pcall('RESTORE', key, 0, value)
  elseif op == 'expire' then
    return redis.pcall('PEXPIREAT', key, value)
  elseif op == 'add' and kind == 'hash' then
    return redis.pcall('HINCRBY', key, element, value)
  elseif op == 'add' and kind == 'zset' then
    return redis.pcall('ZINCRBY', key, value, element)
  elseif op == 'add' then
    return redis.pcall('INCRBY', key, value)
  elseif kind == 'hash' then
    return redis.pcall('HSET', key, element, value)
  elseif kind == 'zset' then
    return redis.pcall('ZADD', key, value, element)
  elseif kind == 'set' then
    return redis.pcall('SADD', key, element)
  elseif kind == 'string' then
    return writeString(value)
  end
  return writeList(value)
end

-- The operation, element, expected and value of a write.
local function writeOf(i)
  return unpack(ARGV, HEAD + (i - 1) * SIZE + 1, HEAD + i * SIZE)
end

local function decide(i)
  local op, element, expected, value = writeOf(i)
  return judge[op](current(op, element), expected, value)
end

local function record(letters)
  local text = table.concat(letters)
  redis.call('HSET', marker, step, text)
  return text
end

local function every(letter)
  local letters = {}
  for i = 1, count do
    letters[i] = letter
  end
  return letters
end

-- A key that is gone is no obstacle for what takes away.
local function missing()
  local letters = {}
  for i = 1, count do
    local op = writeOf(i)
    letters[i] = (op == 'remove' or op == 'lift') and 'A' or 'M'
  end
  return letters
end

-- As decide, before the first write: a deadline is for a key that another write of the step may make.
local function foresee(i, there)
  return there == 'none' and writeOf(i) == 'expire' and 'W' or decide(i)
end

-- What becomes of the writes as far as it can be told before the first: "-" where it will be decided in its turn.
local function look()
  local there = redis.call('TYPE', key).ok
  if there ~= 'none' and there ~= kind and kind ~= 'module' then
    return every('T')
  elseif there == 'none' and must == 'present' then
    return missing()
  end
  for i = 3, #KEYS do
    if redis.call('EXISTS', KEYS[i]) == 0 then
      return every('P')
    end
  end
  if not together and not (must == 'absent' and there ~= 'none') then
    return every('-')
  end
  local letters, written, same, refused = {}, 0, true, false
  for i = 1, count do
    letters[i] = foresee(i, there)
    written = written + (letters[i] == 'W' and 1 or 0)
    same = same and letters[i] == 'A'
    refused = refused or (letters[i] ~= 'A' and letters[i] ~= 'W')
  end
  if must == 'absent' and there ~= 'none' and not same then
    return every('K')
  elseif not refused and must == 'whole' and there == 'hash' and redis.call('HLEN', key) ~= written then
    return every('G')
  elseif not refused then
    return every('-')
  end
  for i = 1, count do
    if letters[i] == 'A' or letters[i] == 'W' then
      letters[i] = 'S'
    end
  end
  return letters
end

if redis.call('HGET', marker, 'attempt') ~= attempt then
  return redis.error_reply('SUPERSEDED the marker of this replay is gone, or another process goes on with it')
end
local known = redis.call('HGET', marker, step)
if known and not string.find(known, '-', 1, true) then
  return known
end

-- What is left of a step that the server refused in the middle: half of a deleted object must not come back.
local function rest(done)
  local there = redis.call('TYPE', key).ok
  local half = must == 'present' or string.find(done, 'W', 1, true)
  local left = (there == kind or there ~= 'none' and kind == 'module') and '-' or there ~= 'none' and 'T' or (must == 'absent' or must == 'present') and half and 'M' or '-'
  local letters = {}
  for i = 1, count do
    local letter = string.sub(done, i, i)
    letters[i] = letter == '-' and left or letter
  end
  return letters
end

local letters = known and rest(known) or look()

-- Damaged, of a newer server, or of a module that is not loaded.
local function unfit(refusal)
  return string.find(refusal, 'DUMP payload version', 1, true) or string.find(refusal, 'Bad data format', 1, true)
end

local born = redis.call('EXISTS', key) == 0

-- What becomes of the write; the server's words where it refuses the command. What this step has made and whose deadline
-- is over by now goes again with it, instead of staying for ever.
local function perform(i)
  local letter = decide(i)
  letter = letter == 'X' and born and 'W' or letter
  local op, element, expected, value = writeOf(i)
  local answer = letter == 'W' and write(op, element, value)
  local refusal = type(answer) == 'table' and answer.err
  if refusal and op == 'load' and unfit(refusal) then
    return 'B'
  end
  return letter, refusal
end

-- The first write of the script is the marker's: a server that is full or read-only refuses before anything changed.
record(letters)
for turn = 1, 3 do
  for i = 1, count do
    local op = writeOf(i)
    local own = op == 'remove' and 2 or op == 'expire' and 3 or 1
    if letters[i] == '-' and own == turn then
      local letter, refusal = perform(i)
      if refusal then
        record(letters)
        return redis.error_reply(refusal)
      end
      letters[i] = letter
    end
  end
end
return record(letters)
