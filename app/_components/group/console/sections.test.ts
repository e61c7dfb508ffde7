import { expect, test } from 'vitest'
import type { Group, Member, Role } from '#protocol/entities/group.ts'
import type { Standing } from '../standing.ts'
import { permissions, roles } from './permissions.ts'
import { sectionsFor } from './sections.ts'

const group = (more: Partial<Group> = {}) =>
  ({
    joinMode: 'approval',
    inviteBy: 'admins',
    editBy: 'admins',
    mentionAllBy: 'admins',
    membersVisible: true,
    muteAll: false,
    ...more,
  }) as Group

const standing = (role: Role, more: Partial<Group> = {}, active = true): Standing => ({
  group: group(more),
  me: {} as Member,
  role,
  active,
  manages: active && role !== 'member',
})

test('an admin sees everything there is to run, a member what concerns members', () => {
  const all = ['members', 'requests', 'invites', 'settings', 'log']
  expect(sectionsFor(standing('owner'))).toEqual(all)
  expect(sectionsFor(standing('admin'))).toEqual(all)
  expect(sectionsFor(standing('member'))).toEqual(['members', 'settings'])
  expect(sectionsFor(standing('member', { inviteBy: 'all' }))).toEqual(['members', 'invites', 'settings'])
})

test('of a dissolved group there is only what was', () => {
  expect(sectionsFor(standing('owner', {}, false))).toEqual(['members', 'settings', 'log'])
})

test('the table of who may do what follows the settings', () => {
  const marks = (name: keyof typeof permissions, more: Partial<Group> = {}) =>
    roles.map(role => permissions[name](role, group(more)))
  expect(marks('write')).toEqual([true, true, true])
  expect(marks('write', { muteAll: true })).toEqual([true, true, false])
  expect(marks('invite')).toEqual([true, true, false])
  expect(marks('invite', { inviteBy: 'all' })).toEqual([true, true, true])
  expect(marks('list', { membersVisible: false })).toEqual([true, true, false])
  expect(marks('moderate')).toEqual([true, true, false])
  expect(marks('admins')).toEqual([true, false, false])
  expect(marks('end')).toEqual([true, false, false])
})
