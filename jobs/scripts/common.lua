-- Put before every other script: the key names (see jobs/keys.py) and the moves of one job between the indexes.
-- Several programs' moves meet here, so whatever must hold between two keys is held inside one script.

local READY, WAITING, WAKE = 'atelier:line:ready', 'atelier:line:waiting', 'atelier:line:wake'
local CLAIMS, OWNERS = 'atelier:line:claims', 'atelier:line:owners'
local UNSUBMITTED, EVENTS = 'atelier:unsubmitted', 'atelier:events'
local ENDED = {delivered = true, kept = true, failed = true, cancelled = true, withdrawn = true}
local TOMBSTONE_S = 3600  -- a withdrawn record only has to outlive a second delivery of its interaction

local function record_key(job) return 'atelier:job:' .. job end
local function of_person(person, what) return 'atelier:person:' .. person .. ':' .. what end

-- Milliseconds of the server's clock: hosts need not agree on the time for a deadline to hold.
local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A token lies in WAKE while a job is ready, so that no idle worker sleeps through it.
local function wake()
  if redis.call('ZCARD', READY) > 0 and redis.call('LLEN', WAKE) == 0 then redis.call('LPUSH', WAKE, '1') end
end

-- READY holds the best of a person's waiting jobs, as many as the running cap leaves room for; the others are parked.
local function refresh(person, cap)
  local room = cap - redis.call('SCARD', of_person(person, 'running'))
  local line = redis.call('ZRANGE', of_person(person, 'line'), 0, -1, 'WITHSCORES')
  for i = 1, #line, 2 do
    if i <= 2 * room then redis.call('ZADD', READY, line[i + 1], line[i]) else redis.call('ZREM', READY, line[i]) end
  end
end

local function enter_line(job, person, score)
  redis.call('ZADD', WAITING, score, job)
  redis.call('ZADD', of_person(person, 'line'), score, job)
end

local function leave_line(job, person)
  redis.call('ZREM', READY, job)
  redis.call('ZREM', WAITING, job)
  redis.call('ZREM', of_person(person, 'line'), job)
end

local function hold(job, person, worker, lease_ms)
  redis.call('ZADD', CLAIMS, now_ms() + lease_ms, job)
  redis.call('HSET', OWNERS, job, worker)
  redis.call('SADD', of_person(person, 'running'), job)
end

local function let_go(job, person)
  redis.call('ZREM', CLAIMS, job)
  redis.call('HDEL', OWNERS, job)
  redis.call('SREM', of_person(person, 'running'), job)
end

local function expire(job, state, ttl_s)
  if state == 'withdrawn' then ttl_s = TOMBSTONE_S end
  redis.call('EXPIRE', record_key(job), ttl_s)
  redis.call('EXPIRE', 'rq:job:' .. job, TOMBSTONE_S)
end

-- Moves a job from one state to another in every index that knows it.
local function reindex(job, person, score, from, to, cap, ttl_s)
  if from == 'accepted' then
    redis.call('ZREM', UNSUBMITTED, job)
    redis.call('SREM', of_person(person, 'accepted'), job)
  end
  if to == 'painting' then
    leave_line(job, person)
  elseif to == 'queued' then
    let_go(job, person)
    enter_line(job, person, score)
  else
    leave_line(job, person)
    let_go(job, person)
  end
  if ENDED[to] then
    redis.call('SREM', of_person(person, 'open'), job)
    expire(job, to, ttl_s)
  end
  if to == 'kept' then redis.call('SADD', of_person(person, 'kept'), job) end
  if from == 'kept' then redis.call('SREM', of_person(person, 'kept'), job) end
  refresh(person, cap)
  wake()
end

local function say(event)
  if event ~= '' then redis.call('XADD', EVENTS, '*', 'event', event) end
end

-- What a person has used in a mode: how many pictures, and how long a worker painted for them.
local function count_usage(person, mode, pictures, painting_ms)
  local key = of_person(person, 'usage')
  redis.call('HINCRBY', key, mode .. ':pictures', pictures)
  redis.call('HINCRBY', key, mode .. ':ms', math.max(0, painting_ms))
end
