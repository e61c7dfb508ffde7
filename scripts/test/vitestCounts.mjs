/** A reporter for vitest that writes down what `npm test` adds up: counts, and what was skipped and why. */
import { writeFileSync } from 'node:fs'

export default class VitestCounts {
  onTestRunEnd(testModules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [] }
    for (const testModule of testModules) {
      // A file that cannot even be loaded has no tests that could fail.
      const failedHere = counts.failed
      for (const test of testModule.children.allTests()) add(counts, test)
      if (testModule.state() === 'failed' && counts.failed === failedHere) counts.failed++
    }
    if (process.env.KITH_TEST_COUNTS) writeFileSync(process.env.KITH_TEST_COUNTS, JSON.stringify(counts))
  }
}

function add(counts, test) {
  const { state, note } = test.result()
  if (state === 'passed') counts.passed++
  else if (state === 'skipped')
    counts.skipped.push({ name: test.fullName, why: note ?? test.options.mode ?? 'no reason given' })
  else counts.failed++
}
