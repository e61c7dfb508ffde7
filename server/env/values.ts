/**
 * Readers of single settings: text in, value out, or what is wrong in words that follow the setting's name.
 */
import { isIP } from 'node:net'
import { z } from 'zod'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export const oneOf = <const Words extends readonly [string, ...string[]]>(allowed: Words) =>
  z.enum(allowed, `must be one of ${allowed.join(', ')}`)

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine(number => number >= min && number <= max, `must be from ${min} to ${max}`)

export const flag = z
  .string()
  .regex(/^(0|1|true|false)$/, 'must be 0 or 1')
  .transform(text => text === '1' || text === 'true')

export const words = z.string().transform(list => separated(list))

export const httpUrl = z
  .string()
  .refine(
    text => ['http:', 'https:'].includes(parsed(text)?.protocol ?? ''),
    'must be a URL that starts with http:// or https://',
  )
  .refine(text => isOrigin(text), 'must end after the host and port')
  .transform(text => new URL(text))

export const postgresUrl = z
  .string()
  .refine(
    text => ['postgres:', 'postgresql:'].includes(parsed(text)?.protocol ?? ''),
    'must be a URL that starts with postgres://',
  )

/** false, true, or a list of addresses. */
export const proxies = z
  .string()
  .refine(
    text => text === 'true' || text === 'false' || separated(text).every(address => isIP(address) > 0),
    'must be true, false or IP addresses separated by commas',
  )
  .transform(text => (text === 'true' || text === 'false' ? text === 'true' : separated(text)))

function separated(list: string): string[] {
  return list
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

function isOrigin(text: string): boolean {
  const url = parsed(text)
  return !url || (url.pathname === '/' && !url.search && !url.hash && !url.username)
}
