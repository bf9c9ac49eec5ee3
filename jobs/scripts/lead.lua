-- Takes or renews the lock of the one reaper.
-- KEYS none; touches atelier:reaper.
-- ARGV name, life (ms)
-- Returns 1 where the caller leads, else 0.

local leader = redis.call('GET', 'atelier:reaper')
if leader and leader ~= ARGV[1] then return 0 end
redis.call('SET', 'atelier:reaper', ARGV[1], 'PX', ARGV[2])
return 1
