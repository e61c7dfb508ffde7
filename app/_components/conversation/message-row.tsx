'use client'
import clsx from 'clsx'
import { Ellipsis, Reply } from 'lucide-react'
import { memo, useReducer } from 'react'
import { useFormats } from '../i18n/formats.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { useContextMenu } from '../ui/use-context-menu.ts'
import { Bubble } from './bubble.tsx'
import { unfolded } from './conversation-store.ts'
import { Folded } from './folded.tsx'
import { MiddleLine } from './middle-line.tsx'
import { NoteBelow } from './note-below.tsx'
import { isBubble, isOwn, timeOf } from './row-facts.ts'
import type { MessageRowProps } from './row-props.ts'
import { SenderFace } from './sender.tsx'
import { isFolded } from './words.ts'

/** One message of a timeline, whatever its kind. Drawn anew only when something of its own changed. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { row, index, total, first, words, actions, reachable, flash, measure } = props
  const { t, me, nameOf } = words
  const formats = useFormats()
  const menu = useContextMenu({ label: t('actions.menu'), items: () => actions.menuItems(row) })
  const own = isOwn(row)
  const bubble = isBubble(row)
  const time = formats.captionTime(timeOf(row))
  const sender = row.kind === 'message' ? row.message.from : me
  return (
    <article
      ref={measure}
      data-index={index}
      data-key={row.key}
      tabIndex={reachable ? 0 : -1}
      aria-posinset={index + 1}
      aria-setsize={total}
      aria-label={own ? t('message.byYou', { time }) : t('message.by', { name: nameOf(sender), time })}
      {...(bubble && {
        ...menu,
        onContextMenu: (event: React.MouseEvent<HTMLElement>) => {
          if (!wantsOwnMenu(event)) menu.onContextMenu(event)
        },
      })}
      className={clsx(
        'group/row focus-inset absolute inset-x-0 transition-colors duration-500 coarse:select-none',
        flash && 'bg-accent/15',
        first ? 'pt-(--group-gap)' : 'pt-0.5',
      )}
    >
      <div className="mx-auto max-w-230 px-3 two:px-5">
        {!bubble ? (
          <MiddleLine {...props} />
        ) : words.group && !own ? (
          <div className="flex items-start gap-2">
            <div className="w-9 flex-none">{first && <SenderFace userId={sender} words={words} />}</div>
            <Said {...props} own={false} />
          </div>
        ) : (
          <Said {...props} own={own} />
        )}
      </div>
    </article>
  )
})

/** The browser's own menu serves links and selected text better than ours. */
function wantsOwnMenu(event: React.MouseEvent<HTMLElement>): boolean {
  if (event.target instanceof Element && event.target.closest('a')) return true
  const selection = getSelection()
  return !!selection && !selection.isCollapsed && selection.containsNode(event.currentTarget, true)
}

function Said(props: MessageRowProps & { own: boolean }) {
  const { row, own, active, actions, words, mayReply } = props
  const { t } = words
  const [, look] = useReducer((count: number) => count + 1, 0)
  if (row.kind === 'message' && isFolded(row.message, words) && !unfolded.has(row.message.id)) {
    const { id } = row.message
    const unfold = () => {
      unfolded.add(id)
      look()
    }
    return <Folded words={words} onShow={unfold} />
  }
  return (
    <div className={clsx('flex min-w-0 flex-1 flex-col', own ? 'items-end' : 'items-start')}>
      <div className="relative flex max-w-[80%] two:max-w-[min(72%,35rem)]">
        <Bubble {...props} />
        {active && (
          <div
            className={clsx(
              'absolute bottom-0 z-1 hidden items-center fine:flex',
              own ? 'end-full me-1' : 'start-full ms-1',
            )}
          >
            {mayReply && row.kind === 'message' && (
              <IconButton
                icon={Reply}
                size="small"
                tabIndex={-1}
                label={t('actions.reply')}
                onClick={() => actions.reply(row.message.seq)}
              />
            )}
            <IconButton
              icon={Ellipsis}
              size="small"
              tabIndex={-1}
              label={t('actions.more')}
              aria-haspopup="menu"
              onClick={event => actions.openMenu(row, event.currentTarget)}
            />
          </div>
        )}
      </div>
      {row.kind === 'outgoing' && <NoteBelow row={row} words={words} actions={actions} />}
    </div>
  )
}
