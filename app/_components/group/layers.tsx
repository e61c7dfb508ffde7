'use client'
import { Suspense } from 'react'
import { LateTexts } from '../i18n/late-texts.tsx'
import { AddPeopleDialog } from './add-people-dialog.tsx'
import { closeGroupLayer, useGroupLayers } from './layers-store.ts'
import { NewGroupDialog } from './new-group-dialog.tsx'

/** The dialog about groups that was asked for, over whichever screen. */
export default function GroupLayers() {
  const layer = useGroupLayers(state => state.layer)
  if (!layer) return null
  return (
    <Suspense fallback={null}>
      <LateTexts>
        {layer.kind === 'new' ? (
          <NewGroupDialog onClose={closeGroupLayer} />
        ) : (
          <AddPeopleDialog id={layer.conversationId} onClose={closeGroupLayer} />
        )}
      </LateTexts>
    </Suspense>
  )
}
