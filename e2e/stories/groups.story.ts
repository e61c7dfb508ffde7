import { expect, gather, newAccount, type Person, test } from '../fixtures.ts'

const say = (person: Person, conversationId: string, text: string) =>
  person.run('message:send', {
    conversationId,
    idClient: newAccount('ada').username,
    type: 'text',
    content: { text },
  })

for (const [language, hello, answer, call] of [
  ['en', 'Rehearsal at six?', 'I will be there', ' bring the scores'],
  ['zh-CN', '六点排练？', '我会到的', '带上谱子'],
] as const) {
  test.describe(language, () => {
    test.use({ locale: language })

    test('five people talk in a group, and whoever is called finds the call', { tag: '@phone' }, async ({
      as,
    }) => {
      const [ada, ben, chen, dora, emil] = [
        await as('ada'),
        await as('ben'),
        await as('chen'),
        await as('dora'),
        await as('emil'),
      ]
      const id = await gather(ada, 'Choir', ben, chen, dora, emil)
      for (const { app } of [dora, emil]) await app.page.close()
      await ada.app.openConversation('Choir')
      await ben.app.openConversation('Choir')

      await ada.app.send(hello)
      await expect(ben.app.message(hello)).toBeVisible()
      expect(await ben.app.sender(hello)).toBe('Ada')
      await ben.app.send(answer)
      await expect(ada.app.message(answer)).toBeVisible()
      expect(await ada.app.sender(answer)).toBe('Ben')
      await expect(chen.app.row('Choir')).toContainText(answer)

      // More than a screen before and after what calls Chen.
      for (let count = 0; count < 25; count++) await say(ada, id, `la ${count}`)
      await ben.app.mention('chen', 'Chen')
      await ben.app.composer.pressSequentially(call)
      await ben.app.page.getByRole('button', { name: ben.app.words.send, exact: true }).click()
      await expect(ada.app.message(call)).toBeVisible()
      for (let count = 25; count < 50; count++) await say(ada, id, `la ${count}`)

      // A device that never saw the group opens where reading stopped, too.
      const { app } = await as('dora')
      await app.openConversation('Choir')
      await expect(app.message(hello)).toBeInViewport()

      await expect(chen.app.row('Choir')).toContainText(chen.app.words.mentioned)
      await chen.app.openConversation('Choir')
      await expect(chen.app.message(hello)).toBeInViewport()
      await expect(chen.app.message(call)).not.toBeInViewport()
      const toMention = chen.app.page.getByRole('button', { name: chen.app.words.toMention, exact: true })
      await toMention.click()
      await expect(chen.app.message(call)).toBeInViewport()
      await expect(chen.app.message(call).locator('mark')).toHaveText('@Chen')
      await expect(toMention).toHaveCount(0)
    })

    test('a group dissolved under an open composer stays readable', { tag: '@phone' }, async ({ as }) => {
      const ada = await as('ada')
      const ben = await as('ben')
      const id = await gather(ada, 'Choir', ben)
      await say(ada, id, hello)
      await ben.app.openConversation('Choir')
      await ben.app.composer.fill(answer)
      await ada.run('group:dissolve', { conversationId: id, title: 'Choir' })

      await expect(ben.app.page.getByText(ben.app.words.dissolved)).toBeVisible()
      await expect(ben.app.composer).toHaveCount(0)
      await expect(ben.app.message(hello)).toBeVisible()
    })
  })
}

test('a mention is deleted as one, and survives what is written around it', async ({ as }) => {
  const ada = await as('ada')
  const ben = await as('ben')
  await gather(ada, 'Choir', ben)
  await ada.app.openConversation('Choir')
  await ben.app.openConversation('Choir')
  const { composer, page } = ada.app
  await composer.pressSequentially('Hello @be')
  await expect(page.getByRole('option', { name: /Ben/ })).toHaveAttribute('aria-selected', 'true')
  await composer.press('Enter')
  await expect(composer).toHaveValue('Hello @Ben ')
  await composer.press('Backspace')
  await composer.press('Backspace')
  await expect(composer).toHaveValue('Hello ')

  await composer.pressSequentially('@b')
  await composer.press('Tab')
  await composer.pressSequentially('are you well?')
  await composer.press('Home')
  await composer.pressSequentially('So, ')
  await composer.press('End')
  await composer.press('Enter')
  const sent = ben.app.message('So, Hello @Ben are you well?')
  await expect(sent.locator('mark')).toHaveText('@Ben')

  // A draft that names somebody still does after a reload.
  await composer.pressSequentially('@b')
  await composer.press('Tab')
  await composer.pressSequentially('good night')
  await ada.app.goTo('notices')
  await ada.app.goTo('conversations')
  await expect(ada.app.row('Choir')).toContainText('[Draft] @Ben good night')
  await ada.app.page.reload()
  await ada.app.openConversation('Choir')
  await expect(composer).toHaveValue('@Ben good night')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(ben.app.message('good night').locator('mark')).toHaveText('@Ben')
})

test('who wants to join is let in from the notices, and the other admin sees by whom', {
  tag: '@phone',
}, async ({ as }) => {
  const ada = await as('ada')
  const ben = await as('ben')
  const dora = await as('dora')
  const id = await gather(ada, 'Choir', ben)
  await ada.run('group:set-role', { conversationId: id, userId: ben.id, role: 'admin' })
  const { group } = await ada.run('group:get', { conversationId: id })
  await ada.run('group:update', { conversationId: id, baseRev: group.rev, joinMode: 'approval' })
  const { invite } = await ada.run('group:create-invite', { conversationId: id })
  for (const { app } of [ada, ben]) await app.goTo('notices')
  await dora.run('group:join', { code: invite.code, text: 'I sing alto' })

  const request = (person: Person) => person.app.page.getByRole('listitem').filter({ hasText: 'I sing alto' })
  await expect(request(ben)).toContainText(/Dora\W? wants to join/)
  await request(ada).getByRole('button', { name: 'Accept', exact: true }).click()
  await expect(request(ada)).toContainText('Added')
  await expect(request(ben)).toContainText(/Accepted by \W?Ada/)
  await expect(request(ben).getByRole('button', { name: 'Accept' })).toHaveCount(0)

  await dora.app.openConversation('Choir')
  await expect(dora.app.feed).toContainText('Ada let you in')
  await dora.app.send('Good evening')
  await expect(dora.app.state('Good evening', 'sent')).toBeVisible()
})

test('somebody removed while writing keeps what they saw, and their words', { tag: '@phone' }, async ({
  as,
}) => {
  const ada = await as('ada')
  const ben = await as('ben')
  const chen = await as('chen')
  const id = await gather(ada, 'Choir', ben, chen)
  await say(ada, id, 'Welcome')
  await ben.app.openConversation('Choir')
  await ben.app.composer.fill('A long thought')
  await ada.run('group:remove', { conversationId: id, userIds: [ben.id] })

  const { page, words } = ben.app
  await expect(page.getByText(words.removed)).toBeVisible()
  await expect(ben.app.composer).toHaveCount(0)
  await expect(ben.app.feed).toContainText('Ada removed you')
  await say(ada, id, 'Now we are among ourselves')
  await chen.app.openConversation('Choir')
  await expect(chen.app.message('Now we are among ourselves')).toBeVisible()
  await page.reload()
  await expect(ben.app.message('Welcome')).toBeVisible()
  await expect(ben.app.message('Now we are among ourselves')).toHaveCount(0)

  await page.getByRole('button', { name: 'Delete conversation' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(ben.app.row('Choir')).toHaveCount(0)
})

test('whoever is muted sees until when, and writes again when it is over', { tag: '@phone' }, async ({
  as,
}) => {
  const ada = await as('ada')
  const ben = await as('ben')
  const id = await gather(ada, 'Choir', ben)
  await ben.app.openConversation('Choir')
  await ada.run('group:mute', { conversationId: id, userIds: [ben.id], until: Date.now() + 6000 })
  await expect(ben.app.page.getByText(/You are muted until/).first()).toBeVisible()
  await expect(ben.app.page.getByRole('timer')).toHaveText(/^0:0\d$/)
  await expect(ben.app.composer).toBeVisible()
  await ben.app.send('I am back')
  await expect(ben.app.state('I am back', 'sent')).toBeVisible()
})

test('slow mode says how long the next message waits, and sends it then', async ({ as, expectTrouble }) => {
  expectTrouble(/429/)
  const ada = await as('ada')
  const ben = await as('ben')
  const id = await gather(ada, 'Choir', ben)
  const { group } = await ada.run('group:get', { conversationId: id })
  await ada.run('group:update', { conversationId: id, baseRev: group.rev, slowModeSeconds: 5 })
  await ben.app.openConversation('Choir')
  await ben.app.send('A word')
  await expect(ben.app.state('A word', 'sent')).toBeVisible()
  await expect(ben.app.page.getByRole('timer')).toBeVisible()
  await ben.app.send('Another word')
  await expect(ben.app.message('Another word')).toContainText(/Slow mode. Sen/)
  await expect(ben.app.state('Another word', 'sent')).toBeVisible()
})

test('an admin recalls the message of a member, and everybody sees who did', async ({ as }) => {
  const ada = await as('ada')
  const ben = await as('ben')
  const id = await gather(ada, 'Choir', ben)
  await say(ben, id, 'Something rude')
  await ada.app.openConversation('Choir')
  await ben.app.openConversation('Choir')
  await ben.app.composer.pressSequentially('Hm')
  await expect(ada.app.page.getByText('Ben is typing…')).toBeVisible()
  await ada.app.act('Something rude', 'Recall')
  await ada.app.page.getByRole('alertdialog').getByRole('button', { name: 'Recall', exact: true }).click()
  await expect(ada.app.feed).toContainText('You recalled a message of Ben')
  await expect(ben.app.feed).toContainText('Ada recalled your message')
  await expect(ben.app.page.getByRole('button', { name: 'Edit again' })).toHaveCount(0)
})

test('who has read a message, an announcement read once, and somebody blocked', async ({ as }) => {
  const ada = await as('ada')
  const ben = await as('ben')
  const chen = await as('chen')
  const id = await gather(ada, 'Choir', ben, chen)
  await ada.app.openConversation('Choir')
  await ben.app.openConversation('Choir')
  await ada.app.send('Can you all come?')
  await ada.app.message('Can you all come?').getByRole('button', { name: '1 read' }).click()
  const sheet = ada.app.page.getByRole('dialog', { name: 'Read by' })
  await expect(sheet.getByRole('tabpanel')).toContainText('Ben')
  await sheet.getByRole('tab', { name: '1 not yet' }).click()
  await expect(sheet.getByRole('tabpanel')).toContainText('Chen')
  await ada.app.page.keyboard.press('Escape')

  const { group } = await ada.run('group:get', { conversationId: id })
  await ada.run('group:update', {
    conversationId: id,
    baseRev: group.rev,
    announcement: 'Concert on Friday',
  })
  const bar = ben.app.page.getByRole('button', { name: 'Read announcement' })
  await bar.click()
  const announcement = ben.app.page.getByRole('dialog', { name: 'Announcement' })
  await expect(announcement).toContainText('Concert on Friday')
  await announcement.getByRole('button', { name: 'Got it' }).click()
  await expect(announcement).toHaveCount(0)
  await expect(bar).toHaveCount(0)
  const { userIds } = await ada.run('group:announcement-reads', { conversationId: id })
  expect(userIds).toContain(ben.id)
  await ben.app.page.reload()
  await ben.app.isThere()
  await expect(ben.app.message('Can you all come?')).toBeVisible()
  await expect(bar).toHaveCount(0)

  await ben.run('friend:block', { userId: ada.id })
  await expect(ben.app.message('Message of a blocked person')).toBeVisible()
  await expect(ben.app.message('Can you all come?')).toHaveCount(0)
  await ben.app.page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(ben.app.message('Can you all come?')).toBeVisible()
})

test('an owner who wants to leave is led to where the group is handed over', async ({ as }) => {
  const ada = await as('ada')
  const ben = await as('ben')
  await gather(ada, 'Choir', ben)
  const leave = async (person: Person) => {
    await person.app.row('Choir').focus()
    await person.app.page.keyboard.press('Shift+F10')
    await person.app.page.getByRole('menuitem', { name: 'Leave group' }).click()
    return person.app.page.getByRole('alertdialog')
  }
  const told = await leave(ada)
  await expect(told).toContainText('hand the group over')
  await told.getByRole('button', { name: 'Manage group' }).click()
  await expect(ada.app.page).toHaveURL(/\/groups\//)

  const asked = await leave(ben)
  await asked.getByRole('button', { name: 'Leave group' }).click()
  await expect(ben.app.row('Choir')).toContainText('You left')
})
