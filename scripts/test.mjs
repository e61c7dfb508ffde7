/**
 * `npm test`: everything there is to test, to the end, whatever fails on the way. `npm test -- unit laws` runs parts.
 * The last line is always `N passed, N failed`.
 */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, buildIsCurrent } from './build.mjs'
import { check } from './check.mjs'
import { findBrowser } from './test/browser.mjs'
import { countStories } from './test/storyCounts.mjs'
import { inTurn } from './turn.mjs'

const root = process.cwd()
const parts = {
  check,
  build: builds,
  unit: () => vitest('unit'),
  laws: () => vitest('laws'),
  proofs: () => vitest('proofs'),
  stories,
}
const needBuild = ['proofs', 'stories']

const notes = mkdtempSync(join(tmpdir(), 'kith-test-'))
// The database of the stories is in there too and may run as another user, who has to pass.
chmodSync(notes, 0o711)
const total = { passed: 0, failed: 0, skipped: [] }

for (const name of chosenParts(process.argv.slice(2))) await runPart(name)
rmSync(notes, { recursive: true, force: true })
if (total.skipped.length > 0) console.log('\nSkipped:')
for (const { name, why } of total.skipped) console.log(`  ${name}: ${why}`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1

function chosenParts(wanted) {
  if (wanted.length === 0) return Object.keys(parts)
  return wanted.some(name => needBuild.includes(name)) ? [...new Set(['build', ...wanted])] : wanted
}

async function runPart(name) {
  console.log(`\n── ${name}`)
  const began = Date.now()
  const part = parts[name] ?? (() => Promise.reject(new Error('there is no such part')))
  const counts = await part().catch(error => {
    console.log(`${name}: ${error.message}`)
    return { passed: 0, failed: 1 }
  })
  const { passed, failed, skipped = [] } = counts
  total.passed += passed
  total.failed += failed
  total.skipped.push(...skipped)
  // A part that finds nothing to run proves nothing, and must not look as if it did.
  if (passed + failed === 0) total.failed++
  const nothing = passed + failed === 0 ? ', nothing was run, which counts as a failure' : ''
  console.log(
    `── ${name}: ${passed} passed, ${failed} failed${nothing}, ${Math.round((Date.now() - began) / 1000)} s`,
  )
}

/** That the sources build is a test like any other; what is current is not built again. */
async function builds() {
  await inTurn(root, async () => {
    if (!buildIsCurrent(root)) await build(root)
  })
  return { passed: 1, failed: 0 }
}

async function vitest(project) {
  const file = join(notes, `${project}.json`)
  const args = [
    'run',
    '--project',
    project,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=./scripts/test/vitestCounts.mjs',
  ]
  const code = await run(['node_modules/vitest/vitest.mjs', ...args], {
    KITH_TEST_COUNTS: file,
    NODE_ENV: 'test',
  })
  return agreeing(code, read(file) ?? { passed: 0, failed: 1, skipped: [] })
}

async function stories() {
  const file = join(notes, 'stories.json')
  const code = await run(['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], {
    CHROMIUM_PATH: await findBrowser(),
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    KITH_STORIES_DATA: join(notes, 'stories-data'),
  })
  const report = read(file)
  return agreeing(code, report ? countStories(report) : { passed: 0, failed: 1, skipped: [] })
}

/** A runner that says it failed has failed, also where no single test has. */
function agreeing(code, counts) {
  return code !== 0 && counts.failed === 0 && counts.passed > 0 ? { ...counts, failed: 1 } : counts
}

function run(args, env) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    child.on('error', fail)
    child.on('close', code => done(code ?? 1))
  })
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
