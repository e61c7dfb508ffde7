'use client'
import { useEffect, useRef } from 'react'
import { tinykeys } from 'tinykeys'
import { useEngine } from '#client/react/hooks.ts'
import type { Engine } from '#client/types.ts'
import {
  openTimeline,
  setInfoOpen,
  showPerson,
  useConversationStore,
} from '../conversation/conversation-store.ts'
import { navigate } from './navigation.ts'
import { type ShortcutName, shortcuts } from './shortcuts.ts'

/** Binds the shortcuts while the app is on screen. */
export function useShortcuts(showHelp: () => void): void {
  const engine = useEngine()
  const help = useRef(showHelp)
  help.current = showHelp
  useEffect(() => {
    const run: Record<ShortcutName, () => boolean | undefined> = {
      search: focusSearch,
      previous: () => step(engine, -1, false),
      next: () => step(engine, 1, false),
      previousUnread: () => step(engine, -1, true),
      nextUnread: () => step(engine, 1, true),
      latest: () => {
        openTimeline.current?.toLatest()
        return openTimeline.current !== null
      },
      settings: () => {
        navigate('/settings')
        return true
      },
      help: () => {
        help.current()
        return true
      },
      escape: leaveOneLayer,
    }
    const bindings = Object.fromEntries(
      Object.entries(shortcuts).map(([name, keys]) => [
        keys,
        (event: KeyboardEvent) => {
          // While an input method is at work, and inside a dialog or menu, the keys are theirs.
          if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || layerOpen()) return
          if (run[name as ShortcutName]()) event.preventDefault()
        },
      ]),
    )
    return tinykeys(window, bindings)
  }, [engine])
}

const layerOpen = () => document.querySelector('[role=dialog],[role=alertdialog],[role=menu]') !== null

function focusSearch() {
  const focus = () => {
    const field = document.querySelector<HTMLInputElement>('input[data-search=conversations]')
    // On a phone the list may be there without being shown.
    if (!field?.checkVisibility()) return false
    field.focus()
    return true
  }
  if (focus()) return true
  navigate('/conversations')
  requestAnimationFrame(focus)
  return true
}

/** To the neighbour in the list; with `unread` to the next one that has something new. */
function step(engine: Engine, by: 1 | -1, unread: boolean) {
  const shown = engine.conversations().filter(conversation => !conversation.hidden)
  const at = shown.findIndex(({ id }) => location.pathname === `/conversations/${id}`)
  const start = at === -1 ? (by === 1 ? 0 : shown.length - 1) : at + by
  for (let index = start; index >= 0 && index < shown.length; index += by) {
    const conversation = shown[index]
    if (!conversation || (unread && conversation.unread === 0 && !conversation.markedUnread)) continue
    navigate(`/conversations/${conversation.id}`)
    break
  }
  return true
}

/** The panel, then down to the newest message, then out of the conversation. */
function leaveOneLayer() {
  const { infoOpen, shownPerson } = useConversationStore.getState()
  if (shownPerson !== null) showPerson(null)
  else if (infoOpen) setInfoOpen(false)
  else if (openTimeline.current && !openTimeline.current.atLatest()) openTimeline.current.toLatest()
  else if (/^\/conversations\/./.test(location.pathname)) navigate('/conversations')
  else return false
  return true
}
