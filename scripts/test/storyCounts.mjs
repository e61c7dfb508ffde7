/** Adds up what Playwright's JSON reporter says. */

/** @returns {{ passed: number, failed: number, skipped: { name: string, why: string }[] }} */
export function countStories({ suites, errors = [] }) {
  // Errors outside of any test: the server did not start, a file could not be read.
  const counts = { passed: 0, failed: errors.length, skipped: [] }
  for (const suite of suites) addSuite(counts, suite, [])
  return counts
}

function addSuite(counts, suite, above) {
  const path = [...above, suite.title]
  for (const inner of suite.suites ?? []) addSuite(counts, inner, path)
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests)
      addTest(counts, test, `${[...path, spec.title].join(' › ')} [${test.projectName}]`)
  }
}

function addTest(counts, { status, annotations }, name) {
  if (status === 'expected') counts.passed++
  else if (status === 'skipped') {
    const reason = annotations.find(({ type }) => type === 'skip' || type === 'fixme')
    counts.skipped.push({ name, why: reason?.description ?? 'no reason given' })
  } else counts.failed++
}
