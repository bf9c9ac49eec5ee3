-- Writes new records in state accepted, all of them or none.
-- KEYS none; touches the records, UNSUBMITTED, and the person's accepted, open, jobs, line and running.
-- ARGV person, waiting cap or 0 for none, history's age limit (unix s), number of records, then for each:
--      job, created at (unix s), number of arguments n, n arguments for HSET
-- Returns {1, the person's jobs that wait or are being painted already} accepted; {0, 0} seen before;
--      {-1, waiting} above the cap.

local person, cap, forgotten, count = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local records, at = {}, 5
for _ = 1, count do
  local n = tonumber(ARGV[at + 2])
  table.insert(records, {job = ARGV[at], created = ARGV[at + 1], first = at + 3, last = at + 2 + n})
  at = at + 3 + n
end
for _, record in ipairs(records) do
  if redis.call('EXISTS', record_key(record.job)) == 1 then return {0, 0} end
end
local waiting = redis.call('SCARD', of_person(person, 'accepted')) + redis.call('ZCARD', of_person(person, 'line'))
if cap > 0 and waiting + count > cap then return {-1, waiting} end

local history = of_person(person, 'jobs')
redis.call('ZREMRANGEBYSCORE', history, '-inf', forgotten)
for _, record in ipairs(records) do
  redis.call('HSET', record_key(record.job), unpack(ARGV, record.first, record.last))
  redis.call('ZADD', UNSUBMITTED, record.created, record.job)
  redis.call('SADD', of_person(person, 'accepted'), record.job)
  redis.call('SADD', of_person(person, 'open'), record.job)
  redis.call('ZADD', history, record.created, record.job)
end
return {1, waiting + redis.call('SCARD', of_person(person, 'running'))}
