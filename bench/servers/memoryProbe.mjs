// Loaded before the program that is measured: answers what it holds once everything that can be collected is gone.
process.on('message', question => {
  if (question !== 'memory') return
  // The second collection takes what the finalizers of the first let go.
  globalThis.gc()
  globalThis.gc()
  const { rss, heapUsed } = process.memoryUsage()
  process.send({ rss, heapUsed })
})
// The bench's wire must not keep a stopped server alive.
process.channel?.unref()
