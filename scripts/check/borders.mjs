/** Who may import whom (.dependency-cruiser.cjs), and that the cruiser has seen every file there is. */
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const folders = ['protocol', 'db', 'server', 'client', 'app', 'pages', 'e2e', 'bench']

/** @throws Error with a line per forbidden import, and the reason of the rule */
export async function checkBorders() {
  const { forbidden, options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')
  const files = folders.flatMap(sourcesIn)
  const settings = { ...options, ruleSet: { forbidden }, validate: true }
  const { output } = await cruise(files, settings, undefined, { tsConfig: extractTSConfig('tsconfig.json') })
  const problems = output.summary.violations.map(({ rule, from, to }) => {
    const { comment } = forbidden.find(({ name }) => name === rule.name)
    return `${from} → ${to}\n    ${rule.name}: ${comment}`
  })
  // A cruiser that cannot read TypeScript reports no violations, because it sees nothing.
  const seen = new Set(output.modules.map(({ source }) => source))
  problems.push(...files.filter(file => !seen.has(file)).map(file => `${file} was not looked at`))
  const links = output.modules.reduce((sum, { dependencies }) => sum + dependencies.length, 0)
  if (links < files.length) problems.push(`Only ${links} imports seen in ${files.length} files`)
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

function sourcesIn(folder) {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => /\.(ts|tsx|mjs|js)$/.test(name))
      .map(name => join(folder, name))
  } catch {
    return []
  }
}
