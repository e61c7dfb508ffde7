'use client'
import { Check, Copy, Download, Share2 } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useAccount } from '#client/react/hooks.ts'
import { useT } from '../i18n/use-t.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { saveCode } from './code-image.ts'
import { qrPath } from './qr-picture.ts'

/** The card with my code and link: whoever opens it is shown my profile and may ask. Loaded when first shown. */
export default function MyCode() {
  const t = useT('people')
  const tc = useT('common')
  const account = useAccount()
  const [copied, setCopied] = useState(false)
  const username = account?.user.username ?? ''
  const link = `${location.origin}/add/${encodeURIComponent(username)}`
  const { size, path } = useMemo(() => qrPath(link), [link])

  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])

  if (!account) return null
  const { user } = account
  return (
    <div className="flex flex-col items-center gap-5">
      {/* White in both themes: not every camera reads an inverted code. */}
      <figure className="flex w-full max-w-72 flex-col items-center rounded-card border border-line bg-white p-5 text-black">
        <div className="mb-3 flex max-w-full items-center gap-3">
          <Avatar id={user.id} name={user.displayName} src={user.avatar} size={44} />
          <div className="min-w-0">
            <p dir="auto" className="truncate text-title">
              {user.displayName}
            </p>
            <p className="truncate text-small opacity-65">@{user.username}</p>
          </div>
        </div>
        <svg
          role="img"
          aria-label={t('codeLabel', { name: user.displayName })}
          viewBox={`0 0 ${size} ${size}`}
          shapeRendering="crispEdges"
          className="w-full"
        >
          <path d={path} fill="currentColor" />
        </svg>
        <figcaption className="mt-2 text-center text-meta opacity-65">{t('codeText')}</figcaption>
      </figure>
      <TextField
        label={t('myLink')}
        readOnly
        dir="ltr"
        value={link}
        className="w-full"
        onFocus={event => event.target.select()}
      />
      <div className="flex flex-wrap justify-center gap-2">
        <Button
          icon={copied ? Check : Copy}
          onClick={() => void navigator.clipboard?.writeText(link).then(() => setCopied(true))}
        >
          {copied ? tc('copied') : t('copyLink')}
        </Button>
        <Button
          icon={Download}
          onClick={() =>
            void saveCode({
              fileName: `kith-${user.username}.png`,
              title: user.displayName,
              subtitle: `@${user.username}`,
              size,
              path,
            })
          }
        >
          {t('saveCode')}
        </Button>
        {'share' in navigator && (
          <Button
            icon={Share2}
            // Closing the system's sheet rejects; there is nothing to say about it.
            onClick={() => void navigator.share({ url: link, title: t('shareTitle') }).catch(() => undefined)}
          >
            {tc('share')}
          </Button>
        )}
      </div>
    </div>
  )
}
