-- Sets fields of an existing record.
-- KEYS none; touches the record.
-- ARGV job, pairs for HSET
-- Returns 1, or 0 where there is no such record.

local key = record_key(ARGV[1])
if redis.call('EXISTS', key) == 0 then return 0 end
redis.call('HSET', key, unpack(ARGV, 2))
return 1
