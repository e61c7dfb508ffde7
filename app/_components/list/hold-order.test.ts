import { expect, test } from 'vitest'
import { holdOrder } from './hold-order.ts'

test('a message for the last row moves nothing under the pointer', () => {
  expect(holdOrder(['a', 'b', 'c'], ['c', 'a', 'b'])).toEqual(['a', 'b', 'c'])
})

test('a conversation that went leaves no hole, and a new one pushes nobody down', () => {
  expect(holdOrder(['a', 'b', 'c'], ['new', 'c', 'a'])).toEqual(['a', 'c', 'new'])
})

test('nothing held is the order as it is', () => {
  expect(holdOrder([], ['b', 'a'])).toEqual(['b', 'a'])
})
