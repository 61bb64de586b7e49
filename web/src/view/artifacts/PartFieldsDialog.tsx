import { useState } from 'preact/hooks';
import { definitionOf } from '../../artifacts/fold';
import { fieldsOf } from '../../artifacts/items';
import type { LiveArtifact } from '../../artifacts/live';
import type { ArtifactBlock } from '../../artifacts/shapes';
import { shownFields, withFields } from '../../artifacts/toolRows';
import { closeOverlay } from '../../state/overlay';
import { t } from '../../words/say';
import { Dialog } from '../Dialog';

/** A dialog for the fields that a part of a tool shows. A part with all of them also shows those added later. */
export function PartFieldsDialog({ live, block }: { live: LiveArtifact; block: ArtifactBlock }) {
  const artifact = live.shown.value;
  const [chosen, setChosen] = useState<string[]>(() => (artifact ? shownFields(artifact, block).map((field) => field.id) : []));
  if (!artifact) return null;
  const fields = fieldsOf(artifact);
  const submit = (event: Event): void => {
    event.preventDefault();
    const now = artifact.definition.blocks?.find((one) => one.id === block.id);
    if (now) live.do({ op: 'block', block: withFields(definitionOf(now), chosen, fields), order: now.order ?? 'a0' });
    closeOverlay();
  };
  return (
    <Dialog title={t('Fields of this part')}>
      <form onSubmit={submit}>
        <ul class="pin-rooms">
          {fields.map((field, at) => (
            <li key={field.id}>
              <label>
                <input
                  type="checkbox"
                  {...(at === 0 ? { 'data-first': true } : {})}
                  checked={chosen.includes(field.id)}
                  onChange={(event) =>
                    setChosen(event.currentTarget.checked ? [...chosen, field.id] : chosen.filter((one) => one !== field.id))}
                />
                {field.name}
              </label>
            </li>
          ))}
        </ul>
        <p class="hint">{t('A part with all fields also shows those that are added later.')}</p>
        <div class="dialog-foot">
          <button type="button" class="button" onClick={closeOverlay}>{t('Cancel')}</button>
          <button type="submit" class="button primary" disabled={!chosen.length}>{t('Save')}</button>
        </div>
      </form>
    </Dialog>
  );
}
