/** A browser for tests, as far as next-auth sees one: cookies, the token of forms, answers as JSON. */
import NextAuth from 'next-auth'
import { nextAuthOptions } from '../nextauth-options.ts'
import { addressHeader } from '../visitor.ts'

const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

export function browser() {
  const jar = new Map<string, string>()
  let received: string[] = []

  const cookieHeader = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

  async function ask(method: 'GET' | 'POST', path: string[], body: Record<string, string> = {}) {
    const request = {
      method,
      body,
      query: { nextauth: path },
      cookies: Object.fromEntries([...jar].map(([name, value]) => [name, decodeURIComponent(value)])),
      headers: {
        host: 'localhost:3000',
        'user-agent': userAgent,
        cookie: cookieHeader(),
        [addressHeader]: '192.0.2.9',
      },
    }
    let answer: unknown
    const take = (value: unknown) => {
      answer = value
    }
    const headers = new Map<string, string | string[]>()
    const response = {
      getHeader: (name: string) => headers.get(name.toLowerCase()),
      setHeader: (name: string, value: string | string[]) => headers.set(name.toLowerCase(), value),
      status: () => response,
      json: take,
      send: take,
      end: () => {},
    }
    await NextAuth(request as never, response as never, nextAuthOptions())
    received = [headers.get('set-cookie') ?? []].flat()
    for (const cookie of received) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }

  async function post(path: string[], fields: Record<string, string>, csrf = true): Promise<string | null> {
    const { csrfToken } = (await ask('GET', ['csrf'])) as { csrfToken: string }
    const answer = await ask('POST', path, { ...fields, json: 'true', ...(csrf && { csrfToken }) })
    const { url = '' } = (answer ?? {}) as { url?: string }
    return new URL(url, 'http://localhost:3000').searchParams.get('error')
  }

  return {
    cookieHeader,
    /** What the last answer set. */
    setCookies: () => received,
    /** The error the page would see, or null. */
    signIn: (username: string, password: string, { csrf = true } = {}) =>
      post(['callback', 'credentials'], { username, password, callbackUrl: '/' }, csrf),
    signOut: () => post(['signout'], { callbackUrl: '/sign-in' }),
    session: () => ask('GET', ['session']),
  }
}
