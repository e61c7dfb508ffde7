import { expect, type Locator, type Page } from '@playwright/test'
import { type Language, type Words, words } from './words.ts'

/** The signed-in app as a person sees it: by role and by what is written there. */
export class AppPage {
  readonly words: Words
  readonly composer: Locator
  /** The messages of the open conversation. */
  readonly feed: Locator
  readonly list: Locator

  constructor(
    readonly page: Page,
    language: Language = 'en',
  ) {
    this.words = words[language]
    this.composer = page.getByRole('textbox', { name: this.words.message, exact: true })
    this.feed = page.getByRole('feed')
    this.list = page.getByRole('list', { name: this.words.list, exact: true })
  }

  /** Another tab of the same browser. */
  async newTab(): Promise<AppPage> {
    const app = new AppPage(await this.page.context().newPage())
    await app.open()
    return app
  }

  async open(path = '/conversations'): Promise<void> {
    await this.page.goto(path)
    await this.isThere()
  }

  /** Drawn from the store, whichever screen it is. */
  async isThere(): Promise<void> {
    await expect(
      this.page.getByRole('navigation', { name: this.words.main }).or(this.composer).first(),
    ).toBeVisible()
  }

  /** To one of the main screens; on a phone their tabs stand under the lists. */
  async goTo(screen: 'conversations' | 'friends' | 'notices' | 'settings'): Promise<void> {
    const nav = this.page.getByRole('navigation', { name: this.words.main })
    await nav.getByRole('link', { name: new RegExp(`^${this.words[screen]}`) }).click()
  }

  row(name: string): Locator {
    return this.list.getByRole('link').filter({ hasText: name })
  }

  async openConversation(name: string): Promise<void> {
    await this.row(name).click()
    await expect(this.composer).toBeVisible()
  }

  /** In a group: who is said to have written this. */
  async sender(text: string): Promise<string> {
    const label = await this.message(text).getAttribute('aria-label')
    return label?.replace(/[,，].*$/, '') ?? ''
  }

  /** Calls somebody by an @ and the beginning of their name. */
  async mention(typed: string, name: string): Promise<void> {
    await this.composer.pressSequentially(`@${typed}`)
    await this.page.getByRole('option', { name: new RegExp(name) }).click()
  }

  async back(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.back, exact: true }).click()
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text)
    await this.page.getByRole('button', { name: this.words.send, exact: true }).click()
  }

  message(text: string): Locator {
    return this.feed.getByRole('article').filter({ hasText: text })
  }

  state(text: string, state: 'waiting' | 'sent' | 'read'): Locator {
    return this.message(text).getByRole('img', { name: this.words[state], exact: true })
  }

  /** The texts of the open conversation, in their order. */
  async texts(): Promise<string[]> {
    return this.feed.locator('article [dir=auto]').allInnerTexts()
  }

  /** What can be done with a message, chosen from its menu. */
  async act(text: string, action: string): Promise<void> {
    await this.message(text).focus()
    await this.page.keyboard.press('Shift+F10')
    await this.page.getByRole('menuitem', { name: action, exact: true }).click()
  }

  /** Finds somebody by exact username and asks them; afterwards the dialog says that it waits for an answer. */
  async requestFriend(username: string, greeting: string): Promise<void> {
    await this.goTo('friends')
    await this.page.getByRole('button', { name: this.words.addFriend, exact: true }).first().click()
    const dialog = this.page.getByRole('dialog', { name: this.words.addFriend })
    await dialog.getByLabel(this.words.username, { exact: true }).fill(username)
    await dialog.getByRole('button', { name: this.words.search, exact: true }).click()
    await dialog.getByRole('button', { name: this.words.addFriend, exact: true }).click()
    await dialog.getByLabel(this.words.greeting, { exact: true }).fill(greeting)
    await dialog.getByRole('button', { name: this.words.send, exact: true }).click()
    await expect(dialog.getByRole('button', { name: this.words.cancelRequest })).toBeVisible()
    await this.page.keyboard.press('Escape')
  }

  /** Accepts the one request there is and opens the conversation with whoever asked. */
  async acceptFriend(): Promise<void> {
    await this.goTo('friends')
    await this.page.getByRole('link', { name: new RegExp(this.words.newFriends) }).click()
    await this.page.getByRole('button', { name: this.words.accept, exact: true }).click()
    await this.page.getByRole('button', { name: this.words.write, exact: true }).click()
    await expect(this.composer).toBeVisible()
  }

  async signOut(): Promise<void> {
    await this.page.goto('/settings/account')
    await this.page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await this.page.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click()
  }
}
