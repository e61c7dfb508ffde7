/**
 * `as('ada')` opens a signed-in browser. The account is made and the session begun over HTTP: only the stories about
 * the forms fill them in. Whatever a page complains about fails its story, unless the story said that it expects it.
 */
import { randomBytes } from 'node:crypto'
import { type BrowserContext, type BrowserContextOptions, test as base, expect } from '@playwright/test'
import type { Answer } from '#protocol/errors.ts'
import type { Input, OperationName, Output } from '#protocol/operations/index.ts'
import { AppPage } from './pages/app.ts'

export { expect } from '@playwright/test'

export type Name = 'ada' | 'ben' | 'chen' | 'dora' | 'emil'

export interface Account {
  username: string
  password: string
  displayName: string
}

/** One device of a person: a browser of its own. */
export interface Person extends Account {
  id: string
  context: BrowserContext
  app: AppPage
  /** An operation of this person over HTTP, for what a story takes as given. */
  run<N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>>
}

interface Fixtures {
  /** A browser in which nobody is signed in. */
  stranger(options?: BrowserContextOptions): Promise<BrowserContext>
  /** Somebody with an account, signed in; called again, the same person on another device. */
  as(name: Name, options?: BrowserContextOptions): Promise<Person>
  /** What browsers may complain about in this story. */
  expectTrouble(pattern: RegExp): void
}

export const test = base.extend<Fixtures & { troubles: Troubles }>({
  troubles: async ({ baseURL }, use) => {
    const troubles = new Troubles(baseURL ?? '')
    await use(troubles)
    expect(troubles.unexpected(), 'what the pages complained about').toEqual([])
  },
  expectTrouble: async ({ troubles }, use) => use(pattern => troubles.expect(pattern)),
  stranger: async ({ browser, baseURL, troubles }, use) => {
    const opened: BrowserContext[] = []
    await use(async options => {
      const context = await browser.newContext({ baseURL, ...options })
      opened.push(context)
      troubles.watch(context)
      return context
    })
    for (const context of opened) await context.close()
  },
  as: async ({ stranger, baseURL, locale }, use) => {
    const accounts = new Map<Name, Account & { id: string }>()
    await use(async (name, options) => {
      const context = await stranger(options)
      const door = new HttpDoor(context, baseURL ?? '')
      const account = accounts.get(name) ?? (await door.register(newAccount(name)))
      accounts.set(name, account)
      await door.signIn(account)
      const page = await context.newPage()
      const app = new AppPage(page, locale === 'zh-CN' ? 'zh-CN' : 'en')
      await app.open()
      return { ...account, context, app, run: (operation, input) => door.run(operation, input) }
    })
  },
})

/** Nobody else's, in no other story: they share one server. */
export function newAccount(name: Name): Account {
  const displayName = `${name[0]?.toUpperCase()}${name.slice(1)}`
  return {
    username: `${name}-${randomBytes(5).toString('hex')}`,
    password: 'a quiet green lamp',
    displayName,
  }
}

/** Two people who have each other, and the conversation they have. */
export async function befriend(one: Person, other: Person): Promise<string> {
  const { request } = await one.run('friend:request', { userId: other.id, greeting: 'Hello' })
  const { conversation } = await other.run('friend:respond', { requestId: request?.id ?? '', accept: true })
  return conversation?.id ?? ''
}

/** A group of friends of whoever makes it, and the conversation they have. */
export async function gather(owner: Person, title: string, ...friends: Person[]): Promise<string> {
  for (const friend of friends) await befriend(owner, friend)
  const { conversation } = await owner.run('group:create', { title, memberIds: friends.map(({ id }) => id) })
  return conversation.id
}

class HttpDoor {
  constructor(
    private readonly context: BrowserContext,
    private readonly origin: string,
  ) {}

  async register(account: Account): Promise<Account & { id: string }> {
    const { user } = await this.run('account:register', account)
    return { ...account, id: user.id }
  }

  async signIn({ username, password }: Account): Promise<void> {
    const { request } = this.context
    const csrf = (await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string }
    const answer = await request.post('/api/auth/callback/credentials', {
      headers: { origin: this.origin },
      form: { username, password, csrfToken: csrf.csrfToken, callbackUrl: '/', json: 'true' },
    })
    const { url } = (await answer.json()) as { url: string }
    expect(new URL(url, this.origin).searchParams.get('error')).toBeNull()
  }

  async run<N extends OperationName>(name: N, input: Input<N>): Promise<Output<N>> {
    const response = await this.context.request.post(`/api/v1/${name.replace(':', '/')}`, {
      headers: { origin: this.origin },
      data: input,
    })
    const answer = (await response.json()) as Answer<Output<N>>
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
    return answer.data
  }
}

/** Errors on the console, which is also where a browser says what a policy kept from happening, and in the pages. */
class Troubles {
  private readonly all: string[] = []
  private readonly expected: RegExp[] = []

  constructor(private readonly origin: string) {}

  watch(context: BrowserContext): void {
    context.on('console', message => {
      if (message.type() !== 'error') return
      this.all.push(`${message.text()} (${message.location().url.replace(this.origin, '')})`)
    })
    context.on('weberror', ({ error }) => void this.all.push(String(error().stack ?? error())))
  }

  expect(pattern: RegExp): void {
    this.expected.push(pattern)
  }

  unexpected(): string[] {
    return this.all.filter(trouble => !this.expected.some(pattern => pattern.test(trouble)))
  }
}
