-- Takes the next ready job out of the line into the claims of a worker.
-- KEYS none; touches READY, WAITING, WAKE, CLAIMS, OWNERS, and the person's line and running.
-- ARGV worker, lease (ms), running cap
-- Returns the job, or false where none is ready. Costs the same however many wait.

local job = redis.call('ZRANGE', READY, 0, 0)[1]
if not job then
  redis.call('DEL', WAKE)
  return false
end
local person = redis.call('HGET', record_key(job), '_person')
if not person then  -- the record was deleted by hand: nothing is left to paint
  redis.call('ZREM', READY, job)
  redis.call('ZREM', WAITING, job)
  wake()
  return false
end
leave_line(job, person)
hold(job, person, ARGV[1], tonumber(ARGV[2]))
refresh(person, tonumber(ARGV[3]))
wake()
return job
