import { expect, test } from 'vitest'
import { sends } from './keys.ts'

const press = (change: Partial<Parameters<typeof sends>[0]> = {}) => ({
  key: 'Enter',
  keyCode: 13,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  nativeEvent: { isComposing: false },
  ...change,
})

test('Enter sends, Shift+Enter breaks the line, Ctrl and ⌘ always send', () => {
  expect(sends(press(), 'enter', false)).toBe(true)
  expect(sends(press({ shiftKey: true }), 'enter', false)).toBe(false)
  expect(sends(press({ ctrlKey: true }), 'enter', false)).toBe(true)
  expect(sends(press({ metaKey: true }), 'mod-enter', true)).toBe(true)
})

test('swapped by the setting, Enter alone breaks the line', () => {
  expect(sends(press(), 'mod-enter', false)).toBe(false)
  expect(sends(press({ ctrlKey: true }), 'mod-enter', false)).toBe(true)
})

test('on a touch keyboard Enter breaks the line', () => {
  expect(sends(press(), 'enter', true)).toBe(false)
})

test('the Enter that chooses a candidate sends nothing, in Safari either', () => {
  expect(sends(press({ nativeEvent: { isComposing: true } }), 'enter', false)).toBe(false)
  expect(sends(press({ keyCode: 229 }), 'enter', false)).toBe(false)
  expect(sends(press({ keyCode: 229, ctrlKey: true }), 'enter', false)).toBe(false)
})

test('no other key sends', () => {
  expect(sends(press({ key: 'a', ctrlKey: true }), 'enter', false)).toBe(false)
})
