import type { OperationName } from '#protocol/operations/index.ts'
import { accountCases } from './accounts.ts'
import type { CasesOf } from './case.ts'
import { conversationCases } from './conversations.ts'
import { groupCases } from './groups.ts'
import { joiningCases } from './joining.ts'
import { messageCases } from './messages.ts'
import { peopleCases } from './people.ts'

export const cases: CasesOf<OperationName> = {
  ...accountCases,
  ...peopleCases,
  ...conversationCases,
  ...groupCases,
  ...joiningCases,
  ...messageCases,
}

/** Refusals that need a clock of the server moved: tried in the domain's own tests, with that clock. */
const needsClock = 'tried with the server’s own clock'
export const clockRefusals: Record<string, string> = {
  'friend:respond GONE/request_expired': needsClock,
  'group:respond GONE/request_expired': needsClock,
  'message:edit FORBIDDEN/edit_window_over': needsClock,
  'account:register FORBIDDEN/sign_up_closed': 'tried on a server whose sign-up is closed',
  'account:register FORBIDDEN/sign_up_code': 'tried on a server that asks for a code',
}
