-- Moves one record to another state if its state and attempt are as expected, with its event.
-- KEYS none; touches the record, rq:job:JOB, EVENTS, the person's usage, and every index of the line and of the person.
-- ARGV job, allowed states joined by commas, expected attempt or '', new state, running cap, life of an ended record (s),
--      event or '', lease of a claim (ms), number of arguments n, n arguments for HSET on the record, then pairs for HSET
--      on the RQ job
-- Returns the whole record; or its state, a string, where it is not as expected ('' where there is none).

local job, allowed, attempt, to = ARGV[1], ',' .. ARGV[2] .. ',', ARGV[3], ARGV[4]
local cap, ttl_s, event, lease_ms, n = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9])
local key = record_key(job)
local state, at, person, score = unpack(redis.call('HMGET', key, 'state', 'attempt', '_person', '_score'))
if not state then return '' end
if not string.find(allowed, ',' .. state .. ',', 1, true) or (attempt ~= '' and attempt ~= at) then return state end

redis.call('HSET', key, 'state', to, unpack(ARGV, 10, 9 + n))
if #ARGV > 9 + n then redis.call('HSET', 'rq:job:' .. job, unpack(ARGV, 10 + n)) end
if to == 'painting' then
  redis.call('HINCRBY', key, 'attempt', 1)
  redis.call('HSET', key, '_began', now_ms())
  -- A worker whose claim was swept may still begin: without a claim nobody would miss it if it died.
  if not redis.call('ZSCORE', CLAIMS, job) then hold(job, person, '', lease_ms) end
end
if state == 'painting' and to == 'rendered' then
  local mode, began, painted = unpack(redis.call('HMGET', key, '_mode', '_began', '_painted'))
  count_usage(person, mode or 'fast', painted or 0, began and now_ms() - began or 0)
end
reindex(job, person, score, state, to, cap, ttl_s)
say(event)
return redis.call('HGETALL', key)
