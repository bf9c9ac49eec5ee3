-- Adds one mark to the record's `used`, or takes it away; two at the same time both stay.
-- KEYS none; touches the record. `used` alone is decoded here: a list of short strings, no number in it.
-- ARGV job, mark, '1' to add or '0' to take away
-- Returns `used` as JSON, or '' where there is no such record.

local key, mark, on = record_key(ARGV[1]), ARGV[2], ARGV[3] == '1'
if redis.call('EXISTS', key) == 0 then return '' end
local kept = {}
for _, known in ipairs(cjson.decode(redis.call('HGET', key, 'used') or '[]')) do
  if known ~= mark then table.insert(kept, known) end
end
if on then table.insert(kept, mark) end
local used = #kept > 0 and cjson.encode(kept) or '[]'
redis.call('HSET', key, 'used', used)
return used
