import { befriend, expect, test } from '../fixtures.ts'

test('two tabs of one person agree on everything', async ({ as }) => {
  const ada = await as('ada')
  const ben = await as('ben')
  const chen = await as('chen')
  await befriend(ada, ben)
  await befriend(ada, chen)
  const first = ada.app
  const second = await first.newTab()

  // Order and unread.
  await chen.app.openConversation('Ada')
  await chen.app.send('From Chen')
  await ben.app.openConversation('Ada')
  await ben.app.send('From Ben')
  await ben.app.send('And again')
  for (const tab of [first, second]) {
    await expect(tab.row('Ben')).toContainText('And again')
    await expect(tab.list.getByRole('link').nth(0)).toContainText('Ben')
    await expect(tab.list.getByRole('link').nth(1)).toContainText('Chen')
    await expect(tab.row('Ben')).toContainText('2 unread messages')
    await expect(tab.page).toHaveTitle(/^\(3\)/)
  }

  // Read in one, read in both, and the reading is known where it was written.
  await first.page.bringToFront()
  await first.openConversation('Ben')
  await expect(first.row('Ben')).not.toContainText('unread')
  await expect(second.row('Ben')).not.toContainText('unread')
  await expect(second.page).toHaveTitle(/^\(1\)/)
  await expect(ben.app.state('And again', 'read')).toBeVisible()

  // What is sent in one stands in the other, with the same mark.
  await first.send('To you both')
  await second.openConversation('Ben')
  await expect(second.message('To you both')).toBeVisible()
  for (const tab of [first, second]) await expect(tab.state('To you both', 'read')).toBeVisible()
  expect(await second.texts()).toEqual(await first.texts())

  // What is begun in one can be ended in the other.
  await first.goTo('conversations')
  await first.openConversation('Chen')
  await first.composer.fill('Half a sen')
  await first.openConversation('Ben')
  await expect(second.row('Chen')).toContainText('[Draft] Half a sen')
  await second.openConversation('Chen')
  await expect(second.composer).toHaveValue('Half a sen')
  await second.send('Half a sentence')
  await expect(second.state('Half a sentence', 'sent')).toBeVisible()
  await expect(first.row('Chen')).toContainText('Half a sentence')
  await expect(first.row('Chen')).not.toContainText('[Draft]')
})

test('what is read on one device is read on the other within a moment', { tag: '@phone' }, async ({ as }) => {
  const phone = await as('ada')
  const desk = await as('ada')
  const ben = await as('ben')
  await befriend(phone, ben)
  await ben.app.openConversation('Ada')
  await ben.app.send('Are you there?')
  for (const { app } of [phone, desk]) await expect(app.row('Ben')).toContainText('1 unread message')
  await desk.app.openConversation('Ben')
  await expect(phone.app.row('Ben')).not.toContainText('unread', { timeout: 5000 })
  await expect(phone.app.page).toHaveTitle('Kith')
})
