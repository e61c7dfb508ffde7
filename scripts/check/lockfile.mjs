/** What a lockfile must be so that everybody can install from it, from whatever registry. */
import { readFileSync } from 'node:fs'

/** @throws Error naming what is wrong */
export function checkLockfile() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  const present = new Set(Object.keys(packages).map(path => path.split('node_modules/').pop()))
  const problems = []
  for (const [path, { optionalDependencies = {}, resolved }] of Object.entries(packages)) {
    // npm drops a part for another platform that it cannot fetch; everybody's `npm ci` then refuses the lockfile.
    for (const part of Object.keys(optionalDependencies)) {
      if (!present.has(part)) problems.push(`${path}: optional ${part} is missing`)
    }
    if (resolved?.startsWith('http')) problems.push(`${path}: names the registry it came from`)
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))
}
