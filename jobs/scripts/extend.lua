-- Moves the deadline of a worker's own claim.
-- KEYS none; touches CLAIMS and OWNERS.
-- ARGV job, worker, lease (ms)
-- Returns 1, or 0 where the claim is not the worker's any more.

if redis.call('HGET', OWNERS, ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('ZADD', CLAIMS, 'XX', now_ms() + tonumber(ARGV[3]), ARGV[1])
return 1
