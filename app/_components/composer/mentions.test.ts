import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterEdit, mentionAt, mentionQuery, mentionsWithin, type Written, withMention } from './mentions.ts'

const named = (text: string, ...names: [userId: string, name: string][]): Written => ({
  text,
  mentions: names.map(([userId, name]) => ({ userId, offset: text.indexOf(name), length: name.length })),
})
const shown = ({ text, mentions }: Written) =>
  mentions.map(({ userId, offset, length }) => [userId, text.slice(offset, offset + length)])

/** As a browser reports it: the new text, and the caret behind what was put in. */
function edit(before: Written, from: number, to: number, put: string, composing = false) {
  const text = before.text.slice(0, from) + put + before.text.slice(to)
  return afterEdit(before, text, from + put.length, composing)
}

const hello = named('Hi @Ben Miller, and @Ada!', ['ben', '@Ben Miller'], ['ada', '@Ada'])

describe('while Chen writes around a mention', () => {
  test('words before it push it along', () => {
    const now = edit(hello, 0, 2, 'Good morning')
    expect(now.text).toBe('Good morning @Ben Miller, and @Ada!')
    expect(shown(now)).toEqual(shown(hello))
    expect(now.caret).toBeNull()
  })

  test('a letter equal to its neighbours is put where the caret says', () => {
    const before = named('aa@Ben', ['ben', '@Ben'])
    expect(shown(edit(before, 0, 0, 'a'))).toEqual([['ben', '@Ben']])
    expect(shown(edit(before, 2, 2, 'a'))).toEqual([['ben', '@Ben']])
    expect(shown(edit(named('@Ben@Ben', ['ben', '@Ben']), 4, 4, '@Ben'))).toEqual([['ben', '@Ben']])
  })

  test('deleting its last letter deletes all of it, and the caret stands where it was', () => {
    const now = edit(hello, 13, 14, '')
    expect(now.text).toBe('Hi , and @Ada!')
    expect(shown(now)).toEqual([['ada', '@Ada']])
    expect(now.caret).toBe(3)
  })

  test('typing over a part of it takes the whole of it away', () => {
    const now = edit(hello, 0, 6, 'Yo')
    expect(now.text).toBe('Yo, and @Ada!')
    expect(shown(now)).toEqual([['ada', '@Ada']])
    expect(now.caret).toBe(2)
  })

  test('a letter written into it makes plain words of it', () => {
    const now = edit(hello, 5, 5, 'x')
    expect(now.text).toBe('Hi @Bxen Miller, and @Ada!')
    expect(shown(now)).toEqual([['ada', '@Ada']])
  })

  test('an input method finds its text as it left it', () => {
    const now = edit(hello, 12, 14, 'ni', true)
    expect(now.text).toBe('Hi @Ben Millni, and @Ada!')
    expect(shown(now)).toEqual([['ada', '@Ada']])
    expect(now.caret).toBeNull()
  })
})

test('whatever is typed, a mention says what it said', () => {
  const at = fc.nat({ max: hello.text.length })
  fc.assert(
    fc.property(at, at, fc.string({ maxLength: 4 }), (a, b, put) => {
      const now = edit(hello, Math.min(a, b), Math.max(a, b), put)
      for (const [userId, words] of shown(now)) expect(words).toBe(userId === 'ben' ? '@Ben Miller' : '@Ada')
    }),
  )
})

describe('who is called', () => {
  const query = (text: string, mentions: Written['mentions'] = []) =>
    mentionQuery({ text, mentions }, text.length)?.text

  test.each(['@', 'Hi @', '你好@', '，@', '（@', 'line\n@'])('%j opens the list', text => {
    expect(query(text)).toBe('')
  })
  test.each(['ada@example', 'a@', '@Ada said', '@@'])('%j calls nobody', text => {
    expect(query(text)).toBeUndefined()
  })
  test('what stands behind the @ is looked for', () => {
    expect(query('你好@zhang')).toBe('zhang')
    expect(query('@小')).toBe('小')
    expect(query('＠小')).toBe('小')
  })
  test('a mention that stands there already is not looked for again', () => {
    const { text, mentions } = named('@Ada', ['ada', '@Ada'])
    expect(query(text, mentions)).toBeUndefined()
  })
})

test('choosing somebody puts the name in, and the caret behind a space', () => {
  const before = named('@b @Ada', ['ada', '@Ada'])
  const now = withMention(before, { from: 0, to: 2, text: 'b' }, 'ben', 'Ben')
  expect(now.text).toBe('@Ben @Ada')
  expect(shown(now)).toEqual([
    ['ben', '@Ben'],
    ['ada', '@Ada'],
  ])
  expect(now.caret).toBe(5)
})

test('Backspace behind a mention and Delete before it mean all of it', () => {
  expect(mentionAt(hello.mentions, 14, 'Backspace')?.userId).toBe('ben')
  expect(mentionAt(hello.mentions, 3, 'Backspace')).toBeUndefined()
  expect(mentionAt(hello.mentions, 3, 'Delete')?.userId).toBe('ben')
  expect(mentionAt(hello.mentions, 14, 'Delete')).toBeUndefined()
})

test('a text sent as two messages names in each whom it names there', () => {
  expect(mentionsWithin(hello.mentions, 0, 16).map(({ userId }) => userId)).toEqual(['ben'])
  expect(mentionsWithin(hello.mentions, 10, 15)).toEqual([{ userId: 'ada', offset: 10, length: 4 }])
})
