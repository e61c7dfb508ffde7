import { outlineWire } from './outline.ts'

/** The generated part of docs/protocol.md: every operation, update, signal and limit, from the schemas themselves. */
export function referencePage(): string {
  const wire = outlineWire()
  const entities = Object.entries(wire.entities)
  // An entity inside another shape is named instead of spelled out; the larger ones first, so that parts stay whole.
  const bySize = [...entities].sort(([, a], [, b]) => b.length - a.length)
  const named = (text: string, own?: string) =>
    bySize.reduce((whole, [name, spelled]) => (name === own ? whole : whole.replaceAll(spelled, name)), text)
  const code = (text: string) => `\`${text}\``
  const lines: string[] = ['## Entities', '']
  for (const [name, spelled] of entities) lines.push(`- **${name}** ${code(named(spelled, name))}`)
  lines.push('', '## Operations', '')
  for (const [name, one] of Object.entries(wire.operations)) {
    lines.push(`### ${name}`, '', one.summary, '')
    if (one.auth === 'none') lines.push('Needs no session; HTTP only.', '')
    lines.push(`- in: ${code(named(one.input))}`, `- out: ${code(named(one.output))}`)
    if (one.errors.length > 0) lines.push(`- refuses with: ${one.errors.map(code).join(' · ')}`)
    lines.push('')
  }
  const table = (title: string, rows: Record<string, string>) => {
    lines.push(`## ${title}`, '')
    for (const [name, spelled] of Object.entries(rows)) lines.push(`- ${code(name)} ${code(named(spelled))}`)
    lines.push('')
  }
  table('Updates, server to client', wire.updates)
  table('Signals, server to client', wire.signals)
  table('Signals, client to server', wire.clientSignals)
  lines.push('## Handshake', '', `\`auth\` of the socket: ${code(wire.handshake)}`, '')
  lines.push('## Errors', '', '| code | HTTP | reasons |', '|---|---|---|')
  for (const [name, status] of Object.entries(wire.errors)) {
    const reasons = Object.entries(wire.reasons).filter(([, owner]) => owner === name)
    lines.push(`| ${code(name)} | ${status} | ${reasons.map(([reason]) => code(reason)).join(' ')} |`)
  }
  lines.push('', '## Limits', '', '| name | default |', '|---|---|')
  for (const [name, value] of Object.entries(wire.limits)) lines.push(`| ${code(name)} | ${value} |`)
  return `${lines.join('\n')}\n`
}
