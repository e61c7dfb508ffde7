/**
 * What no log may ever hold (docs: reliability, "never in the log"), by the name of the field it would stand in, and
 * by what errors of the database carry with them.
 */

const secretNames = [
  'password',
  'passwordHash',
  'hash',
  'secret',
  'token',
  'accessToken',
  'cookie',
  'cookies',
  'set-cookie',
  'authorization',
  'authSecret',
  'signUpCode',
  'databaseUrl',
  'metricsToken',
  'email',
  'content',
  'text',
  'body',
  'custom',
  'draft',
  'query',
  'parameters',
  'params',
  'input',
  'greeting',
  'endpoint',
  'sdp',
  'candidate',
  'fileName',
]

/** The fields by name, wherever they stand down to the fourth level: nobody logs anything deeper. */
export const redactedPaths = secretNames.flatMap(name => {
  const field = name.includes('-') ? `["${name}"]` : `.${name}`
  return [field.replace(/^\./, ''), `*${field}`, `*.*${field}`, `*.*.*${field}`]
})

interface LoggedError {
  type: string
  message: string
  code?: unknown
  constraint?: unknown
  stack: string
  cause?: LoggedError
}

/** An error without the values that were at work when it happened. */
export function safeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something that is no Error was thrown', stack: '' }
  const { code, constraint_name: constraint } = error as { code?: unknown; constraint_name?: unknown }
  const message = safeMessage(error)
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  const logged: LoggedError = {
    type: error.name,
    message,
    stack: [`${error.name}: ${message}`, ...frames].join('\n'),
  }
  if (code !== undefined) logged.code = code
  if (constraint !== undefined) logged.constraint = constraint
  if (error.cause !== undefined && depth < 3) logged.cause = safeError(error.cause, depth + 1)
  return logged
}

function safeMessage(error: Error): string {
  // drizzle puts the values of the failed statement below it.
  const message = error.message.replace(/\nparams:[\s\S]*$/, '')
  // Postgres quotes the value in data exceptions (class 22) only: "invalid input syntax for type uuid: …".
  const code = (error as { code?: unknown }).code
  if (error.name === 'PostgresError' && typeof code === 'string' && code.startsWith('22'))
    return 'a value does not fit'
  // An address with a password in it.
  return message.replace(/\b([a-z]+:\/\/[^\s:/@]+):[^\s@]+@/gi, '$1:[hidden]@')
}
