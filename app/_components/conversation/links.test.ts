import { describe, expect, test } from 'vitest'
import { findLinks } from './links.ts'
import { mayHaveLinks } from './use-text-parts.ts'

const links = (text: string) =>
  findLinks(text).flatMap(part => (part.href ? [`${part.text} → ${part.href}`] : []))

describe('what Ben can click in a message', () => {
  test.each([
    ['see https://kith.test/a?b=c#d.', ['https://kith.test/a?b=c#d → https://kith.test/a?b=c#d']],
    ['kith.com is it', ['kith.com → https://kith.com']],
    ['write to ada@kith.test', ['ada@kith.test → mailto:ada@kith.test']],
    ['去https://kith.test/路径，好吗', ['https://kith.test/路径 → https://kith.test/路径']],
    ['写给ada@kith.test。', ['ada@kith.test → mailto:ada@kith.test']],
    ['（https://kith.test）', ['https://kith.test → https://kith.test']],
    ['「https://kith.test/x」。', ['https://kith.test/x → https://kith.test/x']],
    [
      'https://a.test/1、https://b.test/2',
      ['https://a.test/1 → https://a.test/1', 'https://b.test/2 → https://b.test/2'],
    ],
    ['https://a.test/x？y', ['https://a.test/x → https://a.test/x']],
  ])('%s', (text, found) => {
    expect(links(text)).toEqual(found)
  })

  test.each([
    'javascript:alert(1)',
    'javascript://kith.test/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'ftp://kith.test/x',
    '//kith.test/x',
    'file:///etc/passwd',
    'version 1.2.3 and 3.14',
    'end of sentence.Next one',
  ])('%s is only text', text => {
    expect(links(text)).toEqual([])
  })

  test('no character of the text is lost or changed', () => {
    for (const text of ['a https://x.test。b ada@kith.test，c', 'https://x.test', '没有链接', '']) {
      expect(
        findLinks(text)
          .map(part => part.text)
          .join(''),
      ).toBe(text)
    }
  })

  test('a text full of dots and slashes takes no time', () => {
    const start = performance.now()
    findLinks('a.b/'.repeat(1250))
    findLinks('http://'.repeat(700))
    findLinks('。'.repeat(5000))
    expect(performance.now() - start).toBeLessThan(300)
  })

  test('whatever holds a link is looked at', () => {
    expect(mayHaveLinks('hello there. Good')).toBe(false)
    expect(mayHaveLinks('kith.com')).toBe(true)
    expect(mayHaveLinks('https://x.test')).toBe(true)
  })
})
