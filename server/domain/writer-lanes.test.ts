import { expect, test } from 'vitest'
import { createLanes, type Load, type Send } from './writer-lanes.ts'

function sendTo(conversationId: string, name: string, more: Partial<Send> = {}): Send {
  return {
    input: { conversationId, idClient: name, type: 'text', content: { text: name } },
    hash: '',
    actor: { userId: '', sessionId: '' },
    socketId: undefined,
    since: 0,
    failures: 0,
    answer: () => {},
    fail: () => {},
    ...more,
  }
}
function lanesOf(...names: string[]) {
  const lanes = createLanes()
  for (const name of names) lanes.add(sendTo(name[0]!, name))
  return lanes
}
const namesOf = (loads: (Load | null)[]) =>
  loads.map(load => load?.sends.map(send => send.input.idClient).join(' '))

test('each conversation keeps its order, and a busy one leaves room for the others (I7, I19)', () => {
  const lanes = lanesOf('a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'c1')
  expect(namesOf(lanes.take(3))).toEqual(['a1', 'b1', 'c1'])
  expect(namesOf(lanes.take(3))).toEqual(['a2 a3 a4'])
  expect(lanes.size).toBe(1)
})

test('room that quiet conversations leave goes to the busy one', () => {
  const lanes = lanesOf('a1', 'a2', 'a3', 'a4', 'b1')
  expect(namesOf(lanes.take(4))).toEqual(['a1 a2 a3', 'b1'])
})

test('with more conversations than room each has its turn', () => {
  const lanes = lanesOf('a1', 'a2', 'b1', 'b2', 'c1', 'c2')
  expect(namesOf(lanes.take(2))).toEqual(['a1', 'b1'])
  expect(namesOf(lanes.take(2))).toEqual(['c1', 'a2'])
  expect(namesOf(lanes.take(2))).toEqual(['b2', 'c2'])
  expect(lanes.size).toBe(0)
})

test('what was put back stands before what came meanwhile', () => {
  const lanes = lanesOf('a1', 'a2')
  const [load] = lanes.take(2)
  lanes.add(sendTo('a', 'a3'))
  lanes.putBack(load!, 1)
  expect(namesOf(lanes.take(9))).toEqual(['a1 a2 a3'])
})

test('a conversation passed over three times is stuck; served, it is not', () => {
  const lanes = lanesOf('a1')
  for (let n = 0; n < 3; n++) {
    expect(lanes.takeStuck(3, 9)).toBeNull()
    lanes.putBack(lanes.take(9)[0]!, 1)
  }
  const stuck = lanes.takeStuck(3, 9)
  expect(namesOf([stuck])).toEqual(['a1'])
  lanes.served('a')
  lanes.putBack(stuck!, 1)
  expect(lanes.takeStuck(3, 9)).toBeNull()
  expect(lanes.size).toBe(1)
})

test('suspects travel alone, in order, and nobody travels with them', () => {
  const lanes = lanesOf('a1', 'a2', 'b1')
  const loads = lanes.take(9)
  for (const load of loads) {
    for (const send of load.sends) send.failures = 1
    lanes.putBack(load, 0)
  }
  lanes.add(sendTo('a', 'a3'))
  expect(lanes.take(9)).toEqual([])
  expect(namesOf([lanes.takeSuspect(), lanes.takeSuspect(), lanes.takeSuspect()]).sort()).toEqual([
    'a1',
    'a2',
    'b1',
  ])
  expect(lanes.takeSuspect()).toBeNull()
  expect(namesOf(lanes.take(9))).toEqual(['a3'])
})

test('what waited too long is given back, the rest stays', () => {
  const lanes = createLanes()
  for (const [name, since] of [
    ['a1', 1],
    ['a2', 5],
    ['b1', 2],
  ] as const) {
    lanes.add(sendTo(name[0]!, name, { since }))
  }
  expect(lanes.expire(5).map(send => send.input.idClient)).toEqual(['a1', 'b1'])
  expect(lanes.size).toBe(1)
  expect(namesOf(lanes.take(9))).toEqual(['a2'])
})
