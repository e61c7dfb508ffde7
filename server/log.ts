/**
 * The log: JSON lines for machines, short lines for a person at a terminal, and in neither anything people wrote,
 * or anything that opens a door.
 */
import pino, { type Logger } from 'pino'
import { redactedPaths, safeError } from './log/secrets.ts'

export type Log = Logger

export interface LogOptions {
  level: string
  /** Short lines instead of JSON; unless told, when a person is looking (a terminal). */
  readable?: boolean
  /** Where lines go; standard output unless told. */
  write?: (line: string) => void
}

/** Makes the process's log; everything else takes it, or a child of it, as an argument. */
export function createLog({ level, readable = process.stdout.isTTY === true, write }: LogOptions): Log {
  const out = write ?? ((line: string) => void process.stdout.write(line))
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      serializers: { err: safeError, error: safeError },
      redact: { paths: redactedPaths, censor: '[hidden]' },
    },
    { write: line => out(readable ? readableLine(line) : line) },
  )
}

/** `12:03:09 database ready  port=41921`, with the level before what is not just information. */
export function readableLine(json: string): string {
  const { time, level, msg, err, ...rest } = JSON.parse(json) as Record<string, unknown>
  const clock = new Date(String(time)).toTimeString().slice(0, 8)
  const loud = level === 'info' ? '' : `${String(level).toUpperCase()} `
  const fields = Object.entries(rest).map(([name, value]) => ` ${name}=${readableValue(value)}`)
  const trouble = err && typeof err === 'object' && 'stack' in err ? `\n${String(err.stack)}` : ''
  return `${clock} ${loud}${msg ?? ''}${fields.length > 0 ? ' ' : ''}${fields.join('')}${trouble}\n`
}

/** Plain words stay plain; anything else is quoted, so that nobody's text can move a terminal's cursor. */
function readableValue(value: unknown): string {
  return typeof value === 'string' && /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(value)
}
