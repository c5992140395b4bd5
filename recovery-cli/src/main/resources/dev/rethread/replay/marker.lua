-- The marker of a run, in one database: who may write now, and how far its journal has come.
--
-- KEYS   1 the marker, a hash: "attempt" -> who may write, "journal" -> the last step that the journal knows for good,
--          step number -> see step.lua
-- ARGV   1 attempt   2 what to do:
--   enter   this attempt takes over       3 "1": the marker must be there   4 the last step that its journal knows
--   forget  the journal knows these       3… step numbers, ascending
--   leave   the marker goes
-- Returns OK. To "enter" also: GONE where the marker is not there; BEHIND where another journal has come further, so
-- that it knows of steps, forgotten here, which this one would do again. Nothing is changed then.

local marker, attempt, what = KEYS[1], ARGV[1], ARGV[2]

if what == 'enter' then
  if redis.call('EXISTS', marker) == 0 and ARGV[3] == '1' then
    return 'GONE'
  elseif tonumber(redis.call('HGET', marker, 'journal') or '0') > tonumber(ARGV[4]) then
    return 'BEHIND'
  end
  redis.call('HSET', marker, 'attempt', attempt)
  return 'OK'
end

if redis.call('HGET', marker, 'attempt') ~= attempt then
  return redis.error_reply('SUPERSEDED the marker of this replay is gone, or another process goes on with it')
elseif what == 'forget' then
  redis.call('HSET', marker, 'journal', ARGV[#ARGV])
  redis.call('HDEL', marker, unpack(ARGV, 3))
else
  redis.call('DEL', marker)
end
return 'OK'
