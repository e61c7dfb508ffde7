import { befriend, expect, test } from '../fixtures.ts'

test('what is edited or recalled changes for the other', { tag: '@phone' }, async ({ as }) => {
  const ada = await as('ada')
  const ben = await as('ben')
  await befriend(ada, ben)
  await ada.app.openConversation('Ben')
  await ben.app.openConversation('Ada')

  await ada.app.send('See you at tree')
  await expect(ben.app.message('See you at tree')).toBeVisible()
  await ada.app.act('See you at tree', 'Edit')
  await expect(ada.app.composer).toHaveValue('See you at tree')
  await ada.app.composer.fill('See you at three')
  await ada.app.page.getByRole('button', { name: 'Save', exact: true }).click()
  for (const { app } of [ada, ben]) await expect(app.message('See you at three')).toContainText('edited')
  await expect(ben.app.message('See you at tree')).toHaveCount(0)

  await ada.app.act('See you at three', 'Recall')
  await expect(ada.app.feed).toContainText('You recalled a message')
  await expect(ben.app.feed).toContainText(/Ada\W? recalled a message/)
  for (const { app } of [ada, ben]) await expect(app.message('See you at three')).toHaveCount(0)
  // A device that comes later never gets to see the words.
  const again = await as('ben')
  await expect(again.app.row('Ada')).toContainText(/Ada\W? recalled a message/)
  // The words are still there for whoever wrote them.
  await ada.app.page.getByRole('button', { name: 'Edit again' }).click()
  await expect(ada.app.composer).toHaveValue('See you at three')
})

test('Enter belongs to the input method while it is composing, and sends afterwards', async ({ as }) => {
  const ada = await as('ada')
  const ben = await as('ben')
  await befriend(ada, ben)
  await ada.app.openConversation('Ben')
  const { page, composer, feed } = ada.app
  const before = await feed.getByRole('article').count()
  const keyboard = await page.context().newCDPSession(page)
  const press = (key: string, code: number) =>
    keyboard.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key,
      code: key,
      windowsVirtualKeyCode: code,
      nativeVirtualKeyCode: code,
    })

  await composer.focus()
  for (const text of ['n', 'ni', 'ni h', 'ni hao'])
    await keyboard.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
  // As browsers report the Enter that chooses a candidate: some by the composition, some only by the code 229.
  await press('Enter', 13)
  await press('Process', 229)
  await expect(composer).toHaveValue('ni hao')
  await keyboard.send('Input.insertText', { text: '你好' })
  await expect(composer).toHaveValue('你好')
  await expect(feed.getByRole('article')).toHaveCount(before)

  await page.keyboard.press('Enter')
  await expect(ada.app.state('你好', 'sent')).toBeVisible()
  await expect(composer).toHaveValue('')
  await expect(feed.getByRole('article')).toHaveCount(before + 1)
})
