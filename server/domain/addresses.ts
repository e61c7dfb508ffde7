/** Network addresses: what of one may be shown, and what counts as one for limits. */
import { isIPv4, isIPv6 } from 'node:net'

/** The address as a list of devices shows it: enough to tell home from abroad, too little to name a household. */
export function placeOf(address: string): string {
  const plain = unmapped(address)
  if (plain === '::1' || plain.startsWith('127.')) return 'localhost'
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 2).join('.')}.*.*`
  if (isIPv6(plain)) return `${network(plain, 2)}:*`
  return ''
}

/**
 * The key of this address in a limit. A household or a rented server has a whole /64 of IPv6 addresses: they count
 * as one, or a limit per address would limit nobody.
 */
export function limitKeyOf(address: string): string {
  const plain = unmapped(address)
  return isIPv6(plain) ? network(plain, 4) : plain
}

/** `::ffff:192.0.2.1` is an IPv4 address that came over a socket of both kinds. */
function unmapped(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase()
  return plain.startsWith('::ffff:') && isIPv4(plain.slice(7)) ? plain.slice(7) : plain
}

function network(address: string, groups: number): string {
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(8 - left.length - right.length, 0)
  const full = [...left, ...Array<string>(zeros).fill('0'), ...right]
  return full
    .slice(0, groups)
    .map(part => part.replace(/^0+(?=.)/, ''))
    .join(':')
}
