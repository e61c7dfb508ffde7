'use client'
import { type FormEvent, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { useAccount } from '#client/react/hooks.ts'
import { lengths } from '#protocol/limits.ts'
import { isName } from '#protocol/text.ts'
import { useT } from '../i18n/use-t.ts'
import { FindPerson } from '../people/add-friend-dialog.tsx'
import { navigate, useQuery } from '../shell/navigation.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Logo } from '../ui/logo.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useAction } from '../ui/use-action.ts'
import { safePath } from './safe-path.ts'

const MyCode = lazy(() => import('../people/my-code.tsx'))

/** The first minutes of an account: who I am, and a first friend. Every step can be skipped. */
export default function Welcome() {
  const [step, setStep] = useState(0)
  const next = safePath(useQuery('next'))
  const leave = () => navigate(next, { replace: true })
  return (
    <div className="scroll-y fixed inset-x-0 top-0 h-(--app-h) bg-bg">
      <div className="mx-auto flex min-h-full max-w-110 flex-col px-4 py-8">
        <Logo className="mx-auto mb-5 size-10" />
        {step === 0 ? <IntroduceStep onDone={() => setStep(1)} /> : <FriendStep onDone={leave} />}
      </div>
    </div>
  )
}

const steps = 2

function Step({
  step,
  title,
  text,
  children,
}: {
  step: number
  title: string
  text: string
  children: ReactNode
}) {
  const t = useT('auth')
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that led here is gone, and the focus with it.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <main className="rounded-card border border-line bg-surface p-6 two:p-8">
      <p className="text-meta text-text-3">{t('welcome.progress', { step, steps })}</p>
      <h1 ref={heading} tabIndex={-1} className="mt-1 text-display text-text">
        {title}
      </h1>
      <p className="mt-1 text-pretty text-body text-text-2">{text}</p>
      <div className="mt-6">{children}</div>
    </main>
  )
}

function IntroduceStep({ onDone }: { onDone: () => void }) {
  const t = useT('auth')
  const account = useAccount()
  const action = useAction()
  const [problem, setProblem] = useState<string | null>(null)
  const name = useRef<HTMLInputElement>(null)
  const bio = useRef<HTMLTextAreaElement>(null)

  async function save(event: FormEvent) {
    event.preventDefault()
    const displayName = name.current?.value ?? ''
    if (!isName(displayName, lengths.displayName)) {
      setProblem(t('displayNameProblem'))
      name.current?.focus()
      return
    }
    setProblem(null)
    const done = await action.run('save', 'account:update', { displayName, bio: bio.current?.value ?? '' })
    if (done) onDone()
  }

  if (!account) return null
  const { user } = account
  return (
    <Step step={1} title={t('welcome.profileTitle')} text={t('welcome.profileText')}>
      <form onSubmit={save} noValidate className="flex flex-col gap-4">
        <Avatar id={user.id} name={user.displayName} src={user.avatar} size={72} className="self-center" />
        <TextField
          ref={name}
          label={t('displayName')}
          defaultValue={user.displayName}
          maxLength={lengths.displayName}
          autoComplete="nickname"
          error={problem}
        />
        <TextArea
          ref={bio}
          label={t('welcome.bio')}
          hint={t('welcome.bioHint')}
          defaultValue={user.bio}
          maxLength={lengths.bio}
        />
        <Refusal>{action.refused?.text}</Refusal>
        <div className="flex justify-end gap-2">
          <Button onClick={onDone}>{t('welcome.later')}</Button>
          <Button type="submit" variant="primary" loading={action.busy !== null}>
            {t('welcome.next')}
          </Button>
        </div>
      </form>
    </Step>
  )
}

function FriendStep({ onDone }: { onDone: () => void }) {
  const t = useT('auth')
  return (
    <Step step={2} title={t('welcome.friendTitle')} text={t('welcome.friendText')}>
      <FindPerson initial="" onLeave={onDone} />
      <h2 className="mt-8 mb-4 border-line border-t pt-6 text-center text-heading text-text">
        {t('welcome.shareTitle')}
      </h2>
      <Suspense fallback={<div className="h-100" />}>
        <MyCode />
      </Suspense>
      <Button variant="primary" block onClick={onDone} className="mt-8">
        {t('welcome.finish')}
      </Button>
    </Step>
  )
}
