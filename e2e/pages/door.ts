import { expect, type Locator, type Page } from '@playwright/test'
import type { Account } from '../fixtures.ts'
import { type Language, type Words, words } from './words.ts'

/** Sign-up and sign-in. */
export class DoorPage {
  private readonly words: Words

  constructor(
    readonly page: Page,
    language: Language = 'en',
  ) {
    this.words = words[language]
  }

  username(): Locator {
    return this.page.getByLabel(this.words.username, { exact: true })
  }

  password(): Locator {
    return this.page.getByLabel(this.words.password, { exact: true })
  }

  async signUp({ username, displayName, password }: Account): Promise<void> {
    await this.page.goto('/sign-up')
    await this.username().fill(username)
    await this.page.getByLabel(this.words.displayName, { exact: true }).fill(displayName)
    await this.password().fill(password)
    await this.page.getByRole('button', { name: this.words.signUp, exact: true }).click()
  }

  async signIn({ username, password }: Pick<Account, 'username' | 'password'>): Promise<void> {
    await this.page.goto('/sign-in')
    await this.username().fill(username)
    await this.password().fill(password)
    await this.page.getByRole('button', { name: this.words.signIn, exact: true }).click()
  }

  /** Past the first steps of a new account, into the app. */
  async skipWelcome(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.skip, exact: true }).click()
    await this.page.getByRole('button', { name: this.words.startChatting, exact: true }).click()
  }

  async asksToSignIn(): Promise<void> {
    await expect(this.page.getByRole('button', { name: this.words.signIn, exact: true })).toBeVisible()
  }
}
