/**
 * What is wrong with an input, in a sentence that names the field and repeats nothing of its value: it is read by
 * those who write clients, and it may stand in logs.
 */
import type * as z from 'zod/mini'
import { Refusal } from '#server/domain/refusal.ts'

type Issue = z.core.$ZodIssue

/** @param input what was parsed, to tell a missing field from a wrong one */
export function complain(error: z.core.$ZodError, input: unknown): Refusal {
  const issue = deepest(error.issues[0])
  if (!issue) return new Refusal('BAD_REQUEST', 'The input is not valid.')
  const field = pathOf(issue)
  const sentence = `${field === '' ? 'The input' : `"${field}"`} ${predicateOf(issue, valueAt(input, issue.path))}.`
  return new Refusal('BAD_REQUEST', sentence, { details: field === '' ? undefined : { field } })
}

/** In a union the branch that got furthest says most; its path continues the union's. */
function deepest(issue: Issue | undefined): Issue | undefined {
  if (issue?.code !== 'invalid_union' || issue.errors.length === 0) return issue
  const branches = issue.errors.map(issues => deepest(issues[0])).filter(inner => inner !== undefined)
  const best = branches.sort((a, b) => b.path.length - a.path.length)[0]
  return best && { ...best, path: [...issue.path, ...best.path] }
}

function pathOf(issue: Issue): string {
  // Keys of a record are the caller's own words.
  return clip(issue.path.map(String).join('.'))
}

function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    input,
  )
}

function predicateOf(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? 'is missing' : `must be ${withArticle(issue.expected)}`
    case 'unrecognized_keys':
      return `has the unknown field "${clip(issue.keys[0] ?? '')}"`
    case 'too_big':
      return `must ${measure(issue.origin)} ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unit(issue.origin)}`
    case 'too_small':
      return `must ${measure(issue.origin)} ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unit(issue.origin)}`
    case 'invalid_format':
      return issue.format === 'uuid' ? 'must be a UUID' : 'has characters or a form that is not allowed'
    case 'invalid_value':
      return `must be one of ${issue.values.map(value => JSON.stringify(value)).join(', ')}`
    case 'invalid_key':
      return 'has a key that is not allowed'
    case 'custom':
      return issue.message.startsWith('must ') ? issue.message : 'is not valid'
    default:
      return 'is not valid'
  }
}

const withArticle = (type: string) => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`)
const measure = (origin: string) => (origin === 'string' || origin === 'array' ? 'have' : 'be')
const unit = (origin: string) => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '')
const clip = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text)
