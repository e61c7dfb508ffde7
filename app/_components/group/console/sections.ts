import { isManager, mayInvite } from '#protocol/group-policy.ts'
import type { Standing } from '../standing.ts'

/** The parts of the console, in their order: `/groups/<id>/<section>`. */
const sections = ['members', 'requests', 'invites', 'settings', 'log'] as const
export type Section = (typeof sections)[number]

/** What somebody of this standing is shown; the server refuses the rest. */
export function sectionsFor({ role, group, active }: Standing): Section[] {
  const shown: Record<Section, boolean> = {
    members: true,
    requests: active && isManager(role),
    invites: active && mayInvite(role, group),
    settings: true,
    log: isManager(role),
  }
  return sections.filter(section => shown[section])
}
