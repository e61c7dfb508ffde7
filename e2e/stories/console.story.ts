import { befriend, expect, type Name, type Person, test } from '../fixtures.ts'
import { ConsolePage } from '../pages/console.ts'
import { readyForOffline } from '../pages/offline.ts'
import { withholdUpdates } from '../pages/withheld.ts'
import type { Language } from '../pages/words.ts'

for (const [language, title] of [
  ['en', 'Thursday choir'],
  ['zh-CN', '周四合唱团'],
] as const satisfies [Language, string][]) {
  test.describe(language, () => {
    test.use({ locale: language })

    test('an owner runs a group through the page', { tag: '@phone' }, async ({ as }) => {
      // Four people, each with a browser, and a group's whole life.
      test.slow()
      const [ada, ben, chen, dora] = [await as('ada'), await as('ben'), await as('chen'), await as('dora')]
      await befriend(ada, ben)
      const owner = new ConsolePage(ada.app, language)
      const heir = new ConsolePage(ben.app, language)
      const singer = new ConsolePage(dora.app, language)
      const applicant = new ConsolePage(chen.app, language)
      const { words } = owner

      await owner.makeGroup(title, ['Ben'])
      await owner.open('invites')
      const link = await owner.makeLink()

      await dora.app.page.goto(link)
      await singer.button(words.join).click()
      await expect(singer.app.composer).toBeVisible()
      await owner.goTo('members')
      await expect(owner.row('Dora')).toBeVisible()

      await owner.goTo('settings')
      await owner.choose(words.whoGetsIn, String(words.byApproval))
      await chen.app.page.goto(link)
      await applicant.page.getByLabel(words.yourWords).fill('Tenor')
      await applicant.button(words.ask).click()
      await expect(applicant.page.getByText(words.asked)).toBeVisible()
      await owner.goTo('requests')
      await expect(owner.page.getByText('Tenor')).toBeVisible()
      await owner.button(owner.app.words.accept).click()
      await expect(owner.page.getByText(words.acceptedByYou)).toBeVisible()
      await applicant.app.open()
      await applicant.app.openConversation(title)

      await owner.goTo('members')
      await owner.act('Dora', words.mute, words.tenMinutes)
      await expect(singer.page.getByRole('timer')).toHaveText(/^(10:00|9:\d\d)$/)
      await expect(singer.page.getByText(words.muted).first()).toBeVisible()
      await expect(singer.app.composer).toHaveCount(0)

      await owner.act('Ben', words.makeAdmin)
      await expect(owner.row('Ben')).toContainText(words.admin)

      await owner.act('Dora', words.remove)
      const question = owner.page.getByRole('dialog')
      await question.getByLabel(words.keepAway).check()
      await question.getByRole('button', { name: words.remove, exact: true }).click()
      await expect(owner.row('Dora')).toHaveCount(0)
      await expect(singer.page.getByRole('status').filter({ hasText: words.removed })).toBeVisible()

      await owner.goTo('settings')
      await owner.handOver('Ben', ada.password)
      await owner.goTo('members')
      await expect(owner.row('Ben')).toContainText(words.owner)
      await expect(owner.row('Ada')).toContainText(words.admin)

      await heir.app.openConversation(title)
      await heir.open('settings')
      await heir.dissolve(title)
      await expect(heir.page.getByRole('status').filter({ hasText: words.dissolved })).toBeVisible()
      await expect(applicant.page.getByRole('status').filter({ hasText: words.dissolved })).toBeVisible()
      await expect(applicant.app.composer).toHaveCount(0)
    })
  })
}

test('of two admins who answer one request the second is told who was first', async ({ as }) => {
  const { ada, ben, chen, conversationId } = await choir(as)
  const { invite } = await ada.run('group:create-invite', { conversationId })
  const group = await current(ada, conversationId)
  await ada.run('group:update', { conversationId, baseRev: group.rev, joinMode: 'approval' })

  const slow = await withholdUpdates(ben.app.page)
  for (const { app } of [ada, ben]) await app.page.goto(`/groups/${conversationId}/requests`)
  await chen.run('group:join', { code: invite.code, text: 'Tenor' })
  for (const { app } of [ada, ben]) await expect(app.page.getByText('Tenor')).toBeVisible()
  // What Ada does is on its way to Ben when he presses.
  slow.hold()
  await ada.app.page.getByRole('button', { name: 'Accept', exact: true }).click()
  await expect(ada.app.page.getByText('Accepted by you')).toBeVisible()
  await ben.app.page.getByRole('button', { name: 'Decline', exact: true }).click()
  slow.release()

  await expect(ben.app.page.getByText('Accepted by Ada', { exact: true })).toBeVisible()
  await expect(ben.app.page.getByRole('alert')).toHaveText(/Ada.* has already handled this/)
  await expect(ben.app.page.getByRole('button', { name: 'Decline', exact: true })).toHaveCount(0)
  const { members } = await ada.run('group:members', { conversationId })
  expect(members.some(({ userId }) => userId === chen.id)).toBe(true)
})

test('of two who rename a group at once the second sees both names and decides', async ({ as }) => {
  const { ada, ben, conversationId } = await choir(as)
  await ada.app.page.goto(`/groups/${conversationId}/settings`)
  const field = ada.app.page.getByLabel('Group name')
  await field.fill('The choir of Ada')

  const group = await current(ben, conversationId)
  // A change of something else is in nobody's way; one of the name is.
  const { group: slower } = await ben.run('group:update', {
    conversationId,
    baseRev: group.rev,
    slowModeSeconds: 10,
  })
  await ben.run('group:update', { conversationId, baseRev: slower.rev, title: 'The choir of Ben' })
  await expect(ada.app.page.getByRole('heading', { level: 1 })).toHaveText('The choir of Ben')
  await expect(field).toHaveValue('The choir of Ada')
  await ada.app.page.getByRole('button', { name: 'Save', exact: true }).click()

  const dialog = ada.app.page.getByRole('dialog', { name: 'Somebody was faster' })
  await expect(dialog).toContainText('The choir of Ben')
  await expect(dialog).toContainText('The choir of Ada')
  expect((await current(ben, conversationId)).title).toBe('The choir of Ben')
  await dialog.getByRole('button', { name: 'Use mine' }).click()
  await expect(ada.app.page.getByRole('heading', { level: 1 })).toHaveText('The choir of Ada')
  expect(await current(ben, conversationId)).toMatchObject({
    title: 'The choir of Ada',
    slowModeSeconds: 10,
  })
  // What was written here is settled: the next name somebody gives is shown as any.
  const { rev } = await current(ben, conversationId)
  await ben.run('group:update', { conversationId, baseRev: rev, title: 'The choir of us all' })
  await expect(field).toHaveValue('The choir of us all')
})

test('whoever cannot be brought in is named, and the others come in without them', async ({ as }) => {
  const ada = await as('ada')
  const ben = await as('ben')
  const chen = await as('chen')
  await befriend(ada, ben)
  await befriend(ada, chen)
  await chen.run('friend:block', { userId: ada.id })
  const owner = new ConsolePage(ada.app)
  const { page } = owner

  await owner.button('New').click()
  await page.getByRole('menuitem', { name: 'New group' }).click()
  const dialog = page.getByRole('dialog', { name: 'New group' })
  await dialog.getByRole('checkbox', { name: 'Ben' }).check()
  await dialog.getByRole('checkbox', { name: 'Chen' }).check()
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(dialog.getByRole('alert')).toHaveText(/Chen.* cannot be added/)
  await dialog.getByRole('button', { name: 'Leave them out' }).click()
  await dialog.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada, Ben')
  await expect(ada.app.composer).toBeVisible()
})

test('a link keeps its way through the door, and says why it leads nowhere any more', async ({
  as,
  stranger,
}) => {
  const { ada, chen, conversationId } = await choir(as)
  const emil = await as('emil')
  const { invite } = await ada.run('group:create-invite', { conversationId, maxUses: 1 })
  const page = await (await stranger()).newPage()
  await page.goto(`/join/${invite.code}`)
  await expect(page.getByRole('heading', { name: 'You are invited to a group' })).toBeVisible()
  // Nothing of the group is told to whoever happens to have the link.
  await expect(page.getByText('Choir')).toHaveCount(0)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('Username').fill(chen.username)
  await page.getByLabel('Password', { exact: true }).fill(chen.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Choir' })).toBeVisible()
  await page.getByRole('button', { name: 'Join group' }).click()
  await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toBeVisible()

  for (const [code, words] of [
    [invite.code, /used as often as it could be/],
    ['nobody-made-this', /leads nowhere/],
  ] as const) {
    await emil.app.page.goto(`/join/${code}`)
    await expect(emil.app.page.getByText(words)).toBeVisible()
    await expect(emil.app.page.getByRole('link', { name: 'Go to conversations' })).toBeVisible()
  }
  await ada.run('group:revoke-invite', { conversationId, inviteId: invite.id })
  await emil.app.page.goto(`/join/${invite.code}`)
  await expect(emil.app.page.getByText(/taken back/)).toBeVisible()
  // Whoever is in needs no link any more.
  await chen.app.page.goto(`/join/${invite.code}`)
  await chen.app.page.getByRole('link', { name: 'Open conversation' }).click()
  await expect(chen.app.composer).toBeVisible()
})

test('the members of a group are there without a network, found by name and ticked by keyboard', async ({
  as,
  expectTrouble,
}) => {
  expectTrouble(/ERR_INTERNET_DISCONNECTED/)
  const { ada, conversationId } = await choir(as)
  const { page } = ada.app
  const owner = new ConsolePage(ada.app)
  await page.goto(`/groups/${conversationId}/members`)
  await expect(owner.row('Dora')).toBeVisible()
  await readyForOffline(page)
  await ada.context.setOffline(true)
  await page.reload()

  await expect(owner.row('Ben')).toContainText('Admin')
  const search = page.getByRole('searchbox', { name: 'Search members' })
  await search.fill('dor')
  await expect(owner.row('Dora')).toBeVisible()
  await expect(owner.row('Ben')).toHaveCount(0)
  await search.fill('')

  await owner.row('Ada').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('toolbar')).toContainText('2 selected')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('toolbar')).toHaveCount(0)

  // What needs the others says so, and nothing that was chosen is lost by it.
  await owner.row('Dora').getByRole('checkbox').check()
  await owner.button('Remove').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('No network')
  await ada.context.setOffline(false)
})

/** A group of Ada, who owns it, Ben, who is an admin, and Dora; Chen is a friend of nobody. */
async function choir(as: (name: Name) => Promise<Person>) {
  const [ada, ben, chen, dora] = [await as('ada'), await as('ben'), await as('chen'), await as('dora')]
  await befriend(ada, ben)
  await befriend(ada, dora)
  const { conversation } = await ada.run('group:create', { title: 'Choir', memberIds: [ben.id, dora.id] })
  const conversationId = conversation.id
  await ada.run('group:set-role', { conversationId, userId: ben.id, role: 'admin' })
  return { ada, ben, chen, dora, conversationId }
}

async function current(person: Person, conversationId: string) {
  return (await person.run('group:get', { conversationId })).group
}
