import { expect, test } from 'vitest'
import { operations } from '#protocol/operations/index.ts'
import { complain } from './complaint.ts'

const id = '018f2f6e-7c1a-7c3e-9a5b-0123456789ab'
const send = { conversationId: id, idClient: 'a', type: 'text', content: { text: 'hello' } }

function complaintOn(name: keyof typeof operations, input: unknown) {
  const parsed = operations[name].input.safeParse(input)
  if (parsed.success) throw new Error('this was to be refused')
  return complain(parsed.error, input)
}

const cases: [string, keyof typeof operations, unknown, string][] = [
  ['a missing field', 'user:get', {}, '"ids" is missing.'],
  ['a wrong type', 'user:get', { ids: 'x' }, '"ids" must be an array.'],
  ['an unknown field', 'user:get', { ids: [], role: 'owner' }, 'The input has the unknown field "role".'],
  ['no object at all', 'user:get', null, 'The input must be an object.'],
  ['no UUID', 'user:get', { ids: [id, 'x'] }, '"ids.1" must be a UUID.'],
  ['too many', 'user:get', { ids: Array(101).fill(id) }, '"ids" must have at most 100 entries.'],
  ['a blank name', 'account:update', { displayName: ' ' }, '"displayName" must not be blank.'],
  ['a number too low', 'message:recall', { conversationId: id, seq: 0 }, '"seq" must be more than 0.'],
  ['a field inside', 'message:send', { ...send, content: {} }, '"content.text" is missing.'],
  ['an unknown kind', 'message:send', { ...send, type: 'spell' }, '"type" is not valid.'],
]

test.for(cases)('%s is named in a sentence', ([, name, input, sentence]) => {
  expect(complaintOn(name, input)).toMatchObject({ code: 'BAD_REQUEST', message: sentence })
})

test('a complaint never repeats what was written', () => {
  const inputs: [keyof typeof operations, unknown][] = [
    ['message:send', { ...send, content: { text: 42, note: 'canary' } }],
    ['message:send', { ...send, conversationId: 'canary' }],
    ['account:register', { username: 'canary canary', password: 'canary', displayName: 'x' }],
    ['session:create', { username: 'x', password: ['canary'], device: { name: 'y' } }],
  ]
  for (const [name, input] of inputs) {
    const { message, details } = complaintOn(name, input)
    expect(JSON.stringify({ message, details })).not.toContain('canary')
  }
})
