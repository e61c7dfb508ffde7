/**
 * Repairs of installed packages that their makers have not released yet (docs/decisions/002-postgres-driver.md).
 * Applied after every install, by exact text: a new version of the package without that text stops the installation,
 * so that nobody upgrades past a repair without looking whether it is still needed.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * postgres 3.4.9 does not survive the death of its server:
 * - a write waiting for the next turn of the event loop hits the closed socket: an uncaught TypeError, the process ends;
 * - or it is cancelled without being forgotten, and the connection never writes again;
 * - the rollback of an interrupted transaction moves the dead connection to those in use, which it never leaves;
 * - a query handed over between the socket's `error` and its `close` is neither refused nor forgotten: the reopened
 *   connection waits for its answer for ever;
 * - losing the connection while it asks for the types of arrays is an unhandled rejection: the process ends.
 * Known upstream as issues 1154 and 1208, pull request 1168.
 */
const connection = [
  {
    find: `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)`,
    replace: `  function nextWrite(fn) {
    if (socket === null) {
      chunk = nextWriteTimer = null
      return false
    }
    const x = socket.write(chunk, fn)`,
  },
  {
    find: `    clearImmediate(nextWriteTimer)
    if (socket) {`,
    replace: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    if (socket) {`,
  },
  {
    find: `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)`,
    replace: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)`,
  },
  {
    find: `    if (stream)
      return queryError(q, Errors.generic('COPY_IN_PROGRESS'`,
    replace: `    if (socket === null) {
      queryError(q, Errors.connection('CONNECTION_CLOSED', options))
      return true
    }

    if (stream)
      return queryError(q, Errors.generic('COPY_IN_PROGRESS'`,
  },
  {
    find: `    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
`,
    replace: `    const lost = Errors.connection('CONNECTION_CLOSED', options, socket)
    stream && (stream.destroy(lost), stream = null)
    query && queryError(query, lost)
    while (sent.length)
      queryError(sent.shift(), lost)
    query = results = errorResponse = null
    result = new Result()
    rows = 0

    if (initial)
      return reconnect()

`,
  },
  {
    find: `        return fetchArrayTypes()
`,
    replace: `        return fetchArrayTypes().catch(noop)
`,
  },
]

const patches = [
  { file: 'postgres/src/connection.js', changes: connection },
  { file: 'postgres/cjs/src/connection.js', changes: connection },
]

/**
 * @param {string} root the project's folder
 * @returns {number} how many files were changed; 0 when all were repaired already
 */
export function applyPatches(root) {
  return patches.filter(({ file, changes }) => {
    const path = join(root, 'node_modules', file)
    const before = readFileSync(path, 'utf8')
    const after = changes.reduce((text, change) => repaired(text, change, file), before)
    if (after !== before) writeFileSync(path, after)
    return after !== before
  }).length
}

function repaired(text, { find, replace }, file) {
  if (text.includes(replace)) return text
  if (!text.includes(find))
    throw new Error(`${file} is not the version scripts/patches.mjs repairs: is the repair still needed?`)
  return text.replace(find, () => replace)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) applyPatches(process.cwd())
