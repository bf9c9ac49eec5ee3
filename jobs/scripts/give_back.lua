-- Puts a claimed, unfinished job back into the line: by the worker that holds it, or once its deadline has passed.
-- KEYS none; touches the record, EVENTS, and every index of the line and of the person.
-- ARGV job, worker or '' for the reaper, running cap, event, deaths allowed or 0 where the job is not to blame
-- Returns 'back'; 'ended' where nothing was left to do; 'held' where the claim is somebody's; 'stop' or 'deadly', with
-- nothing changed but the count of deaths, where the owner wished to cancel or the job killed too many workers.

local job, worker, cap = ARGV[1], ARGV[2], tonumber(ARGV[3])
local key, deadline = record_key(job), redis.call('ZSCORE', CLAIMS, job)
if not deadline then return 'ended' end
if worker ~= '' and redis.call('HGET', OWNERS, job) ~= worker then return 'held' end
if worker == '' and tonumber(deadline) > now_ms() then return 'held' end
local state, person, score, stop = unpack(redis.call('HMGET', key, 'state', '_person', '_score', '_stop'))
if state ~= 'queued' and state ~= 'painting' then
  if person then
    let_go(job, person)
    refresh(person, cap)
    wake()
  else
    redis.call('ZREM', CLAIMS, job)
    redis.call('HDEL', OWNERS, job)
  end
  return 'ended'
end
if stop then return 'stop' end
local allowed = tonumber(ARGV[5])
if allowed > 0 and redis.call('HINCRBY', key, '_deaths', 1) >= allowed then return 'deadly' end
redis.call('HSET', key, 'state', 'queued')
reindex(job, person, score, state, 'queued', cap, 0)
if state == 'painting' then say(ARGV[4]) end
return 'back'
