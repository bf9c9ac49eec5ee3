-- Writes an event that may be dropped.
-- KEYS none; touches EVENTS.
-- ARGV event, entries in the stream above which it is dropped
-- Returns 1 written, 0 dropped.

if redis.call('XLEN', EVENTS) >= tonumber(ARGV[2]) then return 0 end
say(ARGV[1])
return 1
