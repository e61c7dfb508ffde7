'use client'
import { MessageSquarePlus, QrCode, SearchX, UserRoundPlus, UsersRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useAccount } from '#client/react/hooks.ts'
import { openNewGroup } from '../group/layers-store.ts'
import { useT } from '../i18n/use-t.ts'
import { navigate, useQuery } from '../shell/navigation.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Pane } from '../ui/pane.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { ListSkeleton } from '../ui/skeleton.tsx'
import { AddFriendDialog } from './add-friend-dialog.tsx'
import { moveThroughRows } from './arrow-keys.ts'
import { FriendSections } from './friend-sections.tsx'
import { MyCodeDialog } from './my-code-dialog.tsx'
import { NewFriendsRow } from './new-friends-row.tsx'
import { PersonRow } from './person-row.tsx'
import { searchPeople } from './search.ts'
import { useFriendEntries } from './use-friend-entries.ts'

/** The list of friends. `current` is what stands beside it: a person's id, or `requests`. */
export default function FriendsList({ current }: { current: string | undefined }) {
  const t = useT('people')
  const tc = useT('common')
  const tChat = useT('chat')
  const friends = useFriendEntries('listed')
  const [query, setQuery] = useState('')
  const [showing, setShowing] = useState<'add' | 'code' | null>(null)
  // `/friends?add` opens the dialog, `/friends?add=ben` looks for him at once.
  const asked = useQuery('add')
  const [wanted, setWanted] = useState('')

  useEffect(() => {
    if (asked === null) return
    setWanted(asked)
    setShowing('add')
    // Closing the dialog must not leave an address behind that opens it again.
    navigate('/friends', { replace: true })
  }, [asked])

  function add(username: string) {
    setWanted(username)
    setShowing('add')
  }

  const loading = useAccount() === undefined
  const searching = query.trim() !== ''
  const found = searching ? searchPeople(friends, friend => friend, query) : friends
  return (
    <Pane
      title={t('friends')}
      actions={
        <>
          <IconButton icon={QrCode} label={t('myCode')} onClick={() => setShowing('code')} />
          <IconButton icon={MessageSquarePlus} label={tChat('newGroup')} onClick={openNewGroup} />
          <IconButton icon={UserRoundPlus} label={t('addFriend')} onClick={() => add('')} />
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: moves the focus between the links inside */}
      <div onKeyDown={moveThroughRows} className="flex min-h-full flex-col">
        <div className="flex-none px-4 py-2">
          <SearchField
            label={t('searchFriends')}
            value={query}
            onChange={setQuery}
            onKeyDown={event => {
              const [first] = found
              if (event.key !== 'Enter' || event.nativeEvent.isComposing || !searching || !first) return
              navigate(`/friends/${first.userId}`)
            }}
          />
        </div>
        {searching ? (
          found.length > 0 ? (
            found.map(friend => (
              <PersonRow
                key={friend.userId}
                userId={friend.userId}
                name={friend.name}
                avatar={friend.avatar}
                subtitle={friend.own ?? friend.handle}
                href={`/friends/${friend.userId}`}
                current={friend.userId === current}
              />
            ))
          ) : (
            <EmptyState
              icon={SearchX}
              title={t('noneFound')}
              text={t('noneFoundText')}
              actions={
                <Button variant="primary" onClick={() => add(query.trim().replace(/^@/, ''))}>
                  {t('findByUsername')}
                </Button>
              }
            />
          )
        ) : (
          <>
            <NewFriendsRow current={current === 'requests'} />
            {loading ? (
              <ListSkeleton label={tc('loading')} />
            ) : friends.length > 0 ? (
              <FriendSections friends={friends} current={current} />
            ) : (
              <EmptyState
                icon={UsersRound}
                title={t('noFriends')}
                text={t('noFriendsText')}
                actions={
                  <>
                    <Button variant="primary" icon={UserRoundPlus} onClick={() => add('')}>
                      {t('addFriend')}
                    </Button>
                    <Button icon={QrCode} onClick={() => setShowing('code')}>
                      {t('showMyCode')}
                    </Button>
                  </>
                }
              />
            )}
          </>
        )}
      </div>
      <AddFriendDialog
        open={showing === 'add'}
        onOpenChange={open => !open && setShowing(null)}
        username={wanted}
        onShowCode={() => setShowing('code')}
      />
      <MyCodeDialog open={showing === 'code'} onOpenChange={open => !open && setShowing(null)} />
    </Pane>
  )
}
