import { expect, newAccount, test } from '../fixtures.ts'
import { AppPage } from '../pages/app.ts'
import { DoorPage } from '../pages/door.ts'
import type { Language } from '../pages/words.ts'

for (const [language, greeting, first, answer] of [
  ['en', 'We met at the lake.', 'Did you get home well?', 'I did, and you?'],
  ['zh-CN', '我们在湖边见过。', '到家了吗？', '到了，你呢？'],
] as const) {
  test.describe(language, () => {
    test.use({ locale: language })

    test('two people sign up, become friends and talk', { tag: '@phone' }, async ({ stranger }) => {
      const ada = await signUp('ada', language)
      const ben = await signUp('ben', language)

      await ada.app.requestFriend(ben.account.username, greeting)
      await ben.app.acceptFriend()
      await expect(ben.app.feed).toContainText(greeting)

      await ada.app.goTo('conversations')
      await ada.app.openConversation('Ben')
      await ada.app.send(first)
      await expect(ada.app.state(first, 'read')).toBeVisible()
      await expect(ben.app.message(first)).toBeVisible()
      await ben.app.send(answer)
      await expect(ada.app.message(answer)).toBeVisible()
      await expect(ben.app.state(answer, 'read')).toBeVisible()

      // Sent, but not read: nobody is looking.
      await ben.app.page.close()
      await ada.app.send(greeting)
      await expect(ada.app.message(greeting).last()).toBeVisible()
      await expect(
        ada.app.message(greeting).last().getByRole('img', { name: ada.app.words.sent }),
      ).toBeVisible()

      async function signUp(name: 'ada' | 'ben', spoken: Language) {
        const page = await (await stranger()).newPage()
        const door = new DoorPage(page, spoken)
        const account = newAccount(name)
        await door.signUp(account)
        await door.skipWelcome()
        const app = new AppPage(page, spoken)
        await app.isThere()
        return { account, app }
      }
    })
  })
}
