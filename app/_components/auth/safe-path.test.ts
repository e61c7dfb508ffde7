import { describe, expect, test } from 'vitest'
import { HOME, safePath } from './safe-path.ts'

describe('where Ada goes after signing in', () => {
  test.each([
    ['/conversations/0199', '/conversations/0199'],
    ['/add/ben', '/add/ben'],
    ['/friends?add=ben#top', '/friends?add=ben#top'],
    ['/add/%E5%B0%8F', '/add/%E5%B0%8F'],
    ['/friends?add=a%20b%2Fc', '/friends?add=a%20b%2Fc'],
    ['/', '/'],
  ])('%s is a page of ours', (wanted, path) => {
    expect(safePath(wanted)).toBe(path)
  })

  test.each([
    '//evil.test',
    '///evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    'https:evil.test',
    'https://evil.test',
    'javascript:alert(1)',
    'evil.test',
    '',
    '/%2fevil.test',
    '/%2Fevil.test',
    '/%5cevil.test',
    '/%5Cevil.test',
    '/%252fevil.test',
    '/%25255cevil.test',
    '%2f%2fevil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    '/%09/evil.test',
    ' //evil.test',
    '/.//evil.test',
    '/a/..//evil.test',
    '/%2e%2e//evil.test',
    '/%2e%2e%2f%2fevil.test',
    '/%zz',
    '/api/auth/signout',
    '/sign-in',
    '/sign-up?next=/x',
    `/${'a'.repeat(3000)}`,
  ])('%j is refused', wanted => {
    expect(safePath(wanted)).toBe(HOME)
  })

  test('a link that names it twice, or not at all, leads home', () => {
    expect(safePath(['/a', '//b'])).toBe(HOME)
    expect(safePath(undefined)).toBe(HOME)
    expect(safePath(null, '/friends')).toBe('/friends')
  })
})
