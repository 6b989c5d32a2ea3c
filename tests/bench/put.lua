-- The update, sent as fast as the server takes it. Arguments: the token, the body.
-- Ends with one line: requests, seconds, errors, and latencies p50 and p99 in ms.

function init(arguments)
   wrk.method = "PUT"
   wrk.body = arguments[2]
   wrk.headers["Authorization"] = "Bearer " .. arguments[1]
   wrk.headers["Content-Type"] = "application/json"
end

function done(summary, latency, requests)
   local errors = summary.errors
   local failed = errors.connect + errors.read + errors.write + errors.status
      + errors.timeout
   io.write(string.format("\n%d %f %d %f %f\n", summary.requests,
      summary.duration / 1e6, failed, latency:percentile(50) / 1e3,
      latency:percentile(99) / 1e3))
end
