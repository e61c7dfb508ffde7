import { expect, type Locator, type Page } from '@playwright/test'
import type { AppPage } from './app.ts'
import { type ConsoleWords, consoleWords } from './console-words.ts'
import type { Language } from './words.ts'

type Section = 'members' | 'requests' | 'invites' | 'settings'

/** The screens about a group, as an owner or an admin uses them. */
export class ConsolePage {
  readonly words: ConsoleWords
  readonly page: Page

  constructor(
    readonly app: AppPage,
    readonly language: Language = 'en',
  ) {
    this.page = app.page
    this.words = consoleWords[language]
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** From the list of conversations: friends are picked by their names. */
  async makeGroup(title: string, friends: readonly string[]): Promise<void> {
    await this.button(this.words.new).click()
    await this.page.getByRole('menuitem', { name: this.words.newGroup, exact: true }).click()
    const dialog = this.page.getByRole('dialog', { name: this.words.newGroup })
    await dialog.getByLabel(this.words.groupName).fill(title)
    for (const friend of friends) await dialog.getByRole('checkbox', { name: friend }).check()
    await dialog.getByRole('button', { name: this.words.create, exact: true }).click()
    await expect(this.app.composer).toBeVisible()
  }

  /** From the open conversation by its title; on a phone every step is a page. */
  async open(section: Section): Promise<void> {
    await this.page.getByRole('heading', { level: 1 }).getByRole('button').click()
    await this.button(this.words.manage).click()
    await this.goTo(section)
  }

  /** By tab, or on a phone back to where the sections are listed and by link. */
  async goTo(section: Section): Promise<void> {
    const name = this.words[section]
    if (this.isPhone()) {
      if (/\/groups\/[^/]+\/./.test(this.page.url())) await this.app.back()
      await this.page.getByRole('main').getByRole('link', { name }).click()
      await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible()
    } else {
      await this.page.getByRole('tab', { name }).click()
      await expect(this.page.getByRole('tab', { name, selected: true })).toBeVisible()
    }
  }

  private isPhone(): boolean {
    return (this.page.viewportSize()?.width ?? 0) <= 600
  }

  /** A member in the list; what the row is called begins with who it is. */
  row(name: string): Locator {
    return this.page.getByRole('row', { name: new RegExp(`^${name},`) })
  }

  /** What can be done with one member, by their row's menu and what it opens to the side. */
  async act(name: string, ...path: (string | RegExp)[]): Promise<void> {
    await this.row(name).getByRole('button', { name: this.words.actions }).click()
    for (const step of path) await this.page.getByRole('menuitem', { name: step, exact: true }).click()
  }

  /** Makes a link that anybody may use for a week. */
  async makeLink(): Promise<string> {
    await this.button(this.words.newLink).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByRole('button', { name: this.words.create, exact: true }).click()
    const field = dialog.getByLabel(this.words.link, { exact: true })
    await expect(field).toHaveValue(/\/join\//)
    const link = await field.inputValue()
    await dialog.getByRole('button', { name: this.words.close, exact: true }).click()
    return link
  }

  async choose(label: string | RegExp, option: string): Promise<void> {
    await this.page.getByLabel(label, { exact: true }).selectOption({ label: option })
  }

  async handOver(name: string, password: string): Promise<void> {
    await this.button(this.words.handOver).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByRole('radio', { name }).check()
    await dialog.getByRole('button', { name: this.words.next, exact: true }).click()
    await dialog.getByLabel(this.app.words.password, { exact: true }).fill(password)
    await dialog.getByRole('button', { name: this.words.handOver, exact: true }).click()
    await expect(dialog).toHaveCount(0)
  }

  async dissolve(title: string): Promise<void> {
    await this.button(this.words.dissolve).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(this.words.typeName).fill(title)
    await dialog.getByRole('button', { name: this.words.dissolve, exact: true }).click()
    await expect(dialog).toHaveCount(0)
  }
}
