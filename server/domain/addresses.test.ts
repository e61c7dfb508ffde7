import { describe, expect, test } from 'vitest'
import { limitKeyOf, placeOf } from './addresses.ts'

describe('the place of a device', () => {
  test.each([
    ['203.0.113.77', '203.0.*.*'],
    ['::ffff:203.0.113.77', '203.0.*.*'],
    ['127.0.0.1', 'localhost'],
    ['::1', 'localhost'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:*'],
    ['fe80::1%eth0', 'fe80:0:*'],
    ['nonsense', ''],
    ['', ''],
  ])('%s is shown as "%s"', (address, place) => {
    expect(placeOf(address)).toBe(place)
  })
})

describe('one address for limits', () => {
  test('a household of IPv6 addresses counts as one, its neighbours do not', () => {
    expect(limitKeyOf('2001:db8:1:2:3:4:5:6')).toBe(limitKeyOf('2001:0db8:1:2::9'))
    expect(limitKeyOf('2001:db8:1:2::1')).not.toBe(limitKeyOf('2001:db8:1:3::1'))
    expect(limitKeyOf('2001:db8::1')).toBe('2001:db8:0:0')
  })

  test('an IPv4 address is the same over both kinds of socket', () => {
    expect(limitKeyOf('::FFFF:192.0.2.1')).toBe(limitKeyOf('192.0.2.1'))
  })
})
