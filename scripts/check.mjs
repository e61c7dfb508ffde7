/**
 * `npm run check`: format and lint, types, import borders, dead code, lockfile. Says only what is wrong.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkBorders } from './check/borders.mjs'
import { checkLockfile } from './check/lockfile.mjs'
import { run } from './install.mjs'

const bin = (name, ...path) => [process.execPath, join('node_modules', name, ...path)]

/** name → what throws when it does not hold. In this order, the slowest first. */
const checks = {
  types: async () => {
    // What Next adds to the types is written by its build; on a checkout never built, by this.
    if (!existsSync('next-env.d.ts')) await run([...bin('next', 'dist', 'bin', 'next'), 'typegen'], {})
    await run([...bin('typescript', 'bin', 'tsc'), '--noEmit'], {})
  },
  'dead code': () => run([...bin('knip', 'bin', 'knip.js'), '--no-progress'], {}),
  'import borders': checkBorders,
  'format and lint': () => run([...bin('@biomejs/biome', 'bin', 'biome'), 'ci', '--colors=off', '.'], {}),
  lockfile: checkLockfile,
}

/**
 * Runs all, two at a time.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function check() {
  const counts = { passed: 0, failed: 0 }
  const waiting = Object.entries(checks)
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, holds] = next
      const began = Date.now()
      const problem = await Promise.resolve()
        .then(holds)
        .then(
          () => undefined,
          error => error,
        )
      const took = `${((Date.now() - began) / 1000).toFixed(1)} s`
      console.log(problem ? `✗ ${name}, ${took}\n${problem.message.trim()}\n` : `✓ ${name}, ${took}`)
      counts[problem ? 'failed' : 'passed']++
    }
  }
  await Promise.all([work(), work()])
  return counts
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { failed } = await check()
  process.exitCode = failed === 0 ? 0 : 1
}
