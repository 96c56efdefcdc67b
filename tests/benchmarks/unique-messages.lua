-- Load for wrk: POST /v1/messages with a text and a number of its own each time, over kept-alive connections.
-- Arguments after "--": the bearer token and a word that is unique to the run. Prints one JSON line at the end.

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

local head
local template
local count = 0

function init(args)
  template = '{"to":"+97798123%05d","text":"Order %02d%08d of ' .. args[2] .. ' is on its way to you"}'
  local length = #string.format(template, 0, 0, 0)
  head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port ..
    "\r\nAuthorization: Bearer " .. args[1] ..
    "\r\nContent-Type: application/json\r\nContent-Length: " .. length .. "\r\n\r\n"
end

function request()
  count = count + 1
  return head .. string.format(template, count % 100000, number, count)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"refused":%d,"broken":%d,"p50_us":%d,"p99_us":%d}\n',
    summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
